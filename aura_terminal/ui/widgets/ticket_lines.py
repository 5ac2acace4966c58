"""Paints one dish of a ticket: quantity, name, modifiers, and how far it has come."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont

from aura_terminal.ui.theme.look import Look
from aura_terminal.ui.widgets.canvas import Canvas, Side
from aura_terminal.ui.widgets.fitting import width_of
from aura_terminal.ui.widgets.ticket_rows import BoardWords, Change, ModifierRow, TicketLineRow
from aura_terminal.ui.widgets.ticket_shape import (
    END,
    LINE,
    MODIFIER,
    NAME_PITCH,
    TAG_GAP,
    TAG_PADDING,
    WORDS_X,
    Scale,
    line_shape,
    modifier_font,
    tag_width,
)

QUANTITY_X, QUANTITY_WIDTH = 12, 44
TAG_HEIGHT, COUNTER_HEIGHT = 22, 28


def paint_line(
    canvas: Canvas, line: TicketLineRow, box: QRectF, words: BoardWords, scale: Scale, *, greyed: bool
) -> None:
    """Paints a dish in its box; done is struck with a tick, voided struck with its word, greyed is somebody else's."""
    look, fonts = canvas.look, scale.fonts
    shape = line_shape(line, round(box.width()), scale)
    box = box.adjusted(0, shape.inset, 0, -shape.inset)
    over = line.voided or line.made >= line.quantity
    quantity = QRectF(box.left() + scale.px(QUANTITY_X), box.top(), scale.px(QUANTITY_WIDTH), scale.px(LINE))
    ink = look.color.disabled if over or greyed else look.color.text
    canvas.text(quantity, str(line.quantity), fonts.ticket_quantity, ink, Side.MIDDLE)
    font = _struck(fonts.ticket_item) if over else fonts.ticket_item
    left = box.left() + scale.px(WORDS_X)
    room = box.right() - scale.px(END) - left
    for place, part in enumerate(shape.name):
        name = QRectF(left, box.top() + place * scale.px(NAME_PITCH), room, scale.px(LINE))
        canvas.text(name, part, font, look.color.muted if over or greyed else look.color.text)
    _paint_progress(canvas, line, box, words, scale)
    pitch = scale.px(MODIFIER)
    top = box.top() + scale.px(LINE) - scale.px(2) + scale.px(NAME_PITCH) * (len(shape.name) - 1)
    for modifier, parts in zip(line.modifiers, shape.modifiers, strict=True):
        first = QRectF(left, top, room, pitch)
        _paint_modifier(canvas, modifier, parts, first, scale, over=over or greyed)
        top += pitch * len(parts)


def _struck(font: QFont) -> QFont:
    struck = QFont(font)
    struck.setStrikeOut(True)
    return struck


def _paint_progress(canvas: Canvas, line: TicketLineRow, box: QRectF, words: BoardWords, scale: Scale) -> None:
    look, fonts = canvas.look, scale.fonts
    middle = box.top() + scale.px(LINE) / 2
    right = box.right() - scale.px(END)
    if line.voided:
        wide = width_of(words.void, fonts.ticket_tag) + scale.px(20)
        pill = QRectF(right - wide, middle - scale.px(COUNTER_HEIGHT) / 2, wide, scale.px(COUNTER_HEIGHT))
        canvas.box(pill, look.radii.tag, fill=look.color.late)
        canvas.text(pill, words.void, fonts.ticket_tag, look.color.on_late, Side.MIDDLE)
    elif line.made >= line.quantity:
        side = scale.px(26)
        canvas.icon(QRectF(right - scale.px(8) - side, middle - side / 2, side, side), "check", look.color.ok)
    elif line.made:
        _paint_counter(canvas, f"{line.made}/{line.quantity}", right, middle, scale)


def _paint_counter(canvas: Canvas, count: str, right: float, middle: float, scale: Scale) -> None:
    look, font = canvas.look, scale.fonts.ticket_pill
    side = scale.px(18)
    wide = scale.px(9) + side + scale.px(6) + width_of(count, font) + scale.px(10)
    pill = QRectF(right - wide, middle - scale.px(COUNTER_HEIGHT) / 2, wide, scale.px(COUNTER_HEIGHT))
    canvas.pill(pill, look.shade.made_pill)
    canvas.icon(QRectF(pill.left() + scale.px(9), middle - side / 2, side, side), "check", look.color.ok)
    canvas.text(pill.adjusted(0, 0, -scale.px(10), 0), count, font, look.color.ok, Side.END)


def _paint_modifier(
    canvas: Canvas, modifier: ModifierRow, parts: tuple[str, ...], row: QRectF, scale: Scale, *, over: bool
) -> None:
    look, fonts = canvas.look, scale.fonts
    ink, face = _inks(modifier.change, look)
    if over and modifier.change is not Change.DANGER:
        ink = look.color.muted
    font = modifier_font(modifier, fonts)
    taken = tag_width(modifier, fonts, scale)
    if taken:
        tag = QRectF(row.left(), row.top(), taken - scale.px(TAG_GAP), row.height())
        tag = tag.adjusted(0, (row.height() - scale.px(TAG_HEIGHT)) / 2, 0, -(row.height() - scale.px(TAG_HEIGHT)) / 2)
        canvas.box(tag, look.radii.tag, fill=face)
        inside = tag.adjusted(scale.px(TAG_PADDING) - 2, 0, -scale.px(TAG_PADDING) + 2, 0)
        canvas.text(inside, modifier.tag, fonts.ticket_tag, ink, Side.MIDDLE)
    plain = look.color.text if modifier.change is Change.DANGER else ink
    for place, words in enumerate(parts):
        box = row.translated(0, place * row.height())
        canvas.text(box.adjusted(0 if place else taken, 0, 0, 0), words, font, plain)


def _inks(change: Change, look: Look) -> tuple[QColor, QColor]:
    match change:
        case Change.NO:
            return look.color.without, look.shade.without_tag
        case Change.ADD:
            return look.color.addition, look.shade.addition_tag
        case Change.NOTE:
            return look.color.note, look.color.surface3
        case Change.DIET | Change.PART | Change.IN:
            return look.color.note, look.color.surface3
        case Change.DANGER:
            return look.color.on_allergen, look.color.allergen
