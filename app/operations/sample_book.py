"""What the household books and the national system tell besides, made up from the place in the list: no chance is used up."""

HOUSEHOLD = ("farmland", "forest", "housing", "dwelling", "water", "medical", "pension", "schooling", "target_on")
MEMBER = ("training", "entered_on", "entered_kind")
RESIDENT = ("disability_no", "schooling")
_DWELLINGS = ("砖混，安全", "砖木，安全", "土坯，已列入改造")
_WATER = ("自来水", "自来水", "山泉水，水质达标")
COLLECTED = "2017-06-30"
_NOTHING = (None,) * len(HOUSEHOLD)


def household(i: int, need: str | None) -> tuple[str | None, ...]:
    """Households in need have a book that is filled; of the others every fifth tells its land and house."""
    if need is None and i % 5:
        return _NOTHING
    land = (f"{i % 7 + 1}.{i % 10} 亩", f"{i % 23} 亩" if i % 3 else None, f"{60 + i % 9 * 15} 平方米")
    if need is None:
        return (*land, *(None,) * (len(HOUSEHOLD) - 3))
    return (
        *land, _DWELLINGS[i % 3], _WATER[i // 3 % 3], "全家参加城乡居民医保", "已参加城乡居民养老保险" if i % 4 else None,
        "有子女就读，无辍学" if i % 3 == 0 else None, "2027" if i % 6 == 0 else None,
    )  # fmt: skip


def member(i: int, joined: str) -> tuple[str | None, ...]:
    """Whoever was on the books when all were registered in 2017 entered the system then."""
    entered = (COLLECTED, "采集录入") if i % 5 == 0 and joined < COLLECTED else (None, None)
    return ("村级党员冬训，16 学时" if i % 6 == 0 else None, *entered)


def resident(i: int, birth: str | None, number: str | None, year: int) -> tuple[str | None, ...]:
    """One in sixty has a disability card; children of school age go to school."""
    age = year - int(birth[:4]) if birth else None
    school = None
    if age is not None and 6 <= age < 18:
        school = "小学" if age < 12 else ("初中" if age < 15 else "高中")
    return (f"{number}{i % 7 + 1}{i % 4 + 1}" if number and i % 60 == 0 else None, school)
