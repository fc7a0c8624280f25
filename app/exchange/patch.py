"""How is a foreign workbook filled so that nothing else in it changes? Part by part, inside the zip."""

from collections.abc import Sequence
from pathlib import Path

from app.exchange.patch_fill import Block, Fill, Filled, Patched
from app.progress import Progress, silent

__all__ = ("Block", "Fill", "Filled", "Patched", "patch")


def patch(template: Path, out: Path, fills: Sequence[Fill], *, progress: Progress = silent) -> Patched:
    """Writes `template` with these values as `out`. Raises FileRefused (a file that is unsafe or no .xlsx), UserError."""
    raise NotImplementedError
