"""How tall the parts of a ticket are and where its words break, at one width and scale."""

from dataclasses import dataclass

from PySide6.QtGui import QFont

from aura_terminal.ui.theme.look import Look
from aura_terminal.ui.theme.metrics import LEAST_HASTY_PIXELS
from aura_terminal.ui.theme.tokens import TextRoles
from aura_terminal.ui.widgets.fitting import some_lines, width_of
from aura_terminal.ui.widgets.ticket_flow import Tall
from aura_terminal.ui.widgets.ticket_rows import AllergenRow, Change, ModifierRow, Strip, TicketLineRow, TicketRow

HEADER, BAR, CONTINUED = 70, 6, 64
BODY_TOP, FOOT = 8, 14
STRIP, STRIP_GAP, STRIP_PITCH, MOST_STRIP_LINES = 42, 8, 26, 3
NOTICE, NOTICE_WORDS_X = 32, 38
STRIP_EDGE, STRIP_WORDS_X = 12, 48
LINE, NAME_PITCH, MODIFIER = 44, 31, 27
LEAST_LINE = LEAST_HASTY_PIXELS
"""A dish is tapped with a knife in the other hand: never less, at whatever scale."""
WORDS_X, END = 62, 12
TAG_PADDING, TAG_GAP = 6, 8
COUNTER_ROOM = 84


@dataclass(frozen=True, slots=True)
class LineShape:
    """A dish broken into lines; `inset` pixels above them and below make it as tall as a target."""

    name: tuple[str, ...]
    modifiers: tuple[tuple[str, ...], ...]
    height: int
    inset: int = 0


@dataclass(frozen=True, slots=True)
class Scale:
    """Pixels and fonts of a board at one size; 1.0 is M, 1.25 is L."""

    by: float
    look: Look

    @property
    def fonts(self) -> TextRoles[QFont]:
        """The type at this scale."""
        return self.look.fonts_at(self.by)

    def px(self, length: float) -> int:
        """A length of the drawing at this scale."""
        return round(length * self.by)


def tall_of(row: TicketRow, width: int, scale: Scale) -> Tall:
    """The heights of a ticket of that width."""
    strips = sum(strip_height(each, width, scale) + scale.px(STRIP_GAP) for each in row.allergens)
    body = scale.px(BODY_TOP) + strips + (scale.px(2) if row.allergens else 0)
    head = scale.px(HEADER) + scale.px(BAR) + body
    return Tall(head, tuple(line_shape(line, width, scale).height for line in row.lines), scale.px(FOOT))


def strip_lines(allergen: AllergenRow, width: int, scale: Scale) -> tuple[str, ...]:
    """Where the words of an allergy strip break: they are never cut while three lines hold them."""
    start = NOTICE_WORDS_X if allergen.strip is Strip.NOTICE else STRIP_WORDS_X
    room = width - 2 * scale.px(STRIP_EDGE) - scale.px(start) - scale.px(8)
    words = f"{allergen.word}  {allergen.detail}".strip()
    return some_lines(words, strip_font(allergen, scale), room, MOST_STRIP_LINES)


def strip_font(allergen: AllergenRow, scale: Scale) -> QFont:
    """What only tells is smaller than what shouts."""
    return scale.fonts.ticket_detail if allergen.strip is Strip.NOTICE else scale.fonts.ticket_allergen


def strip_height(allergen: AllergenRow, width: int, scale: Scale) -> int:
    """How tall a strip is in a ticket of that width."""
    tall = NOTICE if allergen.strip is Strip.NOTICE else STRIP
    return scale.px(tall) + scale.px(STRIP_PITCH) * (len(strip_lines(allergen, width, scale)) - 1)


def line_shape(line: TicketLineRow, width: int, scale: Scale) -> LineShape:
    """Where the words of a dish break."""
    fonts = scale.fonts
    room = width - scale.px(WORDS_X) - scale.px(END)
    beside = scale.px(COUNTER_ROOM) if line.made or line.voided else 0
    name = some_lines(line.name, fonts.ticket_item, room, 2, room - beside)
    modifiers = tuple(_modifier_lines(each, room, fonts, scale) for each in line.modifiers)
    extra = scale.px(NAME_PITCH) * (len(name) - 1) + scale.px(MODIFIER) * sum(len(each) for each in modifiers)
    natural = scale.px(LINE) + extra
    inset = max(0, LEAST_LINE - natural + 1) // 2
    return LineShape(name, modifiers, natural + 2 * inset, inset)


def modifier_font(modifier: ModifierRow, fonts: TextRoles[QFont]) -> QFont:
    """What is left out or added is heavier than a remark."""
    return fonts.ticket_modifier if modifier.change is Change.NOTE else fonts.ticket_change


def tag_width(modifier: ModifierRow, fonts: TextRoles[QFont], scale: Scale) -> int:
    """How much of the first line the boxed word takes; 0 for a note."""
    if modifier.change is Change.NOTE or not modifier.tag:
        return 0
    return round(width_of(modifier.tag, fonts.ticket_tag)) + 2 * scale.px(TAG_PADDING) + scale.px(TAG_GAP)


def _modifier_lines(modifier: ModifierRow, room: int, fonts: TextRoles[QFont], scale: Scale) -> tuple[str, ...]:
    first = room - tag_width(modifier, fonts, scale)
    return some_lines(modifier.words, modifier_font(modifier, fonts), room, 3, first) or ("",)
