"""What stands on the pages of a card beside a record's own fields: five tabs at most, so that they fit an office screen.

To show one more thing of a record: a Section (heading, the lines, what is said when there is none) in one of its pages.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from app.db.queries import applicant as applicants
from app.db.queries import card as facts
from app.db.queries import election as elections
from app.db.queries import meeting as meetings
from app.db.queries import past
from app.db.queries import report_in as report_ins
from app.db.queries import request as requests
from app.db.queries import review as reviews
from app.db.queries import team as teams
from app.db.queries import transfer as transfers
from app.db.queries import visit as visits
from app.db.queries import wish as wishes
from app.db.queries.person import SIDES

FACTS, HISTORY = "基本", "记录"  # the first and the last tab of every card
MOST = 5
Line = tuple[str, str, bool]  # what, when and how, whether it still holds
Teller = Callable[[Any, str, int], list[Line]]
Told = Callable[[Any, str, int], Sequence[visits.Done]]


@dataclass(frozen=True)
class Section:
    """`lines` of (reader, record, row); `empty` is said when there is none."""

    title: str
    lines: Teller
    empty: str


def _ties(reader: Any, record: str, row: int) -> list[Line]:
    lines = []
    for tie in facts.ties(reader, record, row):
        since = f"{tie.since} 起" if tie.since else "开始日期未填"
        until = f"，{tie.until} 止" if tie.until else ""
        why = f"　{tie.reasons}" if tie.reasons else ""
        lines.append((f"{tie.helper} → {tie.helped}", f"{tie.kind}　{since}{until}{why}", not tie.until))
    return lines


def _spans(link: str, side: str, reader: Any, _record: str, row: int) -> list[Line]:
    lines = []
    for span in past.spans(reader, link, side, row):
        parts = [f"{span.since} 起" if span.since else "开始日期未填", span.reason_in]
        parts += [f"{span.until} 止", span.reason_out] if span.until else []
        lines.append((span.what, "　".join(part for part in parts if part), not span.until))
    return lines


def _happened(told: Told, reader: Any, record: str, row: int) -> list[Line]:
    return [(each.what, each.told, True) for each in told(reader, record, row)]


def _past(title: str, link: str, side: str, empty: str) -> Section:
    return Section(title, partial(_spans, link, side), empty)


def _done(title: str, told: Told, empty: str) -> Section:
    return Section(title, partial(_happened, told), empty)


Page = tuple[str, tuple[Section, ...]]
TIES: Page = ("结对", (Section("结对", _ties, "还没有结对"),))
VISITS = _done("走访实事", visits.happened, "还没有登记走访和好事实事")
WISHES = _done("微心愿", wishes.of, "还没有征集微心愿")
CLAIMS = _done("认领", wishes.claimed, "还没有认领微心愿")
POSTED = _done("派驻", teams.of, "没有派驻")
ASKED = _done("诉求", requests.of, "没有登记诉求")
REPORTED = _done("报到", report_ins.of, "还没有到社区报到")
HONOURED = _done("表彰", reviews.honours, "没有登记表彰")
MOVED = _done("转接", transfers.of, "没有登记组织关系转接")
PAGES: dict[str, tuple[Page, ...]] = {
    "member": (
        (
            "履历",
            (
                _past("隶属", "membership", "member", "还没有登记党支部"),
                _past("任职", "post", "member", "没有担任职务"),
                _done("年度", reviews.year, "还没有登记民主评议、党费和学时"),
                _done("缺席", meetings.of, "没有登记缺席"),
                MOVED,
                HONOURED,
            ),
        ),
        ("服务", (VISITS, ASKED, REPORTED, WISHES, CLAIMS, POSTED)),
    ),
    "cadre": (
        ("履历", (_past("任职", "post", "cadre", "没有登记任职"),)),
        ("服务", (VISITS, ASKED, CLAIMS, POSTED)),
    ),
    "branch": (
        (
            "班子",
            (
                _past("班子", "post", "branch", "还没有登记班子成员"),
                _past("换届", "term", "branch", "还没有登记换届"),
                _done("选举", elections.of, "还没有登记换届选举"),
            ),
        ),
        (
            "活动",
            (
                _done("会议", meetings.of, "还没有登记会议活动"),
                _done("评议", reviews.of, "还没有登记民主评议"),
                REPORTED,
                CLAIMS,
                MOVED,
                HONOURED,
            ),
        ),
    ),
    "unit": (
        ("履历", (_past("任职", "post", "unit", "没有登记任职"), HONOURED)),
        ("服务", (VISITS, ASKED, CLAIMS, POSTED)),
    ),
    "household": (
        ("履历", (_past("迁移", "abode", "household", "还没有登记所在村组"), HONOURED)),
        ("服务", (VISITS, ASKED, WISHES)),
    ),
    "resident": (("服务", (VISITS, ASKED, WISHES)),),
    "applicant": (("发展过程", (_done("发展过程", applicants.journey, "还没有登记步骤"),)),),
    "request": (("办理过程", (_done("办理过程", requests.journey, "还没有办理"),)),),
    "election": (("候选人", (_done("候选人", elections.stood, "还没有登记候选人"),)),),
    "report_in": (
        ("岗位", (_done("岗位", report_ins.posts, "还没有认领岗位"),)),
        ("活动", (_done("活动", report_ins.parts, "还没有参加活动"),)),
    ),
    "duty": (("认领人", (_done("认领人", report_ins.posts, "还没有人认领"),)),),
    "activity": (("参加人", (_done("参加人", report_ins.parts, "还没有登记参加人"),)),),
    "team": (("人员", (_done("人员", teams.of, "还没有派驻人员"),)),),
    "posting": (("日志", (_done("日志", teams.daily, "还没有工作日志"),)),),
    "meeting": (("缺席", (_done("缺席", meetings.signed, "没有登记缺席"),)),),
}


def pages_of(record: str) -> tuple[Page, ...]:
    """The pages of a record between its fields and its history."""
    return ((TIES,) if record in SIDES else ()) + PAGES.get(record, ())
