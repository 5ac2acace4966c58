"""Paints the rows of an order and says what lies under a finger; both read the same shape."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QRectF
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from aura_terminal.ui.theme.look import Look
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import FACES, Kind, State, paint_face, paint_label
from aura_terminal.ui.widgets.canvas import Canvas, Side, mirrored
from aura_terminal.ui.widgets.fitting import some_lines, width_of
from aura_terminal.ui.widgets.order_rows import CourseRow, LineAction, LineRow, LineTone, OrderRow, SectionRow
from aura_terminal.ui.widgets.pill import INKS, Tone
from aura_terminal.ui.widgets.rows import ROW

COURSE, SECTION, BARE_LINE = 48, 26, 48
NAME_TOP, NAME_HEIGHT = 8, 24
NOTE_HEIGHT, NOTES_BOTTOM, MOST_NOTE_LINES = 20, 6, 3
QUANTITY_X, NAME_X, END = 8, 38, 8
BUTTON_HEIGHT, BUTTON_BOTTOM, BUTTON_GAP = 48, 6, 6
STEP_WIDTH, COUNT_WIDTH = 56, 48
PRESSING = (Tone.WARN, Tone.LATE)
SECTION_INKS: dict[Tone, Callable[[Look], QColor]] = {
    Tone.INFO: lambda look: look.color.primary_text,
    Tone.CALM: lambda look: look.color.muted,
}
SEPARATOR = "\u00a0\u00a0 ·\u00a0\u00a0 "  # the unbreakable spaces stay, the plain ones may break a line


class Part(Enum):
    """What of a row was hit."""

    ROW = auto()
    FEWER = auto()
    MORE = auto()
    ACTION = auto()


@dataclass(frozen=True, slots=True)
class Hit:
    """A part of one row; `action` names the button for `Part.ACTION`."""

    row: str
    part: Part
    action: str = ""


@dataclass(frozen=True, slots=True)
class LineShape:
    """Where the parts of a line lie, left to right, relative to its row's top left."""

    notes: tuple[str, ...]
    height: int
    buttons: tuple[tuple[QRect, Hit], ...] = ()


def line_shape(row: LineRow, width: int, look: Look) -> LineShape:
    """The shape of a line in a list of that width."""
    room = width - NAME_X - END
    notes = some_lines(SEPARATOR.join(row.notes), look.font.small, room, MOST_NOTE_LINES) if row.notes else ()
    height = NAME_TOP + NAME_HEIGHT + len(notes) * NOTE_HEIGHT + NOTES_BOTTOM
    if not row.selected:
        return LineShape(notes, max(BARE_LINE, height))
    if not row.steps and not row.actions:
        return LineShape(notes, max(BARE_LINE, height) + BUTTON_BOTTOM)
    top = max(BARE_LINE, height)
    return LineShape(notes, top + BUTTON_HEIGHT + BUTTON_BOTTOM, _buttons(row, width, top))


def _buttons(row: LineRow, width: int, top: int) -> tuple[tuple[QRect, Hit], ...]:
    found: list[tuple[QRect, Hit]] = []
    left, right = 10, width - 12
    if row.steps:
        found.append((QRect(left, top, STEP_WIDTH, BUTTON_HEIGHT), Hit(row.id, Part.FEWER)))
        left += STEP_WIDTH + COUNT_WIDTH
        found.append((QRect(left, top, STEP_WIDTH, BUTTON_HEIGHT), Hit(row.id, Part.MORE)))
        left += STEP_WIDTH + BUTTON_GAP
    count = len(row.actions)
    for place, action in enumerate(row.actions):
        start = left + (right - left + BUTTON_GAP) * place // count
        end = left + (right - left + BUTTON_GAP) * (place + 1) // count - BUTTON_GAP
        found.append((QRect(start, top, end - start, BUTTON_HEIGHT), Hit(row.id, Part.ACTION, action.id)))
    return tuple(found)


class OrderDelegate(QStyledItemDelegate):
    """Measures, paints and hit-tests rows."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self.pressed: Hit | None = None
        self.ringed_row = -1

    def height_of(self, row: OrderRow, width: int) -> int:
        """How tall a row is in a list of that width."""
        match row:
            case CourseRow():
                return COURSE
            case SectionRow():
                return SECTION
            case LineRow():
                return line_shape(row, width, self._theme.look).height

    def hit(self, option: QStyleOptionViewItem, row: OrderRow, at: QPoint) -> Hit | None:
        """What lies at a point of the viewport, given the row there and its rectangle in the option."""
        if isinstance(row, SectionRow):
            return None
        if isinstance(row, LineRow) and row.selected:
            inside = QRect(0, 0, option.rect.width(), option.rect.height())
            for box, hit in line_shape(row, option.rect.width(), self._theme.look).buttons:
                if mirrored(box, inside, option.direction).translated(option.rect.topLeft()).contains(at):
                    return hit
        return Hit(row.id, Part.ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: OrderRow = index.data(ROW)
        painter.save()
        painter.translate(option.rect.topLeft())
        body = QRectF(0, 0, option.rect.width(), option.rect.height())
        canvas = Canvas(painter, self._theme.look, body, option.direction)
        match row:
            case CourseRow():
                body = body.adjusted(0, 0, 0, -4)
                _paint_course(canvas, body, row, State.PRESSED if self._is_pressed(row.id) else State.IDLE)
            case SectionRow():
                _paint_section(canvas, body, row)
            case LineRow():
                self._paint_line(canvas, body, row)
        if index.row() == self.ringed_row:
            canvas.ring(body, self._theme.look.radii.key)
        painter.restore()

    def _is_pressed(self, id: str) -> bool:
        return self.pressed == Hit(id, Part.ROW)

    def _paint_line(self, canvas: Canvas, body: QRectF, row: LineRow) -> None:
        look = canvas.look
        shape = line_shape(row, int(body.width()), look)
        if row.selected:
            canvas.box(body, look.radii.key, fill=look.shade.selected_line, line=look.color.primary_text, width=2.0)
        elif self._is_pressed(row.id):
            canvas.box(body, look.radii.key, fill=look.color.surface3)
        _paint_line_words(canvas, body, row, shape)
        for box, hit in shape.buttons:
            state = State.PRESSED if self.pressed == hit else State.IDLE
            _paint_button(canvas, QRectF(box), hit, _action(row, hit), state)
        if row.selected and row.steps:
            box = shape.buttons[0][0]
            count = QRectF(box.right() + 1, box.top(), COUNT_WIDTH, BUTTON_HEIGHT)
            canvas.text(count, row.quantity, look.font.title, look.color.text, Side.MIDDLE)


def _action(row: LineRow, hit: Hit) -> LineAction | None:
    return next((action for action in row.actions if action.id == hit.action), None)


def _paint_course(canvas: Canvas, body: QRectF, row: CourseRow, state: State) -> None:
    look = canvas.look
    fill = look.pressed(look.color.bg) if state is State.PRESSED else look.color.bg
    canvas.box(body, look.radii.key, fill=fill)
    ink = INKS[row.tone][1](look)
    canvas.icon(QRectF(9, body.center().y() - 9, 18, 18), row.icon, ink)
    wide = width_of(row.amount, look.font.line_amount) + 1
    end = body.right() - 12
    canvas.text(
        QRectF(end - wide, 0, wide, body.height()), row.amount, look.font.line_amount, look.color.muted, Side.END
    )
    words = QRectF(36, 0, end - wide - 8 - 36, body.height())
    canvas.text(words, row.words, look.font.firm, ink if row.tone in PRESSING else look.color.muted)


def _paint_section(canvas: Canvas, body: QRectF, row: SectionRow) -> None:
    look = canvas.look
    inner = body.adjusted(QUANTITY_X, 0, -END, 0)
    wide = width_of(row.detail, look.font.label)
    ink = SECTION_INKS.get(row.tone, INKS[row.tone][1])(look)
    canvas.text(inner.adjusted(0, 0, -wide - 8, 0), row.words, look.font.label, ink)
    canvas.text(inner, row.detail, look.font.label, ink, Side.END)


def _paint_line_words(canvas: Canvas, body: QRectF, row: LineRow, shape: LineShape) -> None:
    look = canvas.look
    lead, ink = _inks(row.tone, look)
    top = NAME_TOP if shape.notes or row.selected else (body.height() - NAME_HEIGHT) / 2
    end = body.width() - (12 if row.selected else END)
    wide = width_of(row.amount, look.font.line) + 1
    quantity = QRectF(QUANTITY_X, top, NAME_X - QUANTITY_X, NAME_HEIGHT)
    name = QRectF(NAME_X, top, end - wide - 8 - NAME_X, NAME_HEIGHT)
    canvas.text(quantity, row.quantity, look.font.line, lead)
    canvas.text(name, row.name, _struck(look, row.tone), ink)
    canvas.text(QRectF(end - wide, top, wide, NAME_HEIGHT), row.amount, _struck(look, row.tone), ink, Side.END)
    for place, words in enumerate(shape.notes):
        box = QRectF(NAME_X, top + NAME_HEIGHT + place * NOTE_HEIGHT, body.width() - NAME_X - END, NOTE_HEIGHT)
        canvas.text(box, words, look.font.small, look.color.muted)


def _inks(tone: LineTone, look: Look) -> tuple[QColor, QColor]:
    match tone:
        case LineTone.NEW:
            return look.color.primary_text, look.color.text
        case LineTone.SENT:
            return look.color.muted, look.color.text
        case LineTone.VOIDED:
            return look.color.muted, look.color.muted


def _struck(look: Look, tone: LineTone) -> QFont:
    if tone is not LineTone.VOIDED:
        return look.font.line
    font = QFont(look.font.line)
    font.setStrikeOut(True)
    return font


def _paint_button(canvas: Canvas, box: QRectF, hit: Hit, action: LineAction | None, state: State) -> None:
    look = canvas.look
    face = FACES[Kind.REMOVE if action is not None and action.grave else Kind.RAISED]
    paint_face(canvas, box, face, look.radii.key, state)
    if action is not None:
        paint_label(canvas, box, action.icon, action.words, face.font(look), face.ink(look))
    else:
        paint_label(canvas, box, "plus" if hit.part is Part.MORE else "minus", "", face.font(look), face.ink(look))
