"""Which characters does each shipped font keep? Makes the subsets in this folder from the unpacked originals.

`python make_fonts.py ORIGINALS [NAME …]`, where the folder ORIGINALS holds the files named in SOURCES and, as plain text, the
8,105 characters of the 通用规范汉字表 in `general-standard.txt`; needs fonttools.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
SOURCES = {
    "NotoSerifSC-Regular": "NotoSerifSC_400Regular.ttf",
    "NotoSerifSC-Bold": "NotoSerifSC_700Bold.ttf",
    "NotoSansSC-Regular": "NotoSansSC_400Regular.ttf",
    "NotoSansSC-Bold": "NotoSansSC_700Bold.ttf",
    "RareKai-Regular": "LXGWWenKai-Regular.ttf",
}
FAMILIES = {"NotoSerifSC": "Noto Serif SC", "NotoSansSC": "Noto Sans SC", "RareKai": "Rare Kai"}
# Layout tables serve vertical setting and kerning, hinting serves screens of old: the printer reads neither.
DROPPED = ["GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "VORG", "STAT", "DSIG", "fpgm", "prep", "cvt ", "meta"]
FIRST_OF_CHAIN = "NotoSerifSC-Regular"


def gb2312() -> frozenset[int]:
    """Hanzi and symbols of GB2312, by way of Python's own codec."""
    pairs = (bytes((lead, trail)) for lead in range(0xA1, 0xF8) for trail in range(0xA1, 0xFF))
    return frozenset(ord(text) for pair in pairs if (text := pair.decode("gb2312", "ignore")))


def general_standard(originals: Path) -> frozenset[int]:
    """The 8,105 characters of the 通用规范汉字表 (国发〔2013〕23号)."""
    text = (originals / "general-standard.txt").read_text(encoding="utf-8")
    codes = frozenset(code for code in map(ord, text) if is_han(code))
    if len(codes) != 8105:
        raise SystemExit(f"general-standard.txt holds {len(codes)} characters, not 8105")
    return codes


def latin() -> frozenset[int]:
    return frozenset((*range(0x20, 0x7F), *range(0xA0, 0x180)))


def is_han(code: int) -> bool:
    """Ideographs and the shapes their parts are written with, in the planes 0, 2 and 3."""
    blocks = ((0x2E80, 0x2FDF), (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
    return any(first <= code <= last for first, last in blocks)


def kept(name: str, own: frozenset[int], first: frozenset[int], common: frozenset[int]) -> frozenset[int]:
    """The characters to keep of a face that has `own`; `first` is what the first font of the chain has.

    Noto Serif Regular, Noto Sans Regular and Bold keep all they have: Extension A and the rare ones are in names.
    Noto Serif Bold is for titles: names of villages and units are in `common`. The Kai fills the gaps of the first.
    """
    if name == "NotoSerifSC-Bold":
        return frozenset(code for code in own if not is_han(code) or code > 0xFFFF or code in common)
    if name == "RareKai-Regular":
        return frozenset(code for code in own - first if is_han(code)) | own & latin()
    return own


def rename(font: TTFont, name: str) -> None:
    """One PostScript name per face (equal ones collapse in reportlab) and none of the reserved font names."""
    stem, style = name.split("-")
    family = FAMILIES[stem]
    names = {1: family, 2: style, 3: f"{name};subset", 4: f"{family} {style}", 6: name}
    table = font["name"]
    notices = {key: table.getDebugName(key) for key in (0, 13, 14)}
    table.names = []
    for key, text in {**names, **notices}.items():
        if text:
            table.setName(text, key, 3, 1, 0x409)


def make(name: str, originals: Path, first: frozenset[int], common: frozenset[int]) -> tuple[int, int]:
    """Write one subset; returns characters kept and bytes written."""
    font = TTFont(originals / SOURCES[name])
    codes = kept(name, frozenset(font.getBestCmap()), first, common)
    options = Options(hinting=False, layout_features=[], notdef_outline=True, glyph_names=False, name_languages=["*"])
    options.drop_tables += DROPPED
    options.name_IDs = ["*"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    rename(font, name)
    target = HERE / f"{name}.ttf"
    font.save(target)
    return len(codes), target.stat().st_size


def main(originals: Path) -> None:
    with TTFont(originals / SOURCES[FIRST_OF_CHAIN], lazy=True) as font:
        first = frozenset(font.getBestCmap())
    common = gb2312() | general_standard(originals)
    for name in sys.argv[2:] or SOURCES:
        characters, size = make(name, originals, first, common)
        sys.stdout.write(f"{name}: {characters} characters, {size / 1e6:.1f} MB\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
