"""By what a record is found and in which order it stands: pinyin, initials, digits, and the official order number."""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from app.db.stroke import ranked
from app.loading import late
from app.models.record import Record, field_map, fields_of

# Surnames that pypinyin reads as common words; both readings are indexed (measured against the 百家姓).
SURNAMES = {
    "单": "shan", "解": "xie", "仇": "qiu", "区": "ou", "朴": "piao", "查": "zha", "盖": "ge", "曾": "zeng", "乐": "yue",
    "尉迟": "yu chi", "万俟": "mo qi", "繁": "po", "翟": "zhai", "缪": "miao", "覃": "qin", "冼": "xian", "洗": "xian",
    "員": "yun", "员": "yun", "黑": "he", "秘": "bi", "折": "she", "召": "shao", "盛": "sheng", "任": "ren", "长孙": "zhang sun",
    "澹台": "tan tai", "令狐": "ling hu", "句": "gou", "种": "chong", "隗": "wei", "逄": "pang", "訾": "zi", "𠮷": "ji",
}  # fmt: skip

_FIRST = frozenset(surname[0] for surname in SURNAMES)
PHRASE = 4  # shorter texts are names: their characters are read one by one (and so only once each)


def reading(name: str) -> tuple[str, ...]:
    """Syllables of a Chinese name with the surname read as a surname: 单红 → ('shan', 'hong')."""
    for length in (2, 1) if name[:1] in _FIRST else ():
        surname = SURNAMES.get(name[:length])
        if surname and len(name) > length - 1:
            return (*surname.split(), *_syllables(name[length:]))
    return _syllables(name)


def _syllables(text: str) -> tuple[str, ...]:
    if len(text) < PHRASE and not text.isascii():
        return tuple([_sound(character) for character in text])
    return _spelled(text)


@lru_cache(maxsize=65536)
def _spelled(text: str) -> tuple[str, ...]:
    if text.isascii():
        return (text.lower(),) if text else ()
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
    told, common = reading(name), _syllables(name)
    found = f"{name.lower()} {''.join(told)} {''.join([part[:1] for part in told])}"
    if told != common:
        found = f"{found} {''.join(common)} {''.join([part[:1] for part in common])}"
    return f"{' '.join(told)} {name}", found


def spoken(record: type[Record], columns: Sequence[str] | None = None) -> str:
    """The column (among these) by which rows of the record stand in order; "" for records that have no name."""
    known = field_map(record)
    return next((name for name in record.caption if not known[name].to and (columns is None or name in columns)), "")


@cache
def _plan(record: type[Record], columns: tuple[str, ...]) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Columns that are: the caption (its sort key, "" = none), spelled texts, and digits searched as they are."""
    known = field_map(record)
    searched = [field.name for field in fields_of(record) if field.search and field.name in columns]
    spelled = tuple(name for name in searched if known[name].kind.name in {"text", "person"})
    plain = tuple(name for name in searched if name not in spelled)
    return spoken(record, columns), spelled, plain


def keys(
    record: type[Record], columns: Mapping[str, Sequence[Any]], count: int, *, strokes: bool = False
) -> tuple[list[str], list[str]]:
    """The sort_key and the search_key of each of `count` rows given by columns."""
    _caption, spelled, plain = _plan(record, tuple(columns))
    words = [[spellings(text)[1] if text else "" for text in columns[name]] for name in spelled]
    words += [[str(value).lower() if value else "" for value in columns[name]] for name in plain]
    found = [" ".join(filter(None, parts)) for parts in zip(*words, strict=True)] if words else [""] * count
    return sort_keys(record, columns, count, strokes=strokes), found


def sort_keys(record: type[Record], columns: Mapping[str, Sequence[Any]], count: int, *, strokes: bool) -> list[str]:
    """An official order number comes first, then pinyin; or the ranks by strokes, then pinyin."""
    caption = _plan(record, tuple(columns))[0]
    nothing = [None] * count
    said = columns.get(caption, nothing)
    told = [_sorting(str(name), strokes) if name else "" for name in said]
    return [
        f"{'~' if order is None else f'{order:08d} '}{key}"
        for order, key in zip(columns.get("order_no", nothing), told, strict=True)
    ]


def _sorting(name: str, strokes: bool) -> str:
    sounds = spellings(name)[0]
    if not strokes or name.isascii():
        return sounds
    return f"{ranked(name.lower())} {sounds}"
