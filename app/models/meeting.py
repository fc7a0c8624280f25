"""组织生活: what was held by which party organisation on which day, as which kinds of meeting, and who was not there.

One gathering may count as several kinds. Of attendance only the exceptions are rows: who stayed away (with the reason) and who
took part beyond those expected; the numbers stand on the meeting. A county year has 2.5 million attendances, of which some
40,000 say anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from app import codes
from app.errors import Problem
from app.models import fields as f
from app.models.column import Index
from app.models.record import Record

KIND, STATE, SIGN = "meeting_kind", "meeting_state", "attendance"  # code lists
HELD, PLANNED = "已召开", "计划"
GENERAL, COMMITTEE, GROUP, LESSON, PARTY_DAY = "支部党员大会", "支委会", "党小组会", "党课", "主题党日"
LIFE, REVIEW, TALK, DEMOCRATIC = "组织生活会", "民主评议党员", "谈心谈话", "民主生活会"
ELECTION = "换届选举"
THREE_AND_ONE = (GENERAL, COMMITTEE, GROUP, LESSON)
EVERYBODY, OFFICERS = "全体党员", "支委"  # groups of the list of kinds: who is expected; any other = those on the list
UNEXCUSED, CAME = "无故缺席", "参加"
ASKED_OFF, UNTOLD = "请假", "原因待核"  # away with leave for a reason not told; away, and nobody says why
BRANCHES, GROUPS, COMMITTEES = ("党支部", "联合党支部"), ("党小组",), ("党委", "党工委", "党组")
REGULATION = "《中国共产党支部工作条例（试行）》"


@dataclass(frozen=True)
class Cadence:
    """`kind` is to be held by organisations of these `holders` as often as `setting` says within `months` (1, 3 or 12)."""

    kind: str
    months: int
    setting: str
    holders: tuple[str, ...] = BRANCHES
    source: str = REGULATION

    @property
    def word(self) -> str:
        return {1: "每月", 3: "每季度", 12: "每年"}[self.months]


CADENCES = (
    Cadence(GENERAL, 3, "meeting_general"),
    Cadence(COMMITTEE, 1, "meeting_committee"),
    Cadence(GROUP, 1, "meeting_group", GROUPS),
    Cadence(LESSON, 12, "meeting_lesson"),
    Cadence(PARTY_DAY, 1, "meeting_party_day"),
    Cadence(LIFE, 12, "meeting_life"),
    Cadence(REVIEW, 12, "meeting_review"),
    Cadence(TALK, 12, "meeting_talk"),
    Cadence(DEMOCRATIC, 12, "meeting_democratic", COMMITTEES, "《县以上党和国家机关党员领导干部民主生活会若干规定》（乡镇参照）"),
)  # fmt: skip


def parts(told: str | None) -> tuple[str, ...]:
    """The kinds of one meeting, as they stand in its field."""
    return tuple(part.strip() for part in (told or "").split("、") if part.strip())


class Meeting(Record):
    """会议活动. `kinds` are names of the list, parted by 、. Without a state it was held; what is planned or called off counts
    for nothing. `voters` are those with the right to vote: 预备党员 have none.
    """

    __tablename__ = "meeting"
    title = "会议活动"
    counter = "次"
    key = (("branch", "day", "name"),)
    children: ClassVar[tuple[str, ...]] = ("attendance",)
    order = ("day", "id")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (*super().constraints(), Index("ix_meeting_branch_day", "branch", "day"), Index("ix_meeting_day", "day"))

    @classmethod
    def faults(cls, values: Mapping[str, Any]) -> tuple[Problem, ...]:
        return _kinds(values.get("kinds"))

    name = f.text(
        "会议主题",
        aliases=("活动主题", "主题", "议题", "会议议题", "会议名称", "活动名称"),
        required=True, search=True, listed=True,
    )  # fmt: skip
    branch = f.link(
        "党组织",
        "branch",
        aliases=("党支部", "所在党支部", "支部名称", "党组织名称"),
        required=True,
        listed=True,
        index=False,
    )
    kinds = f.text(
        "会议类型", aliases=("活动类型", "会议类别", "活动类别", "组织生活类型", "类型"), help="几种合并召开的用顿号隔开",
        required=True, listed=True,
    )  # fmt: skip
    day = f.day(
        "会议日期",
        aliases=("活动日期", "召开日期", "会议时间", "活动时间", "召开时间", "时间"),
        required=True,
        listed=True,
    )
    start = f.text("开始时间", help="如 14:30")
    state = f.choice("召开情况", STATE, help="空着就是已召开", listed=True)
    place = f.text("会议地点", aliases=("地点", "活动地点"), listed=True)
    host = f.person("主持人", listed=True)
    recorder = f.person("记录人")
    speaker = f.person("主讲人", aliases=("授课人",))
    hours = f.number("学时", aliases=("学习学时", "计入学时"), most=100, listed=True)
    expected = f.number("应到人数", aliases=("应到", "应参加人数"), group="出席", listed=True)
    attended = f.number("实到人数", aliases=("实到", "参加人数", "出席人数"), group="出席", listed=True)
    voters = f.number("有表决权应到", aliases=("应到有表决权人数",), group="出席", help="预备党员没有表决权")
    voters_attended = f.number("有表决权实到", aliases=("实到有表决权人数",), group="出席")
    guests = f.text("列席人员", aliases=("列席",), group="出席")
    content = f.text("会议内容", aliases=("活动内容", "主要内容", "议程"), group="记录", lines=True, search=True)
    minutes = f.text("会议记录", aliases=("活动记录", "发言记录"), group="记录", lines=True)
    decision = f.text("决议", aliases=("会议决议", "形成决议"), group="记录", lines=True)
    votes_for = f.number("赞成票", aliases=("赞成",), group="记录")
    votes_against = f.number("反对票", aliases=("反对",), group="记录")
    votes_abstain = f.number("弃权票", aliases=("弃权",), group="记录")
    remark = f.text("备注", lines=True)


def _kinds(told: str | None) -> tuple[Problem, ...]:
    names = [code.name for code in codes.codes(KIND)]
    unknown = [part for part in parts(told) if part not in names]
    if not unknown:
        return ()
    meant = [(part, codes.find(KIND, part)) for part in unknown]
    words = "；".join(f"“{part}”请写成“{name}”" if name else f"“{part}”不在会议类型里" for part, name in meant)
    return (Problem("kinds", f"{words}。可用：{'、'.join(names)}，几种合并召开的用顿号隔开。", "code_unknown"),)


class Attendance(Record):
    """出席例外: who was not there and why, or who came without being expected (`CAME`); nobody else has a row."""

    __tablename__ = "attendance"
    title = "出席例外"
    counter = "人次"
    key = (("meeting", "member"),)
    owner = "meeting"
    order = ("id",)
    caption = ("member", "meeting")
    hidden = True

    meeting = f.link("会议活动", "meeting", required=True)
    member = f.link("党员", "member", required=True)
    sign = f.choice("出席情况", SIGN, required=True)
    reason = f.text("原因", aliases=("缺席原因", "请假原因"))
