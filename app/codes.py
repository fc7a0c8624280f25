"""Which entries does a code list have, and which of them did somebody mean?

To add a list: `resources/codes/<name>.csv` (columns 名称,代码,别名,分组; aliases parted by ；)
and its title in `LISTS`.
"""

import csv
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from app.paths import resource

LISTS = {
    "sex": "性别",
    "ethnic": "民族",
    "education": "学历",
    "degree": "学位",
    "marriage": "婚姻状况",
    "member_kind": "人员类别",
    "occupation": "工作岗位",
    "new_stratum": "新社会阶层类型",
    "party_standing": "党籍状态",
    "join_kind": "增加方式",
    "leave_reason": "离开原因",
    "expulsion_kind": "出党方式",
    "lost_reason": "失联情形",
    "lost_handling": "失联处置",
    "review_grade": "民主评议等次",
    "honour_level": "表彰级别",
    "flow_direction": "流动方向",
    "branch_kind": "组织类别",
    "unit_situation": "党组织所在单位情况",
    "unit_kind": "单位类型",
    "unit_nature": "单位类别",
    "domain": "领域",
    "party_built": "单位建立党组织情况",
    "kinship": "与户主关系",
    "need": "困难类型",
    "poverty_cause": "致贫原因",
    "health": "健康状况",
    "labour": "劳动能力",
    "cadre_rank": "职务级别",
    "affiliation": "隶属关系",
    "cadre_role": "驻村身份",
    "pairing_reason": "结对依据",
    "stance": "结对意愿",
    "payer_kind": "党费缴纳类别",
    "waiver_kind": "党费减免方式",
    "due_unit": "党费计到",
    "due_rounding": "党费尾数处理",
    "name_order": "姓名排序",
    "term_form": "换届方式",
    "post": "职务",
    "recipient": "外发对象",
    "deed_kind": "实事类别",
    "wish_kind": "心愿类型",
    "report_kind": "报到类型",
    "duty_kind": "岗位类别",
    "activity_kind": "活动类别",
    "team_kind": "队组类别",
    "posting_role": "队内职务",
    "work_kind": "工作类别",
    "log_day": "在岗情况",
    "request_source": "诉求来源",
    "request_kind": "诉求类别",
    "request_level": "办理层级",
    "satisfaction": "满意度",
    "inspection_method": "督查方式",
    "inspection_subject": "抽查对象",
    "campaign_target": "专项应覆盖对象",
    "meeting_kind": "会议类型",
    "meeting_state": "召开情况",
    "attendance": "出席情况",
    "scoring": "计分方式",
    "scorer": "评分方",
    "evidence_stage": "痕迹环节",
    "evidence_kind": "材料形式",
    "org_grade": "组织等次",
    "star": "星级",
    "applicant_end": "发展党员终止原因",
    "transfer_direction": "转接方向",
    "transfer_kind": "转接范围",
    "transfer_way": "转接方式",
}


@dataclass(frozen=True)
class Code:
    """One entry: its name is what is kept, its code what other systems write, its aliases what people write."""

    name: str
    code: str = ""
    aliases: tuple[str, ...] = ()
    group: str = ""


_lists: dict[str, tuple[Code, ...]] = {}
_words: dict[str, dict[str, str]] = {}


def codes(list_name: str) -> tuple[Code, ...]:
    """The entries in their official order. KeyError for a list that does not exist."""
    if list_name not in _lists:
        if list_name not in LISTS:
            raise KeyError(list_name)
        _lists[list_name] = _read(list_name)
    return _lists[list_name]


def official(list_name: str) -> tuple[Code, ...]:
    """The entries of the file, whatever was installed since."""
    return _read(list_name)


def find(list_name: str, text: str) -> str | None:
    """The name of the entry meant by a name, a code or an alias, whatever its width, blanks and case; else None."""
    if list_name not in _words:
        _words[list_name] = _index(codes(list_name))
    words = _words[list_name]
    return words.get(text) or words.get(_key(text))


def install(list_name: str, entries: Iterable[Code]) -> None:
    """From now on the list has these entries: lists are edited in the database, files only begin them."""
    _lists[list_name] = tuple(entries)
    _words.pop(list_name, None)


def reset() -> None:
    """Forget what was installed: every list is read from its file again."""
    _lists.clear()
    _words.clear()


def _read(list_name: str) -> tuple[Code, ...]:
    with resource("codes", f"{list_name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Code(
                name=row["名称"],
                code=row["代码"] or "",
                aliases=tuple(alias for alias in (row["别名"] or "").split("；") if alias),
                group=row["分组"] or "",
            )
            for row in csv.DictReader(file)
        )


def _index(entries: tuple[Code, ...]) -> dict[str, str]:
    """Names first, then codes, then aliases: a name is never taken for another entry's alias."""
    words: dict[str, str] = {}
    for entry in entries:
        words.setdefault(_key(entry.name), entry.name)
    for entry in entries:
        for code in (entry.code, entry.code.lstrip("0")):  # a spreadsheet drops the zero in front
            words.setdefault(_key(code), entry.name)
    for entry in entries:
        for alias in entry.aliases:
            words.setdefault(_key(alias), entry.name)
    words.pop("", None)
    return words


def _key(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()
