"""A report as a PDF file of A4 pages: a heading, what may be missing, and the table, its headings on every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPainter, QPdfWriter

from aura_terminal.ui.theme.fonts import FAMILY
from aura_terminal.ui.widgets.fitting import one_line, width_of
from aura_terminal.ui.widgets.report_table import TableRow

DPI, MARGIN_MM = 144, 14
ROW, TITLE, LINE, GAP = 34.0, 46.0, 28.0, 14.0
START = Qt.AlignmentFlag.AlignLeft.value | Qt.AlignmentFlag.AlignVCenter.value
END = Qt.AlignmentFlag.AlignRight.value | Qt.AlignmentFlag.AlignVCenter.value


@dataclass(frozen=True, slots=True)
class Page:
    """What is on paper: a title, lines below it, and a table whose columns with `figures` stand at the end."""

    title: str
    lines: tuple[str, ...]
    headings: Sequence[str]
    figures: Sequence[bool]
    rows: Sequence[TableRow]


def pdf_of(page: Page) -> bytes:
    """The file; as many pages as it takes."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DPI)
    writer.setTitle(page.title)
    writer.setCreator("Aura Terminal")
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    writer.setPageLayout(QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter
    ))  # fmt: skip
    painter = QPainter(writer)
    try:
        _paint(painter, writer, page, QSizeF(writer.width(), writer.height()))
    finally:
        painter.end()
        buffer.close()
    return bytes(data.data())


def _paint(painter: QPainter, writer: QPdfWriter, page: Page, size: QSizeF) -> None:
    plain, strong, large = _font(20), _font(20, bold=True), _font(32, bold=True)
    painter.setFont(large)
    painter.drawText(QRectF(0, 0, size.width(), TITLE), START, page.title)
    top = TITLE
    painter.setFont(plain)
    for line in page.lines:
        painter.drawText(QRectF(0, top, size.width(), LINE), START, one_line(line, plain, int(size.width())))
        top += LINE
    widths = _widths(page, strong, size.width())
    top = _row(painter, page.headings, page.figures, widths, top + GAP, strong)
    for row in page.rows:
        if top + ROW > size.height():
            writer.newPage()
            top = _row(painter, page.headings, page.figures, widths, 0, strong)
        top = _row(painter, row.cells, page.figures, widths, top, strong if row.is_sum else plain)


def _row(
    painter: QPainter, cells: Sequence[str], figures: Sequence[bool], widths: Sequence[float], top: float, font: QFont
) -> float:
    left = 0.0
    painter.setFont(font)
    for words, is_figure, width in zip(cells, figures, widths, strict=True):
        rect = QRectF(left, top, width - GAP, ROW)
        painter.drawText(rect, END if is_figure else START, one_line(words, font, int(width - GAP) + 1))
        left += width
    painter.drawLine(0, int(top + ROW), int(left - GAP), int(top + ROW))
    return top + ROW


def _widths(page: Page, font: QFont, whole: float) -> list[float]:
    """As wide as the words are, all shrunk alike where they are too wide, the first words wider where there is room."""
    wanted = []
    for column, heading in enumerate(page.headings):
        words = [heading, *(row.cells[column] for row in page.rows)]
        wanted.append(max(width_of(each, font) for each in words) + GAP + 4)
    figures = sum(width for width, is_figure in zip(wanted, page.figures, strict=True) if is_figure)
    words_width = sum(wanted) - figures
    if sum(wanted) > whole and words_width:
        share = max(0.2, (whole - figures) / words_width)
        wanted = [width if is_figure else width * share for width, is_figure in zip(wanted, page.figures, strict=True)]
    elif page.figures and not all(page.figures):
        wanted[list(page.figures).index(False)] += whole - sum(wanted)
    return wanted


def _font(size: int, *, bold: bool = False) -> QFont:
    font = QFont(FAMILY["text"])
    font.setPixelSize(size)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font
