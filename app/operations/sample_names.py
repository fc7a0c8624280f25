"""Made-up names for sample townships: places that do not exist, people who do not live, numbers of the area 99xxxx."""

from random import Random

SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜"
    "范江傅钟卢汪戴崔任陆廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚"
    "单解仇区朴查盖缪覃"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰涛明超秀霞平刚桂英华建国志文玉兰春梅红海燕荣新民永福生才德林宝根水长金银来"
    "顺安康宁和庆祥瑞松柏竹菊云月星辰山川河岳东南西北立言思源怀远承启后"
)
RARE = ("䶮", "㛃", "𠮷", "堃", "喆", "翀", "玥", "焜", "赟", "昶", "犇", "骉", "淼", "珺")
MINORITY = (
    ("阿卜杜拉·麦麦提", "维吾尔族"), ("迪丽努尔·艾山江", "维吾尔族"), ("扎西·多吉", "藏族"), ("其其格·巴图", "蒙古族"),
    ("蓝石根", "畲族"), ("雷水花", "畲族"), ("蓝玉青", "畲族"), ("马有福", "回族"), ("石阿妹", "苗族"),
)  # fmt: skip
FIRST = "青云石柳清桃白龙凤松竹兰枫梧金银玉翠碧红紫碧长双三五九上下前后东西南北大小新古"
SECOND = "禾溪坪湾岭坑塘桥岸垟岙源洋头口畈坞墩埠洲店庄屯沟坡台川泉井寨堡"
TOWN = "镇"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def places(random: Random, count: int, suffix: str, taken: set[str]) -> list[str]:
    """Different made-up place names; longer ones once the short ones are used up."""
    found: list[str] = []
    while len(found) < count:
        name = random.choice(FIRST) + random.choice(SECOND)
        if name + suffix in taken:
            name += random.choice(SECOND)
        if name + suffix not in taken:
            taken.add(name + suffix)
            found.append(name + suffix)
    return found


def person(random: Random) -> tuple[str, str]:
    """(name, ethnic group): a few with rare characters, a few of minorities."""
    chance = random.random()
    if chance < 0.02:
        return random.choice(MINORITY)
    given = random.choice(GIVEN) + (random.choice(GIVEN) if random.random() < 0.75 else "")
    if chance < 0.028:
        given = random.choice(RARE)
    return random.choice(SURNAMES) + given, "汉族" if chance < 0.96 else random.choice(
        ("畲族", "回族", "苗族", "土家族")
    )


def id_number(area: str, birth: str, sequence: int, *, man: bool) -> str:
    """A number with a right check digit in an area that does not exist; `birth` as yyyymmdd, `sequence` below 500."""
    body = f"{area}{birth}{sequence * 2 + (1 if man else 0):03d}"
    return body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11]


def phone(random: Random) -> str:
    """A mobile number of a range that is not in use."""
    return f"199{random.randrange(10**8):08d}"
