"""A document for paper as it would come out, painted as large as there is room; always dark on white."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from aura_terminal.domain.paper import Align, Block, Columns, Feed, PaperDocument, Picture, QrCode, Rule, Style, Text
from aura_terminal.ui.theme.fonts import make_font
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.canvas import BY_WORDS
from aura_terminal.ui.widgets.fitting import metrics_of, some_lines
from aura_terminal.ui.widgets.qr_symbol import paint_qr

INK, PAPER = QColor("#101010"), QColor("#ffffff")
COLUMNS, DOTS, PITCH, MARGIN = 42, 512, 20, 14
CODE_SIDE = 110
FLAGS = {Align.LEFT: Qt.AlignmentFlag.AlignLeft, Align.CENTER: Qt.AlignmentFlag.AlignHCenter}
FLAGS[Align.RIGHT] = Qt.AlignmentFlag.AlignRight
ABSOLUTE = Qt.AlignmentFlag.AlignAbsolute  # paper has no direction of its own


class PaperView(QWidget):
    """Shows one document. It is a preview of 80 mm paper: the words and their places, not the printer's own letters."""

    def __init__(self, theme: Theme, say: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._blocks: tuple[Block, ...] = ()
        self.setAccessibleName(say)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def show_document(self, document: PaperDocument) -> None:
        """Paint another document."""
        self._blocks = document.blocks
        words = [run.text for block in self._blocks if isinstance(block, Text) for run in block.runs]
        self.setAccessibleDescription(", ".join(filter(None, words)))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, 420)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setLayoutDirection(BY_WORDS)
        wide = min(self.width(), 340)
        paper = QRectF((self.width() - wide) / 2, 0, wide, self.height())
        painter.fillRect(paper, PAPER)
        painter.setClipRect(paper)
        box, top = paper.adjusted(MARGIN, 0, -MARGIN, 0), MARGIN * 1.0
        for block in self._blocks:
            top += self._paint(painter, block, QRectF(box.left(), top, box.width(), self.height()))
        painter.end()

    def _paint(self, painter: QPainter, block: Block, room: QRectF) -> float:
        """Paint one block at the top of the room; how high it was."""
        if isinstance(block, Text):
            style = block.runs[0].style if block.runs else Style()
            return self._words(painter, "".join(run.text for run in block.runs), style, block.align, room)
        if isinstance(block, Columns):
            return self._columns(painter, block, room)
        if isinstance(block, Rule):
            painter.fillRect(QRectF(room.left(), room.top() + PITCH / 2, room.width(), 1), INK)
            return PITCH
        if isinstance(block, Feed):
            return block.lines * PITCH / 2
        if isinstance(block, QrCode):
            paint_qr(painter, QRectF(room.left(), room.top(), room.width(), CODE_SIDE), block.content)
            return CODE_SIDE
        return self._picture(painter, block, room) if isinstance(block, Picture) else 0

    def _font(self, style: Style) -> QFont:
        type_ = self._theme.look.tokens.type
        font = QFont(make_font(type_.strong if style.bold else type_.small, 1.0 if style.height == 1 else 1.5))
        font.setPixelSize(14 if style.height == 1 else 22)
        return font

    def _words(self, painter: QPainter, words: str, style: Style, align: Align, room: QRectF) -> float:
        font = self._font(style)
        painter.setFont(font)
        painter.setPen(INK)
        pitch = max(PITCH, int(metrics_of(font).height()) + 2)
        lines = some_lines(words, font, int(room.width()), 4) or ("",)
        for place, line in enumerate(lines):
            painter.drawText(
                QRectF(room.left(), room.top() + place * pitch, room.width(), pitch), FLAGS[align] | ABSOLUTE, line
            )
        return pitch * len(lines)

    def _columns(self, painter: QPainter, block: Columns, room: QRectF) -> float:
        letter = room.width() / COLUMNS
        fixed = sum((cell.width or 0) * letter for cell in block.cells)
        weights = sum(cell.weight for cell in block.cells if cell.width is None) or 1
        left, tallest = room.left(), 0.0
        for cell in block.cells:
            wide = cell.width * letter if cell.width else (room.width() - fixed) * cell.weight / weights
            box = QRectF(left, room.top(), wide, room.height())
            tallest = max(tallest, self._words(painter, cell.text, cell.style, cell.align, box))
            left += wide
        return tallest

    def _picture(self, painter: QPainter, block: Picture, room: QRectF) -> float:
        rows = block.rows()
        image = QImage(rows, block.width, block.height, (block.width + 7) // 8, QImage.Format.Format_Mono)
        image.setColorTable([PAPER.rgb(), INK.rgb()])
        wide = room.width() * block.width / DOTS
        high = wide * block.height / block.width
        painter.drawImage(QRectF(room.center().x() - wide / 2, room.top(), wide, high), image.copy())
        return high + 6
