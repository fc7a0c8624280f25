"""Which figure does a word of a statistics table mean: 正式党员, 女, 35岁以下, 大专及以上, 低保户 …, alone and crossed with others?

To add one: a line in TERMS. SQL speaks of the subject's table and may use the macros of `app.db.queries.moment`.
Bands include their edges (以上、以下 include the number itself: 《民法典》第一千二百五十九条).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from app import codes
from app.db.queries import ledger as queries
from app.db.queries.completeness import UNDECIDED
from app.db.queries.derived import DERIVED
from app.db.queries.ledger import MEMBER_UNIT, Part, Source
from app.db.store import Reader
from app.kinds import normal
from app.models import RECORDS
from app.models.record import field_map


@dataclass(frozen=True)
class Measure:
    """How many rows of `subject` fulfil all of `where`; `summed` adds a column up instead. `code` names it in reports.

    Without a subject the word says nothing by itself (其中, 年龄结构) or stands for everything (小计). `share`: in percent
    of all rows of the subject.
    """

    code: str = ""
    subject: str = ""
    where: tuple[str, ...] = ()
    summed: str = ""
    share: bool = False


@dataclass(frozen=True)
class Subject:
    """What is counted: its rows, and SQL for the branch and the unit to which each belongs ("NULL": to none)."""

    source: Source
    branch: str
    unit: str


SUBJECTS = {
    "member": Subject(Source(record="member", unit=MEMBER_UNIT, branch="{home}"), "{home}", MEMBER_UNIT),
    "household": Subject(Source(record="household", unit="{village household}"), "NULL", "{village household}"),
    "branch": Subject(Source(record="branch", where=f"branch.name <> '{UNDECIDED}'", unit="branch.unit", branch="branch.id"),
     "branch.id", "branch.unit"),
    "unit": Subject(Source(record="unit", unit="unit.id"), "NULL", "unit.id"),
    "cadre": Subject(Source(record="cadre", unit="cadre.unit"), "NULL", "cadre.unit"),
}  # fmt: skip

_PROBATIONARY = "coalesce(coalesce(member.member_kind, '') = '预备党员' OR member.full_date > {day}, 0)"
_HELD = "EXISTS (SELECT 1 FROM pairing p WHERE p.helped_household = household.id AND p.helper_member IS NOT NULL AND {held p})"
_LED = "EXISTS (SELECT 1 FROM pairing p WHERE p.helped_member = member.id AND {held p})"
_HELPS = (
    "EXISTS (SELECT 1 FROM pairing p WHERE p.helper_member = member.id AND p.helped_household IS NOT NULL AND {held p})"
)

# code, subject, condition, words
TERMS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("members", "member", "", ("党员总数", "党员数", "党员人数", "党员总人数", "党员", "党员数量", "现有党员", "全体党员",
     "党员合计", "党员名数")),
    ("full", "member", f"NOT {_PROBATIONARY}", ("正式党员", "正式", "正式党员数", "正式党员人数")),
    ("probationary", "member", _PROBATIONARY, ("预备党员", "预备", "预备党员数", "预备党员人数")),
    ("men", "member", "member.sex = '男'", ("男", "男性", "男党员", "男党员数", "男性党员")),
    ("women", "member", "member.sex = '女'", ("女", "女性", "女党员", "女党员数", "女性党员", "妇女", "女党员人数")),
    ("minority", "member", "member.ethnic <> '汉族'", ("少数民族", "少数民族党员", "少数民族党员数", "少数民族人数")),
    ("han", "member", "member.ethnic = '汉族'", ("汉族", "汉族党员")),
    ("floating", "member", "member.floating = '是'", ("流动党员", "流动", "流动党员数", "外出流动党员", "流动党员人数")),
    ("lost", "member", "member.lost = '是' AND (member.lost_date IS NULL OR member.lost_date <= {day})",
     ("失联党员", "失联", "失联党员数", "失去联系党员")),
    ("migrant_workers", "member", "member.migrant_worker = '是'", ("农民工党员", "农民工")),
    ("difficult", "member", "member.difficulty IS NOT NULL", ("困难党员", "困难党员数", "生活困难党员")),
    ("helping", "member", _HELPS, ("联系户党员", "联系群众党员", "有联系户的党员")),
    ("helped", "member", _LED, ("有干部联系的党员", "干部联系党员数")),
    ("joined", "member", "substr(member.join_date, 1, 4) = substr({day}, 1, 4)", ("本年发展党员", "本年度发展党员", "今年发展党员",
     "发展党员数", "当年发展", "本年发展党员数", "本年度发展党员数", "当年发展党员", "当年发展党员数", "新发展党员", "新发展党员数",
     "本年新发展党员", "发展党员", "本年发展", "年内发展党员", "本年新发展党员数")),
    ("before_1949", "member", "member.join_date < '1949-10'", ("建国前入党", "新中国成立前入党", "建国前老党员", "建国前党员",
     "解放前入党")),
    ("households", "household", "", ("农户数", "户数", "总户数", "农户", "户", "农户总数", "户籍户数")),
    ("need", "household", "household.need IS NOT NULL", ("困难户", "困难户数", "困难家庭", "困难群众户数")),
    ("special", "household", "household.special = '是'", ("特别户", "特别户数")),
    ("contacted", "household", _HELD, ("已联系户数", "已联系", "已结对户数", "已结对", "党员联系户数", "已联系农户", "结对户数",
     "联系", "结对", "覆盖", "联系覆盖", "结对覆盖")),
    ("uncontacted", "household", f"NOT {_HELD}", ("未联系户数", "未联系", "未结对户数", "未结对")),
    ("branches", "branch", "", ("党组织数", "党组织总数", "基层党组织数", "党组织个数")),
    ("villages", "unit", "unit.kind IN ('村', '社区')", ("村数", "村(社区)数", "行政村数", "村(居)数", "村社区数", "村社数")),
    ("rural", "unit", "unit.kind = '村'", ("建制村数", "村委会数")),
    ("urban", "unit", "unit.kind = '社区'", ("社区数", "居委会数")),
    ("cadres", "cadre", "", ("干部数", "干部人数", "干部总数")),
)  # fmt: skip
# Words that count the people of households.
_SUMS = {"人口": "household.size", "家庭人口": "household.size", "总人口": "household.size", "人口数": "household.size"}
_USUAL = ("35岁以下", "36-60岁", "60岁以上", "大专及以上", "高中及以下")
_NEUTRAL = re.compile(
    r"其中|按.{0,8}分|.{0,6}(?:结构|构成|情况|分布|状况|统计|分组|段)|性别|民族|学历|文化程度|年龄|党龄|人员类别|类别|数量|指标|项目|基本情况|单位|户类型"
)
_ALL = frozenset(
    {
        "人数",
        "总数",
        "小计",
        "合计",
        "总计",
        "数量",
        "计",
        "总人数",
        "名数",
        "人",
        "名",
        "总量",
        "个数",
        "数",
        "本期数",
        "现有数",
    }
)
_SHARES = re.compile(r"(.*?)(?:所)?(?:占(?:总数|党员总数)?(?:的)?)?(?:比例|比重|百分比|占比|比率|率|%)(?:\(?%\)?)?")
_BAND = re.compile(
    r"(?:年龄)?(?P<low>\d{1,2})(?:周?岁)?(?:(?:-|—|–|~|至|到)(?P<high>\d{1,2})周?岁(?:\(?含\)?)?|周?岁(?:及)?以(?P<side>上|下))(?:党员)?(?:人数|数)?"
)
_UNDER = re.compile(r"(?:不满|未满|小于)(?P<low>\d{1,2})周?岁(?:党员)?")
_SENIOR = re.compile(
    r"党龄(?:满)?(?P<low>\d{1,2})(?:(?:-|—|–|~|至|到)(?P<high>\d{1,2}))?(?:周)?年?(?:(?:及)?以(?P<side>上|下))?(?:党员)?"
)
_EDUCATED = re.compile(r"(?P<word>.+?)(?:学历)?(?:及)?以(?P<side>上|下)(?:学历|文化|文化程度)?(?:党员)?")
_TAIL = re.compile(r"(?:党员|人数|数|学历)$")

# From the highest; 大学普通班 counts as 大专.
LEVELS: tuple[tuple[str, ...], ...] = (
    ("博士研究生", "硕士研究生", "硕士生班", "中央党校研究生", "省（区、市）委党校研究生"),
    ("大学本科", "第二学士学位班", "中央党校大学", "省（区、市）委党校大学"),
    ("大专", "大学普通班", "中央党校大专", "省（区、市）委党校大专"),
    ("中专", "职业高中", "技工学校", "高中"),
    ("初中",),
    ("小学",),
    ("文盲或半文盲", "学龄前儿童"),
)
_CODED = ("education", "ethnic", "occupation", "new_stratum", "difficulty", "marriage", "degree", "member_kind")


def figures() -> tuple[str, ...]:
    """The usual words of figures, one for each; ages, school levels and entries of code lists are known beside them."""
    return (*(words[0] for _code, _subject, _condition, words in TERMS), *_SUMS, *_USUAL)


def measured(path: Sequence[str]) -> Measure | None:
    """The figure that words above each other mean together; None when the last of them means none of ours.

    `path` holds squeezed words, the widest first.
    """
    words = [word for word in path if word]
    if not words:
        return None
    found: list[Measure] = []
    for n, word in enumerate(words):
        one = term(word)
        if one is None and n == len(words) - 1:
            one = term(words[n - 1] + word) if n else None  # 党龄 over 50年以上
            if one is None:
                return None
        if one is not None:
            found.append(one)
    return crossed(found)


def crossed(measures: Iterable[Measure]) -> Measure | None:
    """All conditions together; None when they count different things, or nothing at all."""
    code: list[str] = []
    subject, summed, share, where = "", "", False, []
    for one in measures:
        share = share or one.share
        summed = summed or one.summed
        if one.subject and subject and one.subject != subject:
            return None
        subject = subject or one.subject
        where += [condition for condition in one.where if condition not in where]
        code += [one.code] if one.code and one.code not in code else []
    if not subject and not share and not code:
        return Measure("count")
    narrow = [name for name in code if name not in ("members", "households")] or code
    return Measure("+".join(narrow), subject, tuple(where), summed, share)


@cache
def term(word: str) -> Measure | None:
    """One word. A Measure without code and subject is a word that says nothing; None is unknown."""
    word = re.sub(r"^其中[:,]?(?=.)", "", normal.key(word)).rstrip(":")
    word = re.sub(r"^(\d{1,2}年?(?:及?以[上下])?)党龄", r"党龄\1", word)  # 50年以上党龄
    bare = re.sub(r"\([^)]*\)$", "", word) or word
    for said in dict.fromkeys((word, bare)):
        if found := _plain(said):
            return found
        if (share := _SHARES.fullmatch(said)) and (not share[1] or term(share[1]) is not None):
            own = term(share[1]) if share[1] else Measure()
            assert own is not None
            return Measure(own.code, own.subject, own.where, own.summed, share=True)
    return Measure() if _NEUTRAL.fullmatch(bare) else None


def _plain(word: str) -> Measure | None:
    known = _words().get(word)
    if known is not None:
        return known
    if word in _ALL:
        return Measure()
    return _aged(word) or _educated(word) or _coded(word) or _coded(_TAIL.sub("", word))


@cache
def _words() -> dict[str, Measure]:
    found = {
        normal.key(word): Measure(code, subject, (condition,) if condition else ())
        for code, subject, condition, words in TERMS
        for word in words
    }
    found.update({word: Measure("people", "household", (), column) for word, column in _SUMS.items()})
    return {**_of_lists(), **found}


def _of_lists() -> dict[str, Measure]:
    """低保户, 特困户 … and 党委数, 党支部数 …"""
    found: dict[str, Measure] = {}
    for entry in codes.codes("need"):
        for word in (entry.name, *entry.aliases):
            one = Measure(f"need={entry.name}", "household", (f"household.need = '{entry.name}'",))
            found.setdefault(normal.key(word if word.endswith("户") else f"{word}户"), one)
            found.setdefault(normal.key(f"{word}户数"), one)
    groups: dict[str, list[str]] = {}
    for entry in codes.codes("branch_kind"):
        groups.setdefault(entry.group, []).append(entry.name)
    for group, names in groups.items():
        one = Measure(f"branches={group}", "branch", (f"branch.kind IN ({_listed(names)})",))
        for word in (f"{group}数", f"党{group}数", f"党{group}", f"{group}个数", f"党{group}个数"):
            if group:
                found.setdefault(normal.key(word), one)
    return found


def _aged(word: str) -> Measure | None:
    age = next(d.sql for d in DERIVED["member"] if d.name == "age").replace("{t}", "member").replace(":today", "{day}")
    years = (
        next(d.sql for d in DERIVED["member"] if d.name == "party_years")
        .replace("{t}", "member")
        .replace(":today", "{day}")
    )
    if found := _UNDER.fullmatch(word):
        return Measure(f"age<{found['low']}", "member", (f"({age}) < {found['low']}",))
    for name, shape, sql in (("age", _BAND, age), ("party_years", _SENIOR, years)):
        if found := shape.fullmatch(word):
            low, high, side = found["low"], found["high"], found["side"]
            if high:
                return Measure(f"{name}={low}-{high}", "member", (f"({sql}) BETWEEN {low} AND {high}",))
            sign = "<=" if side == "下" else ">="
            return Measure(f"{name}{sign}{low}", "member", (f"({sql}) {sign} {low}",))
    return None


def _educated(word: str) -> Measure | None:
    """大专及以上, 高中以下, 高中、中专, 研究生: by levels, so that a party school's degree counts with its level."""
    if found := _EDUCATED.fullmatch(word):
        level = _level(found["word"])
        if level is None:
            return None
        return Measure(f"education={word}", "member", (f"member.education IN ({_listed(educations(word))})",))
    parts = [_level(part) for part in re.split(r"[、/和或]", _TAIL.sub("", word)) if part]
    if not parts or None in parts:
        return None
    if len(parts) == 1 and _TAIL.sub("", word) in ("中专", "高中"):
        return None  # of one level, yet two columns
    return _of_levels(word, [LEVELS[level] for level in sorted({level for level in parts if level is not None})])


def educations(word: str) -> frozenset[str]:
    """The entries meant by 大专及以上 or 初中及以下; none for another word."""
    found = _EDUCATED.fullmatch(word)
    level = _level(found["word"]) if found else None
    if found is None or level is None:
        return frozenset()
    wanted = LEVELS[: level + 1] if found["side"] == "上" else LEVELS[level:]
    return frozenset(name for names in wanted for name in names)


def _level(word: str) -> int | None:
    name = codes.find("education", word)
    return next((n for n, level in enumerate(LEVELS) if name in level), None)


def _of_levels(word: str, levels: Iterable[tuple[str, ...]]) -> Measure:
    names = [name for level in levels for name in level]
    return Measure(f"education={word}", "member", (f"member.education IN ({_listed(names)})",))


def _coded(word: str) -> Measure | None:
    """An entry, or a group, of one of the member's code lists."""
    for name in _CODED:
        kind = field_map(RECORDS["member"])[name].kind
        listed = codes.codes(getattr(kind, "codes", ""))
        found = codes.find(getattr(kind, "codes", ""), word)
        if found and len(word) >= 2 and not word.isascii():
            return Measure(f"{name}={found}", "member", (f"member.{name} = '{found}'",))
        grouped = [entry.name for entry in listed if entry.group == word and word]
        if grouped:
            return Measure(f"{name}={word}", "member", (f"member.{name} IN ({_listed(grouped)})",))
    return None


def _listed(names: Iterable[str]) -> str:
    return ", ".join("'" + name.replace("'", "''") + "'" for name in sorted(names))


@dataclass(frozen=True)
class Counted:
    """Figures by (branch id, unit id); each value holds one number per measure asked for."""

    rows: tuple[tuple[int | None, int | None, tuple[int, ...]], ...]

    def of(self, at: int, *, branches: frozenset[int] | None = None, units: frozenset[int] | None = None) -> int:
        """The figure of measure `at` within the branches or units (None: of no account)."""
        return sum(
            values[at]
            for branch, unit, values in self.rows
            if (branches is None or branch in branches) and (units is None or unit in units)
        )


def counted(reader: Reader, subject: str, measures: Sequence[Measure], part: Part) -> Counted:
    """All measures of one subject by one statement."""
    told = SUBJECTS[subject]
    sums = [f"coalesce(sum({_case(one)}), 0)" for one in measures]
    columns = [told.branch, told.unit, *sums]
    found = queries.rows(reader, told.source, columns, part, group=f"{told.branch}, {told.unit}")
    return Counted(tuple((row[0], row[1], tuple(row[2:])) for row in found))


def _case(measure: Measure) -> str:
    condition = " AND ".join(f"({where})" for where in measure.where) or "1"
    return f"CASE WHEN {condition} THEN {f'coalesce({measure.summed}, 0)' if measure.summed else 1} ELSE 0 END"
