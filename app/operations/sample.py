"""Fills an empty database with a believable, made-up township (or eighty, or eight hundred), with every kind of gap.

The same seed gives the same dump, uids included.
"""

import uuid
from dataclasses import dataclass
from random import Random
from typing import Any

from app.db.queries import pairing as pairing_queries
from app.db.store import Store
from app.db.work import Changes
from app.errors import UserError
from app.operations import (
    sample_applicant,
    sample_assessment,
    sample_campaign,
    sample_due,
    sample_evidence,
    sample_gap,
    sample_meeting,
    sample_office,
    sample_preference,
    sample_request,
    sample_team,
    sample_visit,
    sample_wish,
    sample_year,
)
from app.operations import sample_names as names
from app.operations import sample_people as people
from app.operations.sample_maker import Maker
from app.progress import Progress, silent

# What the last branches of the first township are, so that each of the seven lists has somebody to be assessed by it; each
# sits in one of its villages.
FIRST, QUARTER = "青禾镇", "社区"
OTHERS = (("中心小学支部委员会", "学校"), ("卫生院支部委员会", "公立医院"), ("供水公司支部委员会", "国有企业"))


@dataclass(frozen=True)
class Scale:
    committees: int
    branches: int
    members: int
    households: int


SCALES = {
    "township": Scale(1, 25, 800, 8_000),
    "county": Scale(80, 2_010, 63_636, 117_000),
    "x10": Scale(800, 20_100, 636_360, 1_170_000),
}


def fill(store: Store, *, scale: str = "township", seed: int = 1, progress: Progress = silent) -> Changes:
    """One work, one undo. UserError when the database already holds members."""
    size = SCALES[scale]
    with store.read() as reader:
        if reader.exec_driver_sql("SELECT count(*) FROM member").scalar_one():
            raise UserError("数据库里已有党员，示例数据只能装入空的数据库。")
        kinds = pairing_queries.kinds(reader)
    random = Random(seed)
    with store.work("装入示例数据") as work:
        work.uids = lambda count: [str(uuid.UUID(int=random.getrandbits(128), version=4)) for _ in range(count)]
        maker = Townships(work, random, {code: kind.id for code, kind in kinds.items()})
        county = maker.county() if size.committees > 1 else (None, None)
        for i in range(size.committees):
            maker.township(
                i,
                county,
                tuple(_share(total, size.committees, i) for total in (size.branches, size.members, size.households)),
            )
            progress(i + 1, size.committees, "装入示例数据")
        sample_visit.add(maker)
        sample_wish.add(maker)
        sample_team.add(maker)
        sample_preference.add(maker)
        sample_request.add(maker)
        sample_campaign.add(maker)
        sample_meeting.add(maker)
        sample_due.add(maker)
        sample_office.add(maker)
        sample_applicant.add(maker)
        sample_year.add(maker)
        sample_assessment.add(maker)
        sample_evidence.add(maker)
        sample_gap.add(maker)
    assert store.last is not None
    return store.last


def _titles(town: str, units: list[int], villages: list[str]) -> list[tuple[str, int, str]]:
    """(name, unit, domain) of the branches of a township."""
    found = [
        (f"中共{town}机关支部委员会", units[0], "机关"),
        (f"中共{town}工业园联合支部委员会", units[0], "非公企业和社会组织"),
    ]
    found += [(f"中共{name}支部委员会", unit, _domain(name)) for name, unit in zip(villages, units[1:], strict=True)]
    if town == FIRST and len(villages) > len(OTHERS):
        others = zip(OTHERS, found[-len(OTHERS) :], strict=True)
        found[-len(OTHERS) :] = [(f"中共{town}{name}", unit, domain) for (name, domain), (_, unit, _) in others]
    return found


def _kind(place: str) -> str:
    return QUARTER if place.endswith(QUARTER) else "村"


def _domain(place: str) -> str:
    return QUARTER if place.endswith(QUARTER) else "农村"


def _share(total: int, parts: int, i: int) -> int:
    return total // parts + (1 if i < total % parts else 0)


class Townships(Maker):
    """Makes one township after another inside one work."""

    def county(self) -> tuple[int | None, int | None]:
        unit = self.add("unit", ("name", "kind", "area_code"), [("云泽县", "县", "990100")]).start
        branch = self.add("branch", ("name", "kind", "unit"), [("中共云泽县委员会", "党委", unit)]).start
        return unit, branch

    def township(self, number: int, county: tuple[int | None, int | None], counts: tuple[int, ...]) -> None:
        branch_count, member_count, household_count = counts
        town = FIRST if number == 0 else names.places(self.random, 1, "镇", self.taken)[0]
        self.taken.add(town)
        area = f"99{number // 99 + 1:02d}{number % 99 + 1:02d}"
        villages = names.places(self.random, branch_count - 2, "村", set())
        if number == 0 and len(villages) > len(OTHERS):
            place = -len(OTHERS) - 1
            villages[place] = f"{villages[place].removesuffix('村')}{QUARTER}"
        units = self._units(town, area, county[0], villages)
        branches = self._branches(town, county[1], units, villages)
        cadres = self._cadres(units[0])
        members = people.members(self, area, units, branches, member_count, self._leaders(branches))
        self._posts(branches)
        households = people.households(self, area, units[1:], household_count)
        self._pairings(units, cadres, members, households)

    def _units(self, town: str, area: str, county: int | None, villages: list[str]) -> list[int]:
        columns = (
            "name",
            "kind",
            "parent",
            "area_code",
            "domain",
            "head",
            "phone",
            "full_time_staff",
            "work_fund",
            "fund_standard",
        )
        top = self.add(
            "unit",
            columns,
            [(town, "乡镇", county, area, "机关", self.name(), names.phone(self.random), None, None, None)],
        ).start
        rows = [
            (village, _kind(village), top, f"{area}{200 + i}", _domain(village), self.name(), names.phone(self.random),
             self.random.randrange(4), self.random.choice((300_000_0, 500_000_0, 800_000_0)), 500_000_0)
            for i, village in enumerate(villages)
        ]  # fmt: skip
        return [top, *self.add("unit", columns, rows)]

    def _branches(self, town: str, above: int | None, units: list[int], villages: list[str]) -> list[int]:
        columns = (
            "name",
            "kind",
            "parent",
            "unit",
            "domain",
            "secretary",
            "contact",
            "phone",
            "elected_on",
            "term_until",
            "situation",
            "order_no",
        )
        first = (
            f"中共{town}委员会", "党委", above, units[0], "机关", self.name(), self.name(), names.phone(self.random),
            f"{self.today.year - 2}-05-18", f"{self.today.year + 3}-05-17", "法人单位", None,
        )  # fmt: skip
        top = self.add("branch", columns, [first]).start
        rows = []
        for i, (title, unit, domain) in enumerate(_titles(town, units, villages)):
            year = self.today.year - self.random.choice((1, 2, 3, 4, 4, 5))
            rows.append(
                (title, "党支部", top, unit, domain, None if self.random.random() < 0.04 else self.name(), self.name(),
                 names.phone(self.random), f"{year}-{self.random.randrange(1, 13):02d}-15",
                 f"{year + 5}-{self.random.randrange(1, 13):02d}-14",
                 "与上级党组织相同" if domain == "机关" else "法人单位", i + 1)
            )  # fmt: skip
        return list(self.add("branch", columns, rows))

    def _leaders(self, branches: list[int]) -> dict[int, str]:
        sql = "SELECT id, secretary FROM branch WHERE id BETWEEN ? AND ? AND secretary IS NOT NULL"
        return {row[0]: row[1] for row in self.work.connection.exec_driver_sql(sql, (branches[0], branches[-1]))}

    def _posts(self, branches: list[int]) -> None:
        """The terms of the branches and of the committee made just before them, present and former, and who led them."""
        sql = (
            "SELECT id, secretary, elected_on, term_until, "
            "(SELECT min(m.id) FROM member m WHERE m.branch = b.id AND m.name = b.secretary HAVING count(*) = 1) "
            "FROM branch b WHERE id BETWEEN ? AND ? ORDER BY id"
        )
        found = self.work.connection.exec_driver_sql(sql, (branches[0] - 1, branches[-1])).all()
        former = [(row[0], f"{int(row[2][:4]) - 5}{row[2][4:]}", row[2], row[2], "换届") for row in found]
        self.add("term", ("branch", "since", "due", "until", "reason_out"), former)
        terms = self.add("term", ("branch", "since", "due"), [(row[0], row[2], row[3]) for row in found])
        columns = ("branch", "post", "name", "member", "term", "since", "until", "reason_in", "reason_out")
        posts: list[tuple[Any, ...]] = []
        for term, (branch, name, elected, _, member) in zip(terms, found, strict=True):
            posts.append((branch, "书记", self.name(), None, None, None, elected, "登记", "换届"))
            if name is not None:
                posts.append((branch, "书记", name, member, term, elected, None, "换届", None))
            posts += [
                (branch, post, self.name(), None, term, elected, None, "换届", None)
                for post in ("组织委员", "纪检委员")
            ]
        self.add("post", columns, posts)

    def _cadres(self, unit: int) -> list[int]:
        duties = ("党委书记", "镇长", "党委副书记", "组织委员", "宣传委员", "副镇长", "纪委书记", "武装部长")
        rows = [
            (self.name(), self.random.choice("男女"), unit,
             duties[i] if i < len(duties) else self.random.choice(("科员", "一级科员", "办事员")),
             None if self.random.random() < 0.05 else names.phone(self.random), "工作队队员" if i >= len(duties) else None, "乡镇")
            for i in range(60)
        ]  # fmt: skip
        return list(self.add("cadre", ("name", "sex", "unit", "duty", "phone", "role", "affiliation"), rows))

    def _pairings(
        self, units: list[int], cadres: list[int], members: dict[int, list[int]], households: dict[int, list[int]]
    ) -> None:
        columns = (
            "kind",
            "helper_member",
            "helper_cadre",
            "helped_household",
            "helped_member",
            "helped_unit",
            "since",
            "sole",
            "reasons",
        )
        random = self.random
        rows: list[tuple[Any, ...]] = []
        since = f"{self.today.year}-01-10"
        for village in units[1:]:
            rows.append((self.kinds["cadre_village"], None, random.choice(cadres), None, None, village, since, 0, None))
            helpers = members.get(village, [])
            for i, household in enumerate(households.get(village, [])):
                if helpers and random.random() > 0.037:
                    reason = random.choice(
                        ("地域相近", "地域相近、人员相亲", "地域相近、生产相关", "风俗相同", "兴趣相投")
                    )
                    rows.append(
                        (
                            self.kinds["member_household"],
                            helpers[i % len(helpers)],
                            None,
                            household,
                            None,
                            None,
                            since,
                            1,
                            reason,
                        )
                    )
        rows += self._support(cadres, households, since)
        people_ids = [member for part in members.values() for member in part]
        for i, member in enumerate(people_ids):
            if random.random() > 0.009:
                rows.append(
                    (self.kinds["cadre_member"], None, cadres[i % len(cadres)], None, member, None, since, 1, None)
                )
        self.add("pairing", columns, rows)

    def _support(self, cadres: list[int], households: dict[int, list[int]], since: str) -> list[tuple[Any, ...]]:
        """结对帮扶: a cadre for one household in twelve."""
        kind, random = self.kinds["cadre_household"], self.random
        return [
            (kind, None, random.choice(cadres), household, None, None, since, 0, None)
            for part in households.values()
            for household in part
            if random.random() < 0.08
        ]
