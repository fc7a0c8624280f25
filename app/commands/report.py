"""What is written down when the program has a fault: where it stopped, never what it worked on."""

import platform
import sys
import tempfile
import traceback
from pathlib import Path

from app import __version__, clock, paths


def told(error: BaseException) -> str:
    """The report as text: places and kinds of error only, since messages may hold personal data."""
    lines = [
        f"乡镇党建台账 {__version__}",
        f"时间 {clock.stamp()}",
        f"系统 {platform.system()} {platform.release()}，Python {platform.python_version()}",
    ]
    shown: BaseException | None = error
    while shown is not None:
        lines.append(f"错误 {type(shown).__module__}.{type(shown).__qualname__}")
        for frame in traceback.extract_tb(shown.__traceback__):
            lines.append(f"  {_place(frame.filename)}:{frame.lineno} {frame.name}")
        shown = shown.__cause__ or shown.__context__
    return "\n".join(lines) + "\n"


def write(error: BaseException) -> Path | None:
    """Writes the report into the data folder, else the system's temporary folder. None when neither takes it."""
    name = f"fault-{clock.now():%Y%m%d-%H%M%S-%f}.txt"
    for folder in (paths.data_dir() / "reports", Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / name
            path.write_text(told(error), encoding="utf-8")
        except OSError:
            continue
        return path
    return None


def _place(file: str) -> str:
    """Relative to the program, so that no folder of the user is named."""
    for start in (str(paths.root()), sys.prefix, sys.base_prefix):
        if file.startswith(start):
            return file[len(start) :].lstrip("/\\")
    return Path(file).name
