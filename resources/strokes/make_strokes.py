"""In which order do characters stand by their strokes? Makes `stroke.txt` in this folder from rime-stroke's dictionary.

`python make_strokes.py stroke.dict.yaml`; the dictionary comes from https://github.com/rime/rime-stroke.
"""

import sys
import unicodedata
from pathlib import Path

HERE = Path(__file__).resolve().parent
KINDS = str.maketrans("hspnz", "12345")  # 横 竖 撇 点（捺） 折: the order of GF 3003
HEAD = "..."  # what stands above it describes the dictionary


def sequences(text: str) -> dict[str, str]:
    """The strokes of each character. The dictionary tells Taiwan's shapes first and the mainland's after them, where
    they differ: the last one counts.
    """
    found = {}
    for line in text.split(f"\n{HEAD}\n", 1)[1].splitlines():
        character, _tab, rest = line.partition("\t")
        strokes = rest.split("\t")[0].translate(KINDS)
        if len(character) == 1 and unicodedata.category(character) == "Lo" and strokes.isdigit():
            found[character] = strokes
    return found


def main(dictionary: str) -> None:
    found = sequences(Path(dictionary).read_text(encoding="utf-8"))
    lines: dict[int, list[str]] = {}
    for character in sorted(found, key=lambda one: (len(found[one]), found[one], one)):
        lines.setdefault(len(found[character]), []).append(character)
    text = "".join(f"{count} {''.join(characters)}\n" for count, characters in lines.items())
    (HERE / "stroke.txt").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1])
