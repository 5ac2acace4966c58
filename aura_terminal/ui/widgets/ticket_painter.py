"""Paints one ticket; asked for a part, it paints no more than that."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPen

from aura_terminal.ui.theme.look import Look
from aura_terminal.ui.widgets.canvas import Canvas, Side
from aura_terminal.ui.widgets.fitting import width_of
from aura_terminal.ui.widgets.ticket_lines import paint_line
from aura_terminal.ui.widgets.ticket_rows import Age, BoardWords, Mark, TicketRow, Urgency
from aura_terminal.ui.widgets.ticket_shape import (
    BAR,
    BODY_TOP,
    CONTINUED,
    HEADER,
    STRIP_GAP,
    Scale,
    line_shape,
    strip_height,
)
from aura_terminal.ui.widgets.ticket_strips import paint_strip

ICON, ICON_X, TITLE_X, TIMER_END = 26, 16, 54, 16
PILL_START, PILL_END = 33, 13
Pick = Callable[[Look], QColor]


@dataclass(frozen=True, slots=True)
class Dress:
    """The colours of one urgency and the width of its outline."""

    face: Pick
    ink: Pick
    muted: Pick
    bar: Pick
    line: Pick
    width: float


DRESSES: dict[Urgency, Dress] = {
    Urgency.FRESH: Dress(
        lambda look: look.color.fresh,
        lambda look: look.color.on_fresh,
        lambda look: look.color.on_fresh_muted,
        lambda look: look.color.target_bar,
        lambda look: look.color.surface2,
        1.0,
    ),
    Urgency.DUE: Dress(
        lambda look: look.color.warn,
        lambda look: look.color.on_warn,
        lambda look: look.color.on_warn,
        lambda look: look.color.warn,
        lambda look: look.color.warn,
        3.0,
    ),
    Urgency.LATE: Dress(
        lambda look: look.color.late,
        lambda look: look.color.on_late,
        lambda look: look.color.on_late,
        lambda look: look.color.target_overrun,
        lambda look: look.color.late,
        4.0,
    ),
    Urgency.WAITING: Dress(
        lambda look: look.color.surface2,
        lambda look: look.color.muted,
        lambda look: look.color.muted,
        lambda look: look.color.target_bar,
        lambda look: look.color.outline_strong,
        2.0,
    ),
    Urgency.READY: Dress(
        lambda look: look.color.pay,
        lambda look: look.color.on_pay,
        lambda look: look.color.on_pay,
        lambda look: look.color.pay,
        lambda look: look.color.pay,
        3.0,
    ),
    Urgency.DONE: Dress(
        lambda look: look.color.surface3,
        lambda look: look.color.muted,
        lambda look: look.color.muted,
        lambda look: look.color.ok,
        lambda look: look.color.outline,
        1.0,
    ),
}
PILLED = frozenset({Urgency.LATE, Urgency.DUE})
NEWS_WIDTH, DASH = 3.0, 4.0
OUTLINE_ROOM = 5


@dataclass(frozen=True, slots=True)
class Piece:
    """A segment ready to paint: its rectangle, what stands in it, and how old the ticket is."""

    row: TicketRow
    rect: QRectF
    age: Age
    first: int
    past: int
    part: int
    parts: int


def timer_box(rect: QRectF, age: Age, scale: Scale) -> QRectF:
    """Where the timer stands; as wide as its digits, which share one width."""
    wide = ceil(width_of(age.timer, scale.fonts.ticket_timer)) + 2  # whole pixels, or its edge would shine through
    right = rect.right() - scale.px(TIMER_END) + 1
    above = age.urgency in PILLED
    middle = rect.top() + scale.px(25 if above else 35)
    return QRectF(right - wide, middle - scale.px(20), wide, scale.px(34 if above else 40))


def overrun_pill(rect: QRectF, age: Age, words: BoardWords, scale: Scale) -> QRectF:
    """The pill under the timer of a ticket that is late, or due."""
    wide = ceil(width_of(overrun_words(age, words), scale.fonts.ticket_tag)) + scale.px(PILL_START + PILL_END)
    return QRectF(rect.right() - scale.px(13) - wide, rect.top() + scale.px(42), wide, scale.px(24))


def overrun_box(pill: QRectF, scale: Scale) -> QRectF:
    """Where the words of that pill stand: the pill without its icon and its round ends."""
    return pill.adjusted(scale.px(PILL_START), 1, -scale.px(PILL_END) + 1, -1)


def changing_boxes(rect: QRectF, age: Age, words: BoardWords, scale: Scale) -> tuple[QRectF, ...]:
    """What a second may change: first the bar between the outlines, the timer, and the words of its pill."""
    bar = bar_rect(rect, scale).adjusted(OUTLINE_ROOM, 0, -OUTLINE_ROOM, 0)
    timer = timer_box(rect, age, scale)
    if age.urgency not in PILLED:
        return bar, timer
    return bar, timer, overrun_box(overrun_pill(rect, age, words, scale), scale)


def overrun_words(age: Age, words: BoardWords) -> str:
    """How late, or how long until then, in words."""
    return f"{words.late} +{age.overrun}" if age.urgency is Urgency.LATE else f"{words.due} {age.overrun}"


def bar_rect(rect: QRectF, scale: Scale) -> QRectF:
    """The target bar, from edge to edge."""
    return QRectF(rect.left(), rect.top() + scale.px(HEADER), rect.width(), scale.px(BAR))


def paint_seconds(canvas: Canvas, piece: Piece, words: BoardWords, scale: Scale) -> None:
    """Paints what a second changes and no more; under a clip of many rectangles a rounded box costs a millisecond."""
    look, dress = canvas.look, DRESSES[piece.age.urgency]
    timer = timer_box(piece.rect, piece.age, scale)
    canvas.fill(timer, dress.face(look))
    canvas.text(timer, piece.age.timer, scale.fonts.ticket_timer, dress.ink(look), Side.END)
    if piece.age.urgency in PILLED:
        face, ink, _ = _pill_dress(piece.age, look)
        box = overrun_box(overrun_pill(piece.rect, piece.age, words, scale), scale)
        canvas.fill(box, face)
        canvas.text(box, overrun_words(piece.age, words), scale.fonts.ticket_tag, ink)
    _paint_bar(canvas, piece, dress, scale)


def _pill_dress(age: Age, look: Look) -> tuple[QColor, QColor, str]:
    """Face, ink and icon of the pill: white with a triangle when late, dark with a clock when due."""
    if age.urgency is Urgency.LATE:
        return look.color.on_late, look.color.late_word, "triangle-alert"
    return look.color.on_warn, look.color.warn, "clock"


def paint_ticket(
    canvas: Canvas, piece: Piece, words: BoardWords, scale: Scale, wanted: Callable[[QRectF], bool]
) -> None:
    """Paints what of the piece is `wanted`; rectangles are asked for in reading order."""
    look = canvas.look
    dress = DRESSES[piece.age.urgency]
    rect = piece.rect
    radius = look.radii.ticket * scale.by
    canvas.box(rect, radius, fill=look.color.surface2)
    head_height = scale.px(HEADER + BAR) if piece.part == 1 else scale.px(CONTINUED)
    head = QRectF(rect.left(), rect.top(), rect.width(), head_height)
    if wanted(head):
        _paint_head(canvas, piece, dress, scale, words, head)
    top = rect.top() + head_height + scale.px(BODY_TOP)
    if piece.part == 1:
        for allergen in piece.row.allergens:
            strip = QRectF(rect.left(), top, rect.width(), strip_height(allergen, round(rect.width()), scale))
            if wanted(strip):
                paint_strip(canvas, allergen, strip, scale)
            top += strip.height() + scale.px(STRIP_GAP)
        top += scale.px(2) if piece.row.allergens else 0
    for line in piece.row.lines[piece.first : piece.past]:
        height = line_shape(line, round(rect.width()), scale).height
        box = QRectF(rect.left(), top, rect.width(), height)
        if wanted(box):
            paint_line(canvas, line, box, words, scale, greyed=bool(piece.row.elsewhere))
        top += height
    _paint_outline(canvas, piece, dress, radius)


def _paint_outline(canvas: Canvas, piece: Piece, dress: Dress, radius: float) -> None:
    if piece.age.urgency is Urgency.WAITING:
        _paint_dashes(canvas, piece, dress, radius)
        return
    news = piece.row.mark is not Mark.NONE and piece.age.urgency is Urgency.FRESH
    line = canvas.look.color.info if news else dress.line(canvas.look)
    canvas.box(piece.rect, radius, line=line, width=NEWS_WIDTH if news else dress.width)


def _paint_dashes(canvas: Canvas, piece: Piece, dress: Dress, radius: float) -> None:
    """What is not to be begun yet has a broken outline, blue where its turn has come."""
    look, half = canvas.look, dress.width / 2
    line = look.color.info if piece.row.mark is Mark.NEXT else dress.line(look)
    pen = QPen(line, dress.width)
    pen.setDashPattern([DASH, DASH])
    canvas.painter.setPen(pen)
    canvas.painter.setBrush(Qt.BrushStyle.NoBrush)
    canvas.painter.drawRoundedRect(canvas.place(piece.rect).adjusted(half, half, -half, -half), radius, radius)


def _paint_head(canvas: Canvas, piece: Piece, dress: Dress, scale: Scale, words: BoardWords, head: QRectF) -> None:
    look = canvas.look
    painter = canvas.painter
    painter.save()
    painter.setClipRect(canvas.place(head))
    canvas.box(piece.rect, look.radii.ticket * scale.by, fill=dress.face(look))
    painter.restore()
    if piece.age.urgency is Urgency.WAITING:
        canvas.hatch(head, look.radii.ticket * scale.by, look.color.surface3)
    if piece.part > 1:
        _paint_continued(canvas, piece, dress, scale, head)
        return
    _paint_bar(canvas, piece, dress, scale)
    left = _paint_timer(canvas, piece, dress, scale, words)
    left = _paint_mark(canvas, piece, scale, left)
    _paint_title(canvas, piece, dress, scale, left)


def _paint_title(canvas: Canvas, piece: Piece, dress: Dress, scale: Scale, right: float) -> None:
    look, rect, fonts = canvas.look, piece.rect, scale.fonts
    side = scale.px(ICON)
    icon = QRectF(rect.left() + scale.px(ICON_X), rect.top() + scale.px(33) - side / 2, side, side)
    canvas.icon(icon, _title_icon(piece), dress.ink(look))
    left = rect.left() + scale.px(TITLE_X)
    room = right - left - scale.px(8)
    title = QRectF(left, rect.top() + scale.px(8), room, scale.px(34))
    canvas.text(title, piece.row.title, fonts.ticket_title, dress.ink(look))
    detail = QRectF(left, rect.top() + scale.px(39), room, scale.px(22))
    if piece.row.elsewhere:
        canvas.text(detail, f"{piece.row.elsewhere}  ·  {piece.row.detail}", fonts.ticket_detail, look.color.text)
    else:
        canvas.text(detail, piece.row.detail, fonts.ticket_detail, dress.muted(look))


def _title_icon(piece: Piece) -> str:
    match piece.age.urgency:
        case Urgency.DONE:
            return "printer-check" if piece.row.elsewhere else "check"
        case Urgency.READY:
            return "circle-check"
        case Urgency.WAITING:
            return "pause" if piece.row.held else "hourglass"
        case _:
            return piece.row.icon


def _paint_continued(canvas: Canvas, piece: Piece, dress: Dress, scale: Scale, head: QRectF) -> None:
    inner = head.adjusted(scale.px(ICON_X), 0, -scale.px(TIMER_END), 0)
    ink = dress.ink(canvas.look)
    count = f"{piece.part}/{piece.parts}"
    canvas.text(inner.adjusted(0, 0, -scale.px(70), 0), piece.row.title, scale.fonts.ticket_item, ink)
    canvas.text(inner, count, scale.fonts.ticket_item, ink, Side.END)


def _paint_bar(canvas: Canvas, piece: Piece, dress: Dress, scale: Scale) -> None:
    bar = bar_rect(piece.rect, scale)
    canvas.fill(bar, canvas.look.color.target_track)
    full = QRectF(bar.left(), bar.top(), round(bar.width() * piece.age.share), bar.height())
    canvas.fill(full, dress.bar(canvas.look))


def _paint_timer(canvas: Canvas, piece: Piece, dress: Dress, scale: Scale, words: BoardWords) -> float:
    """Paints the timer, and the overrun pill below it; returns where the space to its left ends."""
    look, age = canvas.look, piece.age
    box = timer_box(piece.rect, age, scale)
    canvas.text(box, age.timer, scale.fonts.ticket_timer, dress.ink(look), Side.END)
    if age.urgency not in PILLED:
        return box.left()
    face, ink, icon = _pill_dress(age, look)
    pill = overrun_pill(piece.rect, age, words, scale)
    canvas.pill(pill, face)
    side = scale.px(18)
    at = QRectF(pill.left() + scale.px(9), pill.center().y() - side / 2, side, side)
    canvas.icon(at, icon, ink)
    words_box = overrun_box(pill, scale)
    canvas.text(words_box, overrun_words(age, words), scale.fonts.ticket_tag, ink)
    return min(box.left(), pill.left())


MARK_ICONS = {Mark.RUSH: "zap", Mark.ADDITION: "plus", Mark.NEXT: "play"}


def _paint_mark(canvas: Canvas, piece: Piece, scale: Scale, right: float) -> float:
    """Paints what a ticket is besides its age, in pills from the right; returns where the space to their left ends."""
    row, look, urgency = piece.row, canvas.look, piece.age.urgency
    if urgency is Urgency.DONE:
        return right
    if row.ready:
        right = _paint_pill(canvas, row.ready, "check", (look.color.on_pay, look.color.pay), scale, piece.rect, right)
    if row.held and row.mark is not Mark.NEXT:
        right = _paint_pill(canvas, row.held, "pause", (look.color.surface3, look.color.text), scale, piece.rect, right)
    if row.mark is not Mark.NONE and row.mark_words:
        inks = (look.color.info, look.color.on_info)
        right = _paint_pill(canvas, row.mark_words, MARK_ICONS.get(row.mark, ""), inks, scale, piece.rect, right)
    return right


def _paint_pill(
    canvas: Canvas, words: str, icon: str, inks: tuple[QColor, QColor], scale: Scale, head: QRectF, right: float
) -> float:
    face, ink = inks
    font = scale.fonts.ticket_tag
    wide = width_of(words, font) + scale.px(24) + (scale.px(24) if icon else 0)
    tall = scale.px(30)
    pill = QRectF(right - scale.px(12) - wide, head.top() + scale.px(35) - tall / 2, wide, tall)
    canvas.pill(pill, face)
    if not icon:
        canvas.text(pill, words, font, ink, Side.MIDDLE)
        return pill.left()
    side = scale.px(18)
    canvas.icon(QRectF(pill.left() + scale.px(12), pill.center().y() - side / 2, side, side), icon, ink)
    canvas.text(pill.adjusted(scale.px(12) + side + scale.px(6), 0, 0, 0), words, font, ink)
    return pill.left()
