"""With what can a row of a foreign table be filled: every field of its record, of the records it points to, and what is computed?

To add a computed value: a line in EXTRA. Fields come by themselves. SQL may use the macros of `app.db.queries.moment`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from app.db.queries.derived import DERIVED
from app.db.queries.ledger import MEMBER_UNIT, Source
from app.db.queries.listing import caption_sql
from app.ledgers import household, member, pairing, unit
from app.ledgers.offer_due import SOURCE as DUES
from app.ledgers.offer_due import offers as of_dues
from app.ledgers.offer_service import served
from app.ledgers.offer_word import WORDS
from app.ledgers.offered import Offer, Offers, codes_of, own
from app.models import RECORDS
from app.models.fields import Field
from app.models.record import field_map, fields_of


@dataclass(frozen=True)
class Origin:
    """Rows of one sort, in the official order, with all that they offer. `counter` is their measure word."""

    name: str
    record: str
    title: str
    source: Source
    offers: Offers
    counter: str = "条"


def origin(name: str) -> Origin:
    """By name: `member cadre household resident branch unit village support contact duty member_help dues`, and the records
    of what was done (`offer_service`)."""
    return _origins()[name]


def names() -> tuple[str, ...]:
    return tuple(_origins())


@cache
def done() -> tuple[str, ...]:
    """The origins whose rows tell what was done: a meeting, a visit, a posting."""
    return tuple(found.name for found in _served())


@cache
def is_done(name: str) -> bool:
    return name in done()


def of_record(record: str) -> tuple[str, ...]:
    """The origins whose rows are rows of the record, the plainest first."""
    return tuple(found.name for found in _origins().values() if found.record == record)


# Each value that is neither a field nor derived: record → offers. SQL speaks of the record's table.
_CADRE = "FROM pairing p JOIN cadre c ON c.id = p.helper_cadre WHERE p.helped_member = member.id AND {held p}"
_HELD = "FROM pairing p JOIN household h ON h.id = p.helped_household WHERE p.helper_member = member.id AND {held p}"
_VILLAGE_LED = "FROM pairing p JOIN cadre c ON c.id = p.helper_cadre WHERE p.helped_unit = unit.id AND {held p}"
_HELPER = "FROM pairing p JOIN member m ON m.id = p.helper_member WHERE p.helped_household = household.id AND {held p}"
_HELPING_CADRE = (
    "FROM pairing p JOIN cadre c ON c.id = p.helper_cadre WHERE p.helped_household = household.id AND {held p}"
)
_SECRETARY = ("(SELECT coalesce(m.phone, c.phone) FROM post p LEFT JOIN member m ON m.id = p.member LEFT JOIN cadre c ON c.id = p.cadre "
              "WHERE {at} AND p.post = '书记' AND {held p} ORDER BY p.id LIMIT 1)")  # fmt: skip
_TOWN = "(SELECT up.name FROM unit own JOIN unit up ON up.id = own.parent WHERE own.id = {at})"

EXTRA: dict[str, tuple[Offer, ...]] = {
    "member": (
        Offer("town", "乡镇", _TOWN.replace("{at}", MEMBER_UNIT), "link", ("所属乡镇", "所在乡镇", "乡镇(街道)", "镇街", "镇(街道)")),
        Offer("helper", "联系干部", f"(SELECT group_concat(c.name, '、') {_CADRE})", "person", ("包联干部", "联系领导", "帮扶责任人")),
        Offer("helper_phone", "联系干部电话", f"(SELECT group_concat(c.phone, '、') {_CADRE})", "phone", ("包联干部电话",
              "帮扶责任人电话")),
        Offer("households", "联系户户主", f"(SELECT group_concat(h.head_name, '、') {_HELD})", "person", ("联系户名单", "所联系户")),
        Offer("probationary", "是否预备党员", "CASE WHEN member.member_kind IS NULL THEN NULL WHEN member.member_kind = '预备党员' "
              "THEN '是' ELSE '否' END", "flag", ("是否为预备党员", "是否预备")),
        Offer("politics", "政治面貌", "CASE member.member_kind WHEN '预备党员' THEN '中共预备党员' ELSE '中共党员' END", "text"),
        Offer("minority", "是否少数民族", "CASE WHEN member.ethnic IS NULL THEN NULL WHEN member.ethnic = '汉族' THEN '否' "
              "ELSE '是' END", "flag", ("少数民族",)),
        Offer("birth_month", "出生月份",
              "CASE WHEN length(member.birth_date) > 4 THEN CAST(substr(member.birth_date, 6, 2) AS INTEGER) END",
              "number"),
        Offer("join_years", "入党年数", "CAST(substr({day}, 1, 4) AS INTEGER) - CAST(substr(member.join_date, 1, 4) AS INTEGER) - "
              "(length(member.join_date) > 4 AND substr({day}, 6, length(member.join_date) - 5) < substr(member.join_date, 6))", "number"),
    ),
    "household": (
        Offer("town", "乡镇", _TOWN.replace("{at}", "{village household}"), "link", ("所属乡镇", "所在乡镇", "乡镇(街道)", "镇街")),
        Offer("helper", "联系党员", f"(SELECT group_concat(m.name, '、') {_HELPER})", "person", ("联系党员姓名", "帮扶党员", "结对党员")),
        Offer("helper_phone", "联系党员电话", f"(SELECT group_concat(m.phone, '、') {_HELPER})", "phone", ("党员电话", "党员联系电话")),
        Offer("cadre", "帮扶责任人", f"(SELECT group_concat(c.name, '、') {_HELPING_CADRE})", "person",
              ("帮扶干部", "帮扶人", "帮扶责任人姓名", "包户干部", "结对干部")),
        Offer("cadre_phone", "帮扶责任人电话", f"(SELECT group_concat(c.phone, '、') {_HELPING_CADRE})", "phone",
              ("帮扶责任人联系电话", "帮扶干部电话", "帮扶人电话", "责任人电话")),
        Offer("cadre_unit", "帮扶单位", "(SELECT group_concat(o.name, '、') FROM pairing p JOIN cadre c ON c.id = p.helper_cadre "
              "JOIN unit o ON o.id = c.unit WHERE p.helped_household = household.id AND {held p})", "link", ("帮扶责任人单位",)),
    ),
    "unit": (
        Offer("helper", "包村干部", f"(SELECT group_concat(c.name, '、') {_VILLAGE_LED})", "person", ("驻村干部", "包联干部",
              "包村领导", "联系领导")),
        Offer("helper_phone", "包村干部电话", f"(SELECT group_concat(c.phone, '、') {_VILLAGE_LED})", "phone", ("包联干部电话",)),
        Offer("secretary", "党组织书记", "(SELECT b.secretary FROM branch b WHERE b.unit = unit.id AND {there branch b} "
              "AND b.secretary IS NOT NULL ORDER BY b.parent IS NOT NULL, b.id LIMIT 1)", "person", ("支部书记", "村书记", "村支书", "支书",
               "党支部书记", "书记")),
        Offer("secretary_phone", "书记电话", _SECRETARY.replace("{at}", "p.branch IN (SELECT b.id FROM branch b WHERE b.unit = unit.id "
              "AND {there branch b})"), "phone", ("书记联系电话", "书记手机", "书记手机号", "支部书记电话", "村书记电话", "村支书电话",
              "党组织书记电话", "支部书记联系电话", "村书记联系电话")),
        Offer("members", "党员数", "(SELECT count(*) FROM ({roll}) r JOIN branch b ON b.id = r.branch WHERE b.unit = unit.id)", "number",
              ("党员人数", "党员总数", "党员数量")),
    ),
    "branch": (
        Offer("secretary_phone", "书记电话", _SECRETARY.replace("{at}", "p.branch = branch.id"), "phone", ("书记联系电话",
              "书记手机", "书记手机号", "书记手机号码", "支部书记电话", "党组织书记电话", "支部书记联系电话", "党组织书记联系电话")),
        Offer("full", "正式党员数", "coalesce(people.full, 0)", "number", ("正式党员", "正式党员人数")),
        Offer("probationary", "预备党员数", "coalesce(people.probationary, 0)", "number", ("预备党员", "预备党员人数")),
        Offer("women", "女党员数",
              "(SELECT count(*) FROM ({roll}) r JOIN member w ON w.id = r.who WHERE r.branch = branch.id AND w.sex = '女')",
              "number", ("女党员", "女党员人数")),
        Offer("town", "乡镇", _TOWN.replace("{at}", "branch.unit"), "link", ("所属乡镇", "所在乡镇", "乡镇(街道)")),
    ),
    "cadre": (
        Offer("politics", "政治面貌", "CASE WHEN cadre.member IS NOT NULL THEN '中共党员' END", "text"),
        Offer("villages", "联系村", "(SELECT group_concat(v.name, '、') FROM pairing p JOIN unit v ON v.id = p.helped_unit "
              "WHERE p.helper_cadre = cadre.id AND {held p})", "link", ("包联村", "所包村", "包村", "联系村(居)")),
    ),
}  # fmt: skip

_AGED = ("cadre", "resident")  # records with a birth date whose age nothing else derives
_AGE = next(derived for derived in DERIVED["member"] if derived.name == "age")


@cache
def _origins() -> dict[str, Origin]:
    found = (*_plain(), *_paired(), *_served())
    return {one.name: one for one in found}


def _plain() -> Iterator[Origin]:
    """One origin per record with a list of its own."""
    sources = {
        "member": member.ROSTER.source,
        "cadre": Source(record="cadre", unit="cadre.unit", order="(SELECT o.sort_key FROM unit o WHERE o.id = cadre.unit), "
                        "cadre.unit, cadre.sort_key, cadre.id"),
        "household": household.HOUSEHOLDS.source,
        "branch": unit.BRANCHES.source,
        "unit": unit.UNITS.source,
    }  # fmt: skip
    for name, source in sources.items():
        model = RECORDS[name]
        yield Origin(name, name, model.title, source, _offers(name), model.counter)
    villages = replace(unit.UNITS.source, where="unit.kind IN ('村', '社区')")
    yield Origin("village", "unit", "村（社区）", villages, _offers("unit"), "个")
    yield Origin("resident", "resident", "家庭成员", _RESIDENTS, Offers(_resident_offers()), "人")


def _offers(record: str) -> Offers:
    """Own fields before computed values, those before the fields of what it points to."""
    fields = [own(record, field) for field in fields_of(RECORDS[record])]
    computed = [
        Offer(d.name, d.label, d.sql.replace("{t}", record).replace(":today", "{day}"), d.kind, d.aliases)
        for d in DERIVED.get(record, ())
    ]
    if record in _AGED:
        computed.append(
            Offer(
                "age",
                _AGE.label,
                _AGE.sql.replace("{t}", record).replace(":today", "{day}"),
                _AGE.kind,
                ("周岁", "年龄(岁)"),
            )
        )
    linked = [offer for field in fields_of(RECORDS[record]) if field.to in _WIDE for offer in _linked(record, field)]
    words = WORDS.get(record, {})
    return Offers(
        (offer.name, replace(offer, aliases=(*offer.aliases, *words.get(offer.name, ()))))
        for offer in (*fields, *computed, *EXTRA.get(record, ()), *linked)
    )


_CALLED = {"duty": "service_duty"}  # `duty` are those who answer for villages


def _served() -> Iterator[Origin]:
    """One origin per record of what was done."""
    for record, title, source, offers, counter in served():
        yield Origin(_CALLED.get(record, record), record, title, source, offers, counter)
    yield Origin("dues", "member", "党费收缴台账", DUES, of_dues(_offers("member")), "人")


_WIDE = ("branch", "unit", "member")  # records whose own fields may stand in a column of those that point to them


def _linked(record: str, link: Field) -> Iterator[Offer]:
    """Each field of what a link points to, called 所在党支部联系电话, 党支部联系电话 …"""
    of_the_day = {("member", "branch"): "{home}", ("household", "village"): "{village household}"}
    at = of_the_day.get((record, link.name), f"{record}.{link.name}")
    for field in fields_of(RECORDS[link.to]):
        aliases = tuple(f"{said}{label}" for said in link.labels for label in field.labels)
        yield Offer(
            f"{link.name}.{field.name}", f"{link.label}{field.label}", _of(link.to, at, field), field.kind.name, aliases, codes_of(field),
        )  # fmt: skip


def _of(record: str, at: str, field: Field) -> str:
    value = f"(SELECT x.{field.name} FROM {record} x WHERE x.id = {at})"
    return caption_sql(field.to, value) if field.to else value


_RESIDENTS = Source(
    record="resident",
    joins="JOIN household ON household.id = resident.household {seats household}",
    where="{settled household}",
    unit="{village household}",
    order=f"{household.VILLAGE_ORDER}, {household.GROUP_ORDER}, coalesce(resident.relation, '') <> '户主', resident.id",
)


def _resident_offers() -> Iterator[tuple[str, Offer]]:
    """A person of a household beside the fields of the household."""
    for record in ("resident", "household"):
        for offer in _offers(record).values():
            yield f"{record}.{offer.name}", replace(offer, name=f"{record}.{offer.name}", reported=offer.name)


_UNITS = "LEFT JOIN unit u ON u.id = pairing.helped_unit LEFT JOIN unit above ON above.id = u.parent"
_JOINS = f"{pairing.KIND} {pairing.HELPERS} {pairing.HELPED_HOME} {_UNITS} LEFT JOIN member hm ON hm.id = pairing.helped_member"


def _paired() -> Iterator[Origin]:
    """Pairings by whom they help; all offer the same."""
    offers = Offers((offer.name, offer) for offer in _pairing_offers())
    ledgers = {"support": pairing.SUPPORT, "contact": pairing.CONTACT, "duty": pairing.DUTY}
    for name, ledger in ledgers.items():
        where = {"contact": f"pairing.helper_member IS NOT NULL AND pairing.helped_household IS NOT NULL AND {ledger.source.where}",
                 "duty": "pairing.helped_unit IS NOT NULL"}.get(name, ledger.source.where)  # fmt: skip
        source = replace(ledger.source, joins=_JOINS, where=where)
        yield Origin(name, "pairing", ledger.title, source, _without(offers, _ABSENT[name]), ledger.counter)
    source = Source(
        record="pairing", joins=_JOINS, where="pairing.helped_member IS NOT NULL", unit="hm.village", branch="hm.branch",
        order="coalesce(c.sort_key, m.sort_key), coalesce(c.id, m.id), hm.sort_key, pairing.id",
    )  # fmt: skip
    there = _without(offers, _ABSENT["member_help"])
    said = Offers(
        (name, replace(offer, aliases=(*offer.aliases, *_BESIDE.get(name, ())))) for name, offer in there.items()
    )
    yield Origin("member_help", "pairing", "干部联系党员台账", source, said, "对")


# Whom the rows never tell of: offered, it would always stay empty.
_ABSENT = {
    "support": ("helped_member.",), "contact": ("helped_member.",), "duty": ("helped_member.", "household."),
    "member_help": ("helper_member.", "household."),
}  # fmt: skip


def _without(offers: Offers, roles: tuple[str, ...]) -> Offers:
    return Offers((name, offer) for name, offer in offers.items() if not name.startswith(roles))


# A cadre beside a member: whose the plain words are.
_BESIDE = {
    "helper.name": ("干部姓名", "联系干部", "联系干部姓名", "干部"),
    "helper.unit": ("单位", "工作单位", "干部单位", "所在单位"),
    "helper.duty": ("职务", "干部职务"),
    "helper.phone": ("干部电话", "干部联系电话", "联系人电话"),
    "helped_member.name": ("联系党员", "联系党员姓名", "党员"),
    "helped_member.branch": ("所在支部", "所在党支部", "党支部", "支部"),
    "helped_member.phone": ("党员电话", "党员联系电话"),
}


# Role → table alias of the joins, and the record whose fields it has.
_ROLES = {"household": ("h", "household"), "helped_member": ("hm", "member"), "helper_member": ("m", "member")}
_REPORTED = {
    "helper.name": "helper_name", "helper.unit": "helper_unit", "helper.branch": "helper_unit", "helper.phone": "helper_phone",
    "helper.duty": "duty", "helper.id_number": "helper_id", "helper_member.name": "helper_name", "household.size": "household_size",
    "helped.unit": "village",
}  # fmt: skip


def _pairing_offers() -> Iterator[Offer]:
    for offer in (*_special(), *_helper(), *_roles(), *_of_pairing()):
        yield replace(offer, reported=offer.reported or _REPORTED.get(offer.name, offer.name.partition(".")[2]))


_HELPER_WORDS = (
    "干部姓名", "县领导", "镇领导", "市领导", "领导", "领导姓名", "包联领导", "责任领导", "联系领导", "挂点领导", "牵头领导", "帮扶人",
    "结对干部", "包户干部", "包保干部", "帮扶干部", "联系干部", "责任人", "干部",
)  # fmt: skip


def _special() -> Iterator[Offer]:
    yield Offer("helper.name", "帮扶责任人", "coalesce(c.name, m.name, hu.name, hb.name)", "person", _HELPER_WORDS)
    yield Offer(
        "helper.unit", "帮扶单位", "coalesce(hu.name, hb.name, m.work_unit)", "link", ("帮扶人单位", "帮扶人所在单位")
    )
    yield Offer(
        "helper.branch",
        "责任人所在党支部",
        "(SELECT b.name FROM branch b WHERE b.id = coalesce(m.branch, pairing.helper_branch))",
        "link",
    )
    yield Offer(
        "helped.name", "帮扶对象", "coalesce(r.name, h.head_name, hm.name, u.name)", "person", reported="head_name"
    )
    yield Offer(
        "helped.id_number",
        "帮扶对象身份证号",
        "CASE WHEN r.id IS NULL THEN h.head_id ELSE r.id_number END",
        "id",
        reported="head_id",
    )
    yield Offer("helped.relation", "与户主关系", "CASE WHEN r.id IS NULL AND h.id IS NOT NULL THEN '户主' ELSE r.relation END", "choice",
                ("家庭关系", "关系"), "kinship", "relation")  # fmt: skip
    yield Offer(
        "helped.unit",
        "联系村",
        "u.name",
        "link",
        ("联系村(居)", "联系企业", "所包村", "所联系村", "所联村", "包村", "包保村", "挂钩村"),
    )
    yield Offer("helped.village", "联系村（居）", pairing.VILLAGE, "link", reported="village")
    town = f"coalesce({pairing.TOWN}, (SELECT t.name FROM unit t WHERE t.id = v.parent))"
    yield Offer(
        "helped.town", "联系乡镇", town, "link", ("乡镇", "所属乡镇", "所在乡镇", "乡镇(街道)", "镇街"), reported="town"
    )
    yield Offer("helped.enterprise", "联系企业/项目", pairing.OTHER, "link", ("联系企业",), reported="enterprise")
    yield Offer(
        "pairing.period",
        "起止时间",
        f"trim({pairing.PERIOD})",
        "text",
        ("帮扶起止时间", "结对起止时间"),
        reported="period",
    )


def _helper() -> Iterator[Offer]:
    """A cadre's fields, a member's where the helper is one."""
    shared = field_map(RECORDS["member"])
    for field in fields_of(RECORDS["cadre"]):
        if field.name in ("name", "unit", "member", "cap"):
            continue
        sql = (
            f"coalesce(c.{field.name}, m.{field.name})" if field.name in shared and not field.to else f"c.{field.name}"
        )
        yield Offer(f"helper.{field.name}", f"责任人{field.label}", sql, field.kind.name, (), codes_of(field))


def _roles() -> Iterator[Offer]:
    for role, (alias, record) in _ROLES.items():
        for field in fields_of(RECORDS[record]):
            value = f"{alias}.{field.name}"
            sql = caption_sql(field.to, value) if field.to else value
            yield Offer(
                f"{role}.{field.name}",
                f"{RECORDS[record].title}{field.label}",
                sql,
                field.kind.name,
                WORDS["household"].get(field.name, ()) if role == "household" else (),
                codes_of(field),
            )


def _of_pairing() -> Iterator[Offer]:
    for field in fields_of(RECORDS["pairing"]):
        if field.name.startswith(("helper_", "helped_")):
            continue
        sql = "k.name" if field.name == "kind" else f"pairing.{field.name}"
        yield Offer(f"pairing.{field.name}", field.label, sql, field.kind.name, field.aliases, codes_of(field))
