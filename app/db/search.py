"""By what a record is found and in which order it stands: pinyin, initials, digits, and the official order number."""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from app.loading import late
from app.models.record import Record, field_map, fields_of

# Surnames that pypinyin reads as common words; both readings are indexed (measured against the 百家姓).
SURNAMES = {
    "单": "shan", "解": "xie", "仇": "qiu", "区": "ou", "朴": "piao", "查": "zha", "盖": "ge", "曾": "zeng", "乐": "yue",
    "尉迟": "yu chi", "万俟": "mo qi", "繁": "po", "翟": "zhai", "缪": "miao", "覃": "qin", "冼": "xian", "洗": "xian",
    "員": "yun", "员": "yun", "黑": "he", "秘": "bi", "折": "she", "召": "shao", "盛": "sheng", "任": "ren", "长孙": "zhang sun",
    "澹台": "tan tai", "令狐": "ling hu", "句": "gou", "种": "chong", "隗": "wei", "逄": "pang", "訾": "zi", "𠮷": "ji",
}  # fmt: skip

PHRASE = 4  # shorter texts are names: their characters are read one by one (and so only once each)


@lru_cache(maxsize=65536)
def reading(name: str) -> tuple[str, ...]:
    """Syllables of a Chinese name with the surname read as a surname: 单红 → ('shan', 'hong')."""
    for length in (2, 1):
        surname = SURNAMES.get(name[:length])
        if surname and len(name) > length - 1:
            return (*surname.split(), *_syllables(name[length:]))
    return _syllables(name)


@lru_cache(maxsize=65536)
def _syllables(text: str) -> tuple[str, ...]:
    if text.isascii():
        return (text.lower(),) if text else ()
    if len(text) < PHRASE:
        return tuple(_sound(character) for character in text)
    spell = late("pypinyin:lazy_pinyin")
    return tuple(part.lower() for part in spell(text, errors=list))


def ready() -> None:
    """Loads the readings, once."""
    _sound("中")


@cache
def _sound(character: str) -> str:
    spell = late("pypinyin:lazy_pinyin")
    return str(spell(character, errors=list)[0]).lower()


@lru_cache(maxsize=65536)
def spellings(name: str) -> tuple[str, str]:
    """(sort text, search text): syllables joined for sorting; name, pinyin and initials for searching, all readings."""
    told = reading(name)
    common = _syllables(name)
    readings = (told,) if told == common else (told, common)
    found = [name.lower()]
    for parts in readings:
        found += ["".join(parts), "".join(part[:1] for part in parts)]
    return " ".join(told) + " " + name, " ".join(found)


@cache
def _plan(
    record: type[Record], columns: tuple[str, ...]
) -> tuple[int | None, int | None, tuple[int, ...], tuple[int, ...]]:
    """Positions of: the caption (its sort key), the order number, spelled texts, and digits searched as they are."""
    known = field_map(record)
    place = {name: i for i, name in enumerate(columns)}
    searched = [field for field in fields_of(record) if field.search and field.name in place]
    spelled = tuple(place[field.name] for field in searched if known[field.name].kind.name in {"text", "person"})
    plain = tuple(place[field.name] for field in searched if place[field.name] not in spelled)
    caption = next((place[name] for name in record.caption if name in place and not known[name].to), None)
    return caption, place.get("order_no"), spelled, plain


def keys(record: type[Record], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[tuple[str, str]]:
    """(sort_key, search_key) of each row. An official order number comes first, then pinyin."""
    caption, order, spelled, plain = _plan(record, tuple(columns))
    made = []
    for row in rows:
        said = row[caption] if caption is not None else None
        sort = spellings(str(said))[0] if said else ""
        number = row[order] if order is not None else None
        words = [spellings(row[i])[1] for i in spelled if row[i]]
        words += [str(row[i]).lower() for i in plain if row[i]]
        made.append((f"{number:08d} {sort}" if number is not None else f"~{sort}", " ".join(words)))
    return made
