"""The board for guests, painted whole: two halves, names as large as they fit."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QRectF, Qt, Signal
from PySide6.QtGui import QCloseEvent, QFont, QHideEvent, QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.canvas import Canvas, Side
from aura_terminal.view_models.ready_board import Called, ReadyBoardModel

HEAD, MARGIN, GAP = 0.12, 0.03, 0.02
ROWS_MAKING, ROWS_READY = 9, 6
READY_SHARE = 0.58


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("ReadyBoard", words)


class ReadyBoardScreen(QWidget):
    """Being made on one side, ready on the other with a tick: the newest at the top. Esc closes it.

    A window of its own, for a second display; it takes no taps and shows no more than names and numbers.
    """

    closed = Signal()

    def __init__(self, theme: Theme, model: ReadyBoardModel, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._theme = theme
        self._model = model
        self.setWindowTitle(tr("Orders"))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        model.changed.connect(self._say)
        theme.changed.connect(self.update)
        self._say()

    def shown(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What stands on the board: being made, and ready. What finds no room is not named."""
        board = self._model.board
        columns = 2
        making = board.making[: ROWS_MAKING * columns]
        return tuple(map(called_words, making)), tuple(map(called_words, board.ready[:ROWS_READY]))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._model.wake()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._model.rest()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, whole = self._theme.look, QRectF(self.rect())
        canvas = Canvas(QPainter(self), look, whole, self.layoutDirection())
        canvas.fill(whole, look.color.bg)
        split = whole.width() * (1 - READY_SHARE)
        left = QRectF(whole.left(), whole.top(), split, whole.height())
        right = QRectF(split, whole.top(), whole.width() - split, whole.height())
        canvas.fill(right, look.color.surface1)
        making, ready = self.shown()
        self._paint_head(canvas, left, tr("Being made"), "chef-hat")
        self._paint_head(canvas, right, tr("Ready"), "circle-check")
        self._paint_making(canvas, left, making)
        self._paint_ready(canvas, right, ready)
        canvas.painter.end()

    def _say(self) -> None:
        making, ready = self.shown()
        words = tr("Ready: {ready}. Being made: {making}")
        self.setAccessibleName(words.format(ready=", ".join(ready) or "-", making=", ".join(making) or "-"))
        self.update()

    def _font(self, height: float) -> QFont:
        font = QFont(self._theme.look.font.total)
        font.setPixelSize(max(8, round(height)))
        return font

    def _paint_head(self, canvas: Canvas, half: QRectF, words: str, icon: str) -> None:
        color, tall = self._theme.look.color, half.height() * HEAD
        inset = half.width() * MARGIN
        side = tall * 0.5
        ink = color.ok if icon == "circle-check" else color.muted
        canvas.icon(QRectF(half.left() + inset, half.top() + (tall - side) / 2, side, side), icon, ink)
        box = QRectF(half.left() + 2 * inset + side, half.top(), half.width() - 3 * inset - side, tall)
        canvas.text(box, words, self._font(tall * 0.42), ink)

    def _paint_making(self, canvas: Canvas, half: QRectF, names: Sequence[str]) -> None:
        tall = half.height() * (1 - HEAD) / ROWS_MAKING
        wide = half.width() / 2
        for place, name in enumerate(names):
            column, row = divmod(place, ROWS_MAKING)
            top = half.top() + half.height() * HEAD + row * tall
            box = QRectF(half.left() + column * wide, top, wide, tall)
            inset = half.width() * MARGIN
            canvas.text(box.adjusted(inset, 0, -inset, 0), name, self._font(tall * 0.46), self._theme.look.color.text)

    def _paint_ready(self, canvas: Canvas, half: QRectF, names: Sequence[str]) -> None:
        look = self._theme.look
        tall = half.height() * (1 - HEAD) / ROWS_READY
        for place, name in enumerate(names):
            top = half.top() + half.height() * HEAD + place * tall
            inset, gap = half.width() * MARGIN, tall * GAP * 4
            box = QRectF(half.left() + inset, top, half.width() - 2 * inset, tall - gap)
            canvas.box(box, look.radii.ticket, fill=look.color.pay)
            side = box.height() * 0.5
            at = QRectF(box.left() + inset, box.center().y() - side / 2, side, side)
            canvas.icon(at, "check", look.color.on_pay)
            words = box.adjusted(2 * inset + side, 0, -inset, 0)
            canvas.text(words, name, self._font(box.height() * 0.56), look.color.on_pay, Side.START)


def called_words(called: Called) -> str:
    """How an order is called out, and a party whose table is ready."""
    if not called.number:
        return tr("{name}: your table").format(name=called.name)
    return f"{called.name}  {called.number}" if called.name else called.number
