"""The display for guests, painted whole: lines at one side, what it comes to at the other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from aura_terminal.domain.money import Money
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.customer_display.idle_pictures import IdlePictures
from aura_terminal.ui.screens.customer_display.tips import GuestTips
from aura_terminal.ui.screens.customer_display.words import (
    detail_words,
    line_words,
    receipt_code,
    tr,
    two_lines,
)
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.canvas import Canvas, Side
from aura_terminal.ui.widgets.qr_symbol import paint_qr
from aura_terminal.view_models.customer_display import CustomerDisplayModel, GuestLine, Stage

MARGIN, HEAD = 0.04, 0.12
LINES_SHARE = 0.58
MOST_LINES = 9
NAME, DETAIL = 0.40, 0.26
TIPS_TOP, TIPS, TIPS_INSET = 0.66, 0.28, 0.09


class CustomerDisplayScreen(QWidget):
    """A window of its own for a second display. It never takes the focus, and taps only where a tip may be chosen.

    Of more lines than there is room for, the newest are shown, and how many came before. While nobody orders it shows
    the house's pictures, where there are any.
    """

    def __init__(
        self, theme: Theme, model: CustomerDisplayModel, money: MoneyText, parent: QWidget | None = None,
        pictures: IdlePictures | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent, Qt.WindowType.Window | Qt.WindowType.WindowDoesNotAcceptFocus)
        self._theme, self._model, self._money = theme, model, money
        self._pictures = pictures
        self._tips = GuestTips(theme, model, money, self)
        self.setWindowTitle(tr("Customer display"))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        if pictures is not None:
            pictures.changed.connect(self.update)
        model.changed.connect(self._say)
        theme.changed.connect(self.update)
        self._say()

    def shown_lines(self) -> tuple[tuple[GuestLine, ...], int]:
        """The lines there is room for, and how many came before them."""
        lines = self._model.view.lines
        hidden = max(0, len(lines) - MOST_LINES)
        return lines[hidden:], hidden

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        tall, left = self.height(), round(self.width() * LINES_SHARE)
        inset = round((self.width() - left) * TIPS_INSET)
        if self.isRightToLeft():
            self._tips.setGeometry(inset, round(tall * TIPS_TOP), self.width() - left - 2 * inset, round(tall * TIPS))
        else:
            self._tips.setGeometry(
                left + inset, round(tall * TIPS_TOP), self.width() - left - 2 * inset, round(tall * TIPS)
            )
        self._wake_pictures()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, whole = self._theme.look, QRectF(self.rect())
        canvas = Canvas(QPainter(self), look, whole, self.layoutDirection())
        canvas.fill(whole, look.color.bg)
        match self._model.view.stage:
            case Stage.IDLE:
                self._paint_idle(canvas, whole)
            case Stage.THANKS:
                self._paint_thanks(canvas, whole)
            case Stage.ORDER | Stage.PAYING:
                self._paint_order(canvas, whole)
        canvas.painter.end()

    def _say(self) -> None:
        (upper, first), (lower, second) = two_lines(self._model.view, self._money)
        lines = (f"{upper} {first}".strip(), f"{lower} {second}".strip())
        self.setAccessibleName(". ".join(line for line in lines if line))
        self._tips.show_tips(self._model.view.tips)
        self._wake_pictures()
        self.update()

    def _wake_pictures(self) -> None:
        if self._pictures is None:
            return
        if self._model.view.stage is Stage.IDLE:
            self._pictures.show_in(self.size() * self.devicePixelRatio())
        else:
            self._pictures.rest()

    def _font(self, height: float) -> QFont:
        font = QFont(self._theme.look.font.total)
        font.setPixelSize(max(8, round(height)))
        return font

    def _paint_idle(self, canvas: Canvas, whole: QRectF) -> None:
        color = self._theme.look.color
        picture = None if self._pictures is None else self._pictures.picture
        if picture is not None:
            canvas.painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            size = QSizeF(picture.size()).scaled(whole.size(), Qt.AspectRatioMode.KeepAspectRatio)
            box = QRectF(QPointF(), size)
            box.moveCenter(whole.center())
            canvas.painter.drawImage(box, picture)
            return
        half = whole.height() / 2
        upper = QRectF(whole.left(), half - half * 0.4, whole.width(), half * 0.4)
        lower = QRectF(whole.left(), half, whole.width(), half * 0.25)
        canvas.text(upper, self._model.view.store_name, self._font(upper.height() * 0.5), color.text, Side.MIDDLE)
        canvas.text(lower, tr("Welcome"), self._font(lower.height() * 0.45), color.muted, Side.MIDDLE)

    def _paint_thanks(self, canvas: Canvas, whole: QRectF) -> None:
        view, color = self._model.view, self._theme.look.color
        tall = whole.height()
        inset, side = tall * 0.08, min(tall * 0.52, whole.width() * 0.36)  # on a square screen it leaves the sums room
        code = QRectF(whole.right() - side - inset, (tall - side) / 2 - tall * 0.03, side, side)
        left = QRectF(whole.left() + inset, whole.top(), min(whole.width() * 0.5, code.left() - 2 * inset), tall)
        words = QRectF(left.left(), tall * 0.24, left.width(), tall * 0.16)
        canvas.text(words, tr("Thank you"), self._font(tall * 0.11), color.text)
        rows = [(tr("Total"), view.total), (tr("Tip"), view.tip), (tr("Change"), view.change)]
        top = tall * 0.46
        for name, amount in rows:
            if amount is not None:
                self._paint_sum(canvas, QRectF(left.left(), top, left.width(), tall * 0.1), name, amount)
                top += tall * 0.11
        paint_qr(canvas.painter, canvas.place(code), receipt_code(view, self._money))
        below = QRectF(code.left(), code.bottom(), code.width(), tall * 0.07)
        canvas.text(below, tr("Your receipt"), self._font(tall * 0.034), color.muted, Side.MIDDLE)

    def _paint_order(self, canvas: Canvas, whole: QRectF) -> None:
        view, look = self._model.view, self._theme.look
        split = whole.width() * LINES_SHARE
        right = QRectF(split, whole.top(), whole.width() - split, whole.height())
        canvas.fill(right, look.color.surface1)
        tall, inset = whole.height(), whole.width() * MARGIN
        head = QRectF(inset, 0, split - 2 * inset, tall * HEAD)
        canvas.text(head, view.store_name, self._font(tall * 0.045), look.color.muted)
        lines, hidden = self.shown_lines()
        row = tall * (1 - HEAD) / (MOST_LINES + 1)
        top = tall * HEAD
        if hidden:
            words = tr("{count} more above").format(count=hidden)
            canvas.text(QRectF(inset, top, split - 2 * inset, row), words, self._font(row * DETAIL), look.color.muted)
            top += row * 0.7
        for line in lines:
            self._paint_line(canvas, QRectF(inset, top, split - 2 * inset, row), line)
            top += row
        self._paint_sums(canvas, right)

    def _paint_line(self, canvas: Canvas, box: QRectF, line: GuestLine) -> None:
        color = self._theme.look.color
        font, detail = self._font(box.height() * NAME), detail_words(line, self._money)
        name = QRectF(box.left(), box.top(), box.width() * 0.74, box.height() * (0.58 if detail else 1))
        price = QRectF(box.left() + box.width() * 0.76, name.top(), box.width() * 0.24, name.height())
        canvas.text(name, line_words(line), font, color.text)
        canvas.text(price, self._money.amount(line.price), font, color.text, Side.END)
        if detail:
            below = QRectF(box.left(), name.bottom(), box.width() * 0.9, box.height() * 0.38)
            canvas.text(below, detail, self._font(box.height() * DETAIL), color.muted)

    def _paint_sums(self, canvas: Canvas, right: QRectF) -> None:
        view, tall = self._model.view, right.height()
        inset = right.width() * 0.09
        box = QRectF(right.left() + inset, tall * HEAD, right.width() - 2 * inset, tall * 0.1)
        paid = view.due if view.stage is Stage.PAYING else None
        smaller: Sequence[tuple[str, Money | None]] = (
            (tr("Discount"), None if view.discount is None else -view.discount),
            (tr("Tip"), view.tip),
            (tr("Total"), view.total if paid is not None else None),
            (tr("Change"), view.change),
        )
        for name, amount in smaller:
            if amount is not None:
                self._paint_sum(canvas, box, name, amount)
                box = box.translated(0, tall * 0.11)
        name = tr("To pay") if paid is not None else tr("Total")
        whole = paid if paid is not None else view.total
        color = self._theme.look.color
        up = TIPS * 0.9 if view.tips else 0.0
        words = QRectF(box.left(), tall * (0.62 - up), box.width(), tall * 0.08)
        figure = QRectF(box.left(), tall * (0.70 - up), box.width(), tall * 0.17)
        canvas.text(words, name, self._font(tall * 0.05), color.muted)
        if whole is not None:
            canvas.text(figure, self._money.total(whole), self._font(tall * 0.12), color.text)

    def _paint_sum(self, canvas: Canvas, box: QRectF, name: str, amount: Money) -> None:
        color = self._theme.look.color
        font = self._font(box.height() * 0.46)
        canvas.text(box, name, font, color.muted)
        canvas.text(box, self._money.total(amount), font, color.text, Side.END)
