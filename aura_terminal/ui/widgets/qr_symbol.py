"""A QR code as a widget paints it."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

QUIET = 4
"""Modules of white around it, as the standard asks for."""

DARK, LIGHT = QColor("#000000"), QColor("#ffffff")


def paint_qr(painter: QPainter, box: QRectF, content: str) -> None:
    """Paint the code of some text as large as whole dots allow, dark on light in any theme."""
    rows = _modules(content)
    size = len(rows) + 2 * QUIET
    module = max(1, int(min(box.width(), box.height()) // size))
    side = module * size
    left, top = round(box.center().x() - side / 2), round(box.center().y() - side / 2)
    painter.fillRect(left, top, side, side, LIGHT)
    for y, row in enumerate(rows, QUIET):
        for x, is_dark in enumerate(row, QUIET):
            if is_dark:
                painter.fillRect(left + x * module, top + y * module, module, module, DARK)


@lru_cache(maxsize=8)
def _modules(content: str) -> tuple[tuple[bool, ...], ...]:
    import qrcode  # type: ignore[import-untyped]  # has no types; loaded late, when the first code is shown

    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=0)
    code.add_data(content)
    code.make(fit=True)
    return tuple(tuple(bool(module) for module in row) for row in code.modules)
