"""Paints the strips across a ticket: an allergy, a change, and what is only told."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from aura_terminal.ui.theme.look import Look
from aura_terminal.ui.widgets.canvas import Canvas
from aura_terminal.ui.widgets.ticket_rows import AllergenRow, Strip
from aura_terminal.ui.widgets.ticket_shape import (
    NOTICE_WORDS_X,
    STRIP_EDGE,
    STRIP_PITCH,
    STRIP_WORDS_X,
    Scale,
    strip_font,
    strip_lines,
)


def paint_strip(canvas: Canvas, allergen: AllergenRow, strip: QRectF, scale: Scale) -> None:
    """Paints a strip in its box, with its words broken where they are too long."""
    look, font = canvas.look, strip_font(allergen, scale)
    face, ink, icon = _strip_dress(allergen.strip, look)
    tells = allergen.strip is Strip.NOTICE
    box = strip.adjusted(scale.px(STRIP_EDGE), 0, -scale.px(STRIP_EDGE), 0)
    if face is not None:
        canvas.box(box, look.radii.tag, fill=face)
    side, start = scale.px(18 if tells else 24), scale.px(NOTICE_WORDS_X if tells else STRIP_WORDS_X)
    inset = scale.px(10 if tells else 12)
    canvas.icon(QRectF(box.left() + inset, box.center().y() - side / 2, side, side), allergen.icon or icon, ink)
    lines, pitch = strip_lines(allergen, round(strip.width()), scale), scale.px(STRIP_PITCH)
    left, room = box.left() + start, box.width() - start - scale.px(8)
    top = box.center().y() - pitch * len(lines) / 2
    for place, words in enumerate(lines):
        canvas.text(QRectF(left, top + place * pitch, room, pitch), words, font, ink)


def _strip_dress(strip: Strip, look: Look) -> tuple[QColor | None, QColor, str]:
    """Face, ink and icon: an allergy is inverted with a triangle, a change is lit with a bell, a notice is plain."""
    match strip:
        case Strip.ALLERGEN:
            return look.color.allergen, look.color.on_allergen, "triangle-alert"
        case Strip.DIET:
            return look.color.inverse, look.color.on_inverse, "leaf"
        case Strip.CHANGE:
            return look.color.info, look.color.on_info, "bell-ring"
        case Strip.NOTICE:
            return look.color.key, look.color.text, "split"
