"""What a page of a finished PDF looks like: the very pages that will be printed, as pictures without any Qt."""

from pathlib import Path

import pypdfium2

from app.errors import UserError


def page_count(pdf: Path | bytes) -> int:
    """Number of pages. Raises UserError when the file cannot be read."""
    document = _opened(pdf)
    try:
        return len(document)
    finally:
        document.close()


def page_images(pdf: Path | bytes, page: int, scale: float = 1.0) -> tuple[int, int, bytes]:
    """Width, height and RGB bytes (three a dot, rows without gaps) of page `page` (from 0); scale 1 is 72 dots an inch.

    Raises UserError when the file or the page cannot be read.
    """
    document = _opened(pdf)
    try:
        if not 0 <= page < len(document):
            raise UserError(f"没有第 {page + 1} 页。", f"这份文件共 {len(document)} 页。")
        bitmap = document[page].render(scale=scale, rev_byteorder=True)
        return bitmap.width, bitmap.height, _packed(bitmap)
    finally:
        document.close()


def _packed(bitmap: pypdfium2.PdfBitmap) -> bytes:
    """Rows without the padding, dots without a fourth byte."""
    data, used = bytes(bitmap.buffer), bitmap.width * bitmap.n_channels
    rows = b"".join(data[start : start + used] for start in range(0, bitmap.stride * bitmap.height, bitmap.stride))
    if bitmap.n_channels == 3:
        return rows
    packed = bytearray(bitmap.width * bitmap.height * 3)
    for channel in range(3):
        packed[channel::3] = rows[min(channel, bitmap.n_channels - 1) :: bitmap.n_channels]
    return bytes(packed)


def _opened(pdf: Path | bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(pdf)
    except (pypdfium2.PdfiumError, OSError) as error:
        name = pdf.name if isinstance(pdf, Path) else "这份文件"
        raise UserError(f"“{name}”打不开，不能预览。", "请重新生成这份文件。") from error
