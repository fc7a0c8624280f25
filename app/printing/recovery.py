"""恢复码: the one page to be printed when a password is set, locked away, and used when the password is forgotten."""

from dataclasses import dataclass
from pathlib import Path

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

from app.printing.page import A4, MM, Sheet, paper_file

_SQUARE = 42 * MM
_QUIET = 4  # modules of white around the square, as ISO/IEC 18004 asks
_WORDS = (
    "忘记密码时，打开程序后点“忘记密码”，输入上面的恢复码，即可设置新密码。",
    "恢复码分 7 组，每组 5 个字符；没有数字 0、1 和字母 O、I；大小写和连字符不影响。",
    "谁拿到这张纸，又拿到数据库或备份文件，谁就能打开它。请与电脑、U盘分开，锁在保险柜里。",
    "换了新的恢复码以后，这一张就作废，请销毁。",
)


@dataclass(frozen=True)
class RecoverySheet:
    """`code` in groups joined by hyphens; `made` is a day as it is to be read."""

    code: str
    unit: str
    database: str
    made: str


def print_recovery(told: RecoverySheet, path: Path) -> None:
    """One page, A4 upright. UserError when it cannot be written."""
    with paper_file(path, A4, "恢复码") as sheet:
        middle, y = A4.width / 2, A4.height - 45 * MM
        sheet.write(middle, y, "乡镇党建台账　恢复码", size=22, role="title", align="center")
        y -= 12 * MM
        sheet.write(middle, y, f"{told.unit or '（未填单位名称）'}　数据库 {told.database}", size=11, align="center")
        y -= 7 * MM
        sheet.write(middle, y, f"{told.made} 制", size=11, align="center", grey=0.3)
        groups = told.code.split("-")
        half = (len(groups) + 1) // 2
        y -= 22 * MM
        for line in (groups[:half], groups[half:]):
            sheet.write(middle, y, "-".join(line), size=26, role="strong", align="center")
            y -= 14 * MM
        y -= _SQUARE
        _square(sheet, told.code, (middle - _SQUARE / 2, y))
        y -= 16 * MM
        for words in _WORDS:
            sheet.write(A4.left + 8 * MM, y, f"· {words}", size=11)
            y -= 8 * MM
        y -= 14 * MM
        sheet.write(A4.left + 8 * MM, y, "保管人签名：＿＿＿＿＿＿＿＿　　存放处：＿＿＿＿＿＿＿＿＿＿＿＿", size=12)


def _square(sheet: Sheet, code: str, corner: tuple[float, float]) -> None:
    """The same code as a QR code, dark modules drawn as boxes."""
    drawn = QRCode(None, QRErrorCorrectLevel.M)
    drawn.addData(code)
    drawn.make()
    count = drawn.getModuleCount()
    size = _SQUARE / (count + 2 * _QUIET)
    for row in range(count):
        for column in range(count):
            if drawn.isDark(row, column):
                x = corner[0] + (column + _QUIET) * size
                y = corner[1] + _SQUARE - (row + _QUIET + 1) * size
                sheet.box((x, y), (size + 0.05, size + 0.05), width=0, fill=0.0)
