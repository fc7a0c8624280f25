"""The second half of `recount`: applicants, letters, pairings, requests, wishes and reports, counted again without SQL."""

from collections import Counter, defaultdict
from datetime import date, timedelta

from tests.operations.recount import NOW, RECOUNTS, TODAY, Books, Found, Row, ago, ask, later, simple, whole, working

# Applicants
ask(
    "applicant_talk",
    "applicant",
    lambda a: not a["talked_on"] and not a["active_on"] and later(a["applied_on"], 1) < TODAY,
)
ask(
    "applicant_approval",
    "applicant",
    lambda a: a["admitted_on"] and not a["approved_on"] and later(a["admitted_on"], 3) < TODAY,
)
ask(
    "applicant_conversion", "applicant",
    lambda a: a["full_voted_on"] and not a["full_approved_on"] and later(a["full_voted_on"], 3) < TODAY,
)  # fmt: skip
ask(
    "applicant_training",
    "applicant",
    lambda a: a["trained_on"] and (a["train_days"] or 0) < 3 and (a["train_hours"] or 0) < 24,
)
ask("applicant_unlisted", "applicant", lambda a: a["admitted_on"] and a["member"] is None)
ask(
    "applicant_age",
    "applicant",
    lambda a: a["birth_date"] and a["applied_on"] < later(a["birth_date"], 216).isoformat(),
)
ask(
    "applicant_people", "applicant",
    lambda a: (a["contacts_on"] and not a["contact_1"]) or (a["introducers_on"] and not (a["introducer_1"] and a["introducer_2"])),
)  # fmt: skip


# What comes before each step, in the words of the regulation's 25, and which papers it leaves.
BEFORE = {
    "talked_on": "applied_on", "active_on": "talked_on", "active_filed_on": "active_on", "contacts_on": "active_on",
    "reviewed_on": "contacts_on", "target_on": "active_filed_on reviewed_on", "target_filed_on": "target_on",
    "introducers_on": "target_filed_on", "vetted_on": "target_filed_on", "trained_on": "target_filed_on",
    "examined_on": "introducers_on vetted_on trained_on", "precheck_on": "examined_on", "form_on": "precheck_on",
    "admitted_on": "form_on", "interviewed_on": "admitted_on", "approved_on": "interviewed_on",
    "approval_filed_on": "approved_on", "grouped_on": "approved_on", "sworn_on": "grouped_on", "probed_on": "grouped_on",
    "full_applied_on": "sworn_on probed_on", "full_voted_on": "full_applied_on", "full_approved_on": "full_voted_on",
    "archived_on": "full_approved_on",
}  # fmt: skip
PAPERS = {
    "applied_on": "入党申请书", "talked_on": "入党申请人谈话记录", "active_on": "推荐和确定入党积极分子会议记录",
    "active_filed_on": "入党积极分子备案报告和批复", "contacts_on": "入党积极分子培养教育考察登记表",
    "reviewed_on": "思想汇报 半年考察材料", "target_on": "确定发展对象会议记录", "target_filed_on": "发展对象备案报告和批复",
    "introducers_on": "入党介绍人确定记录", "vetted_on": "政治审查材料 个人自传", "trained_on": "集中培训结业材料",
    "examined_on": "支委会审查会议记录", "precheck_on": "预审请示和批复", "form_on": "入党志愿书",
    "admitted_on": "接收预备党员支部大会记录和票决材料", "approved_on": "接收预备党员批复", "probed_on": "预备党员教育考察登记表",
    "full_applied_on": "转正申请书", "full_voted_on": "讨论转正支部大会记录", "full_approved_on": "转正批复",
}  # fmt: skip


@simple("applicant_order", "applicant")
def _(_books: Books, row: Row) -> bool:
    for step, former in BEFORE.items():
        for name in former.split() if row[step] else ():
            repeated = name in ("reviewed_on", "probed_on") and step == "full_applied_on"
            if row[name] is None or (row[step] < row[name] and not repeated):
                return True
    early = row["target_on"] and row["active_on"] and row["target_on"] < later(row["active_on"], 12).isoformat()
    voted = row["full_voted_on"] and row["full_voted_on"] < later(row["admitted_on"], 12).isoformat()
    return bool(early or voted)


@simple("applicant_papers", "applicant")
def _(_books: Books, row: Row) -> bool:
    there = (row["papers"] or "").split("、")
    asked = [paper for step, papers in PAPERS.items() if row[step] for paper in papers.split()]
    return bool(row["examined_on"]) and any(paper not in there for paper in asked)


@simple("applicant_review", "applicant")
def _(_books: Books, row: Row) -> bool:
    since = row["reviewed_on"] or row["contacts_on"]
    return bool(row["contacts_on"]) and not row["target_on"] and later(since, 6) < TODAY


@simple("applicant_full_soon", "applicant")
def _(_books: Books, row: Row) -> bool:
    if not row["admitted_on"] or row["full_applied_on"]:
        return False
    over = row["probation_until"] or later(row["admitted_on"], 12).isoformat()
    return NOW <= over <= ago(-30)


@simple("applicant_notice", "applicant")
def _(_books: Books, row: Row) -> bool:
    for name, step in (("active", "active_filed_on"), ("target", "target_filed_on"), ("admit", "precheck_on"),
                       ("full", "full_voted_on")):  # fmt: skip
        since, until = row[f"notice_{name}_since"], row[f"notice_{name}_until"]
        if row[step] and not until:
            return True
        before = since and (date.fromisoformat(since) - timedelta(days=1)).isoformat()
        if since and until and working(before, until) < 5:
            return True
    return False


@simple("applicant_contact_gone", "applicant")
def _(books: Books, row: Row) -> bool:
    named = {row["contact_1"], row["contact_2"]} - {None}
    return not row["target_on"] and bool(named - set(books.now["member"]))


# Letters
@simple("transfer_expired", "transfer")
def _(_books: Books, row: Row) -> bool:
    back = row["receipt_on"] if row["direction"] == "转出" else row["accepted_on"]
    until = date.fromisoformat(row["issued_on"]) + timedelta(days=row["valid_days"] or 9999)
    return not back and until < TODAY


ask(
    "transfer_no_receipt", "transfer",
    lambda t: t["direction"] == "转出" and not t["receipt_on"] and t["issued_on"] < ago(30),
)  # fmt: skip
ask(
    "transfer_no_reply",
    "transfer",
    lambda t: t["direction"] == "转入" and not t["receipt_on"] and (t["accepted_on"] or NOW) < ago(7),
)
ask("transfer_dues", "transfer", lambda t: t["direction"] == "转出" and not t["dues_until"])
ask("transfer_too_long", "transfer", lambda t: (t["valid_days"] or 0) > 90)


@simple("transfer_gone", "transfer")
def _(books: Books, row: Row) -> bool:
    return row["direction"] == "转出" and row["member"] is not None and row["member"] not in books.now["member"]


# Pairings and visits
def _there(books: Books, row: Row) -> bool:
    """The helper of a pairing is on the books and in contact."""
    if row["helper_member"] is not None:
        return books.now["member"].get(row["helper_member"], {"lost": "是"})["lost"] != "是"
    return row["helper_cadre"] in books.now["cadre"]


def _held(books: Books, helper: str, helped: str) -> set[int]:
    return {row[helped] for row in books.rows("pairing") if row[helper] is not None and _there(books, row)}


def _bare(books: Books, record: str, held: set[int]) -> Found:
    return Counter((record, row) for row in books.now[record] if row not in held)


RECOUNTS["uncovered_household"] = lambda books: _bare(
    books, "household", _held(books, "helper_member", "helped_household")
)
RECOUNTS["uncovered_member"] = lambda books: _bare(books, "member", _held(books, "helper_cadre", "helped_member"))


@whole("uncovered_village")
def _(books: Books) -> Found:
    held = _held(books, "helper_cadre", "helped_unit")
    return Counter(
        ("unit", row["id"]) for row in books.rows("unit") if row["kind"] in ("村", "社区") and row["id"] not in held
    )


@whole("helper_over_cap")
def _(books: Books) -> Found:
    found: Found = Counter()
    for record, helper, helped, most in (("member", "helper_member", "helped_household", 12),
                                         ("cadre", "helper_cadre", "helped_member", 20)):  # fmt: skip
        held = Counter(row[helper] for row in books.rows("pairing") if row[helper] and row[helped])
        for row in books.rows(record):
            if held[row["id"]] > (most if row["cap"] is None else row["cap"]):
                found[record, row["id"]] += 1
    return found


@simple("dead_link", "pairing")
def _(books: Books, row: Row) -> bool:
    for side, link in row.items():
        end, _, record = side.partition("_")
        if link is None or end not in ("helper", "helped"):
            continue
        if link not in books.now[record] or (side == "helper_member" and books.now["member"][link]["lost"] == "是"):
            return True
    return False


@whole("visit_overdue")
def _(books: Books) -> Found:
    sides = ("helped_household", "helped_resident", "helped_member", "helped_unit")
    seen: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for row in books.rows("visit"):
        for side in sides:
            seen[row["helper_member"], row["helper_cadre"], side, row[side]].append(row["day"])
    found: Found = Counter()
    for row in books.rows("pairing"):
        days = books.all["pairing_kind"][row["kind"]]["visit_days"]
        side = next((side for side in sides if row[side] is not None), "")
        if not days or not side or not _there(books, row):
            continue
        times = seen[row["helper_member"], row["helper_cadre"], side, row[side]]
        if max([row["since"] or "", *times]) < ago(days):
            record = "member" if row["helper_member"] else "cadre"
            found[record, row[f"helper_{record}"]] = 1
    return found


@whole("plan_late")
def _(books: Books) -> Found:
    done = {row["plan"] for row in books.rows("visit")}
    found: Found = Counter()
    for row in books.rows("visit_plan"):
        pair = books.now["pairing"].get(row["pairing"])
        if row["due"] < NOW and row["id"] not in done and pair and _there(books, pair):
            record = "member" if pair["helper_member"] else "cadre"
            found[record, pair[f"helper_{record}"]] = 1
    return found


# Requests: days are working days
ask("request_overdue", "request", lambda r: not r["closed_on"] and r["due"] and r["due"] < NOW)
ask("request_unanswered", "request", lambda r: not r["closed_on"] and r["up_on"] and working(r["up_on"]) > 5)
ask("request_no_feedback", "request", lambda r: r["closed_on"] and not r["fed_on"] and working(r["closed_on"]) > 3)
ask("request_no_call", "request", lambda r: r["fed_on"] and not r["called_on"] and working(r["fed_on"]) > 10)
ask("request_unexplained", "request", lambda r: r["unsolvable"] == "是" and not r["explanation"])

# Wishes
CLAIMED = ("claimer", "claimer_unit", "claim_member", "claim_cadre", "claim_branch", "claim_unit")
ask(
    "wish_unclaimed", "wish",
    lambda w: not w["fulfilled_on"] and not any(w[name] for name in CLAIMED)
    and (w["published_on"] or w["collected_on"] or NOW) < ago(30),
)  # fmt: skip
ask("wish_late", "wish", lambda w: not w["fulfilled_on"] and w["due"] and w["due"] < NOW)
ask("wish_without_feedback", "wish", lambda w: not w["feedback_on"] and (w["fulfilled_on"] or NOW) < ago(15))


@simple("wish_claimant_gone", "wish")
def _(books: Books, row: Row) -> bool:
    gone = any(row[f"claim_{who}"] and row[f"claim_{who}"] not in books.now[who] for who in ("member", "cadre"))
    return not row["fulfilled_on"] and gone


# Reports and service
ask(
    "activity_incomplete", "activity",
    lambda a: a["held_on"] < ago(15) and not all(a[name] for name in ("organised", "recorded", "summary", "feedback")),
)  # fmt: skip


@simple("duty_untaken", "duty")
def _(books: Books, row: Row) -> bool:
    return all(one["duty"] != row["id"] for one in books.rows("duty_claim"))


@simple("reported_but_gone", "report_in")
def _(books: Books, row: Row) -> bool:
    return any(row[who] is not None and row[who] not in books.now[who] for who in ("member", "branch"))
