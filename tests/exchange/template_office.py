"""Templates saved by LibreOffice from its own format; the files lie in the folder `templates`."""

import shutil
from functools import partial
from pathlib import Path

from tests.exchange.template import Sample

FOLDER = Path(__file__).parent / "templates"


def _copy(name: str, path: Path) -> None:
    shutil.copyfile(FOLDER / f"{name}.xlsx", path)


SAMPLES = (
    Sample(
        "党组织一览", partial(_copy, "党组织一览"), "党组织一览",
        {"B": "name", "C": "secretary", "D": "founded_on", "E": "elected_on", "F": "committee_size", "G": "phone"},
        first=4, last=15, record="branch", below={"A16": "合计", "A18": "党委书记（签字）："}, totals={"F16": lambda _: 0},
    ),
    Sample(
        "流动党员", partial(_copy, "流动党员"), "流动党员",
        {"A": "name", "B": "sex", "C": "birth_date", "D": "flow_to", "E": "flow_direction", "F": "flow_since", "G": "branch",
         "H": "phone"},
        first=5, last=12, totals={"B4": float},
    ),
    Sample(
        "签到册", partial(_copy, "签到册"), "签到", {"B": "name", "C": "phone"}, first=2, last=9,
        below={"A10": "应到"}, totals={"B10": float}, follows=frozenset({"xl/worksheets/sheet1.xml"}),
    ),
)  # fmt: skip
