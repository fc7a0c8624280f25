"""A part of `recount`: organisations, their committees, elections, reviews, honours and who is content, counted without SQL."""

from collections import Counter

from tests.operations.recount import BRANCHES, NOW, Books, Found, Row, ago, ask, later, simple, whole

ASSEMBLY = (None, "党员大会选举", "党员代表大会选举")
ask("term_unknown", "branch", lambda b: b["term_until"] is None and b["kind"] in BRANCHES)
ask("term_ending", "branch", lambda b: b["term_until"] and b["term_until"] <= ago(-60))
simple("branch_too_small", "branch")(lambda books, b: b["kind"] in BRANCHES and books.full(b["id"]) < 3)
ask("review_weak", "review", lambda r: r["grade"] in ("基本合格", "不合格") and not r["handling"])
ask("finding_overdue", "finding", lambda f: not f["done_on"] and f["deadline"] and f["deadline"] < NOW)
ask("finding_unassigned", "finding", lambda f: not f["done_on"] and not (f["deadline"] and f["owner_name"]))
ask("joint_branch", "branch", lambda b: b["kind"] == "联合党支部" and "、" not in (b["joint_units"] or ""))


@simple("branch_too_large", "branch")
def _(books: Books, row: Row) -> bool:
    return row["kind"] in BRANCHES and sum(one["branch"] == row["id"] for one in books.rows("member")) > 50


@simple("committee_size", "branch")
def _(books: Books, row: Row) -> bool:
    size = row["committee_size"]
    if row["kind"] not in BRANCHES or size is None:
        return False
    return bool(size > 7 or (size >= 3) != (books.full(row["id"]) >= 7))


@simple("secretary_missing", "branch")
def _(books: Books, row: Row) -> bool:
    posts = {one["branch"] for one in books.rows("post") if one["post"] == "书记"}
    return row["kind"] not in ("党小组", "党组") and not row["secretary"] and row["id"] not in posts


@simple("term_long", "branch")
def _(books: Books, row: Row) -> bool:
    put_off = any(
        one["branch"] == row["id"] and one["first_due"] and one["until"] is None for one in books.rows("term")
    )
    if row["elected_on"] is None or row["term_until"] is None or put_off or row["kind"] == "党小组":
        return False
    unit = books.all["unit"].get(row["unit"], {})
    years = 5 if row["kind"] == "党委" or unit.get("kind") in ("村", "社区") else 3
    return row["term_until"] > later(row["elected_on"], 12 * years).isoformat()


@whole("delay_long")
def _(books: Books) -> Found:
    found: Found = Counter()
    for row in books.rows("term"):
        first, due = row["first_due"], row["due"]
        if row["until"] is None and first and due and (due > later(first, 12).isoformat() or not row["delay_by"]):
            found["branch", row["branch"]] += 1
    return found


@simple("branch_form", "branch")
def _(books: Books, row: Row) -> bool:
    below = {row["id"]}
    for _level in range(5):
        below |= {one["id"] for one in books.rows("branch") if one["parent"] in below}
    count = sum(one["branch"] in below for one in books.rows("member"))
    village = books.all["unit"].get(row["unit"], {}).get("kind") in ("村", "社区")
    if row["kind"] == "党总支部":
        return count > 100 or (count < 50 and not village)
    return row["kind"] == "党委" and village and count < 100


@simple("election_quorum", "election")
def _(_books: Books, row: Row) -> bool:
    return row["form"] in ASSEMBLY and bool(row["expected"]) and row["attended"] / row["expected"] < 0.8


@simple("election_candidates", "election")
def _(_books: Books, row: Row) -> bool:
    return row["form"] in ASSEMBLY and bool(row["posts"]) and (row["candidates"] - row["posts"]) / row["posts"] < 0.2


@whole("election_votes")
def _(books: Books) -> Found:
    held = books.all["election"]
    chosen = [one for one in books.rows("nominee") if one["elected"] == "是" and one["votes"] is not None]
    return Counter(
        ("election", one["election"]) for one in chosen if one["votes"] <= held[one["election"]]["attended"] / 2
    )


@simple("election_untold", "branch")
def _(books: Books, row: Row) -> bool:
    days = [one["day"] for one in books.rows("election") if one["branch"] == row["id"] and one["day"] <= NOW]
    return bool(days) and (row["elected_on"] or "") < max(days)


@simple("review_missing", "branch")
def _(books: Books, row: Row) -> bool:
    years = [one["year"] for one in books.rows("review") if one["branch"] == row["id"]]
    judged = {one["member"] for one in books.rows("review") if years and one["year"] == max(years)}
    return bool(years) and any(
        one["id"] not in judged and (one["join_date"] or "")[:4] < str(max(years))
        for one in books.rows("member")
        if one["branch"] == row["id"] and one["member_kind"] != "预备党员"
    )


@whole("honour_won")
def _(books: Books) -> Found:
    worth = {"县级": 1, "市级": 2, "省级": 3, "国家级": 3}
    found: Found = Counter()
    for row in books.rows("honour"):
        same = [one for one in books.rows("honour") if (one["name"], one["holder"]) == (row["name"], row["holder"])]
        best = max(same, key=lambda one: worth.get(one["level"], 0))
        if (
            (row["day"] or "")[:4] == "2026"
            and not row["revoked_on"]
            and row["id"] == best["id"]
            and row["level"] in worth
        ):
            found["honour", row["id"]] = worth[row["level"]]
    return found


@whole("satisfaction_low")
def _(books: Books) -> Found:
    words: dict[int, list[str]] = {row["id"]: [] for row in books.rows("unit") if row["kind"] in ("村", "社区")}
    requests, homes = books.all["request"], books.all["household"]
    told = [(row["village"], row["called_on"] or row["fed_on"], row["satisfaction"]) for row in requests.values()]
    for row in books.all["callback"].values():
        home = requests.get(row["request"]) or homes.get(row["household"]) or {"village": None}
        told.append((home["village"], row["done_on"], row["satisfaction"]))
    for village, day, word in told:
        if village in words and (day or "")[:4] == "2026" and word in ("满意", "基本满意", "不满意"):
            words[village].append(word)
    short = {row: said for row, said in words.items() if not said or said.count("不满意") / len(said) > 0.05}
    return Counter(("unit", row) for row in short)
