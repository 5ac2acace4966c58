"""Buttons painted from tokens: one class, a table of faces, the pressed face within one frame."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from aura_terminal.ui.theme.look import Look
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.canvas import Canvas, Side
from aura_terminal.ui.widgets.fitting import fitting_font, some_lines, width_of

ICON, EDGE, LINES, LEADING = 20, 8, 2, 1.2
GAP = 8
PADDING = 14


class Kind(Enum):
    """What a button is for; the look follows.

    PLAIN, STATION, KEY and QUIET are made to stand on a `Panel`; by day their face is the canvas's own colour.
    GRAVE, a plain one for what is taken away, does so too. RAISED and REMOVE stand on a tinted box, FUNCTION anywhere.
    """

    PLAIN = auto()
    QUIET = auto()
    PRIMARY = auto()
    PAY = auto()
    DANGER = auto()
    KEY = auto()
    FUNCTION = auto()
    RAISED = auto()
    REMOVE = auto()
    GRAVE = auto()
    INVERSE = auto()
    CHIP = auto()
    STATION = auto()


@dataclass(frozen=True, slots=True)
class Face:
    """How a kind looks: each entry picks from the look in force. `radius` None is fully round."""

    fill: Callable[[Look], QColor | None]
    ink: Callable[[Look], QColor]
    font: Callable[[Look], QFont] = lambda look: look.font.strong
    line: Callable[[Look], QColor | None] = lambda look: None
    radius: Callable[[Look], int] | None = lambda look: look.radii.key
    line_width: float = 1.0


def _tile_radius(look: Look) -> int:
    return look.radii.tile


FACES: dict[Kind, Face] = {
    Kind.PLAIN: Face(lambda look: look.color.key, lambda look: look.color.text, lambda look: look.font.item),
    Kind.STATION: Face(lambda look: look.color.key, lambda look: look.color.text, lambda look: look.font.ticket_action),
    Kind.QUIET: Face(lambda look: None, lambda look: look.color.muted),
    Kind.PRIMARY: Face(
        lambda look: look.color.primary,
        lambda look: look.color.on_primary,
        lambda look: look.font.action,
        radius=_tile_radius,
    ),
    Kind.PAY: Face(
        lambda look: look.color.pay, lambda look: look.color.on_pay, lambda look: look.font.action, radius=_tile_radius
    ),
    Kind.DANGER: Face(lambda look: look.color.late, lambda look: look.color.on_late, lambda look: look.font.item),
    Kind.KEY: Face(lambda look: look.color.key, lambda look: look.color.text, lambda look: look.font.key),
    Kind.FUNCTION: Face(lambda look: look.color.bg, lambda look: look.color.text, line=lambda look: look.color.outline),
    Kind.RAISED: Face(lambda look: look.color.raised, lambda look: look.color.text),
    Kind.REMOVE: Face(lambda look: look.color.raised, lambda look: look.color.late_text),
    Kind.GRAVE: Face(lambda look: look.color.key, lambda look: look.color.late_text, lambda look: look.font.item),
    Kind.INVERSE: Face(lambda look: look.color.inverse_button, lambda look: look.color.on_inverse_button),
    Kind.CHIP: Face(
        lambda look: look.color.bg, lambda look: look.color.muted, line=lambda look: look.color.outline, radius=None
    ),
}
CHOSEN: dict[Kind, Face] = {
    Kind.QUIET: Face(lambda look: look.color.surface3, lambda look: look.color.text),
    Kind.FUNCTION: Face(
        lambda look: look.shade.selected_key,
        lambda look: look.color.text,
        line=lambda look: look.color.primary_text,
        line_width=2.0,
    ),
    Kind.CHIP: Face(
        lambda look: look.color.surface3,
        lambda look: look.color.text,
        line=lambda look: look.color.outline_strong,
        radius=None,
    ),
}


class Button(QPushButton):
    """A push button of one kind, with words, an icon, or both; `detail` stands at its far end (the amount on Pay).

    Listen to `clicked`. The accessible name is the words unless `say` gives a fuller one; a button with only an icon
    must be given `say`. `inset` shrinks the painted face above and below, so a 44 px face keeps a 48 px target. Taps
    do not take the keyboard focus; Tab does.
    """

    def __init__(
        self,
        theme: Theme,
        words: str = "",
        *,
        kind: Kind = Kind.PLAIN,
        icon: str = "",
        detail: str = "",
        say: str = "",
        inset: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(without_mnemonic(words), parent)
        self._theme = theme
        self._words = words
        self._kind = kind
        self._icon = icon
        self._detail = detail
        self._inset = inset
        self._marked = False
        self._least = QSize(theme.metrics.target(), theme.metrics.target())
        self.setAccessibleName(say or f"{words} {detail}".strip())
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)

    @property
    def words(self) -> str:
        """The words as shown."""
        return self._words

    def show_words(self, words: str, *, detail: str = "", say: str = "") -> None:
        """Replaces the words, the detail and the accessible name; the same ones again cost nothing."""
        name = say or f"{words} {detail}".strip()
        if (words, detail, name) == (self._words, self._detail, self.accessibleName()):
            return
        self._detail = detail
        self._words = words
        self.setText(without_mnemonic(words))
        self.setAccessibleName(name)
        self.updateGeometry()
        self.update()

    def show_icon(self, icon: str) -> None:
        """Replaces the icon; an empty name takes it away."""
        self._icon = icon
        self.update()

    def show_kind(self, kind: Kind) -> None:
        """Changes what the button looks to be for."""
        self._kind = kind
        self.update()

    def mark(self) -> None:
        """Shows the button as the one in force, without making it a tick box."""
        self._marked = True
        self.update()

    def unmark(self) -> None:
        """Ends `mark`."""
        self._marked = False
        self.update()

    def keep_at_least(self, width: int, height: int) -> None:
        """Asks for a size; the touch target's least size still holds."""
        target = self._theme.metrics.target()
        self._least = QSize(max(width, target), max(height, target))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        font = FACES[self._kind].font(self._theme.look)
        if not self._words and not self._detail:
            return self._least
        wanted = 2 * PADDING + (ICON if self._icon else 0)
        if self._words:
            wanted += (GAP if self._icon else 0) + int(width_of(self._words, font)) + 1
        if self._detail:
            wanted += 2 * GAP + int(width_of(self._detail, self._theme.look.font.amount)) + 1
        return QSize(max(wanted, self._least.width()), self._least.height())

    def minimumSizeHint(self) -> QSize:
        return self._least if self._kind in (Kind.KEY, Kind.FUNCTION) else self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._theme.look
        chosen = self._marked or (self.isCheckable() and self.isChecked())
        face = CHOSEN.get(self._kind, FACES[self._kind]) if chosen else FACES[self._kind]
        whole = QRectF(self.rect())
        body = whole.adjusted(0, self._inset, 0, -self._inset)
        radius = body.height() / 2 if face.radius is None else face.radius(look)
        canvas = Canvas(QPainter(self), look, whole, self.layoutDirection())
        paint_face(canvas, body, face, radius, self._state())
        self._paint_words(canvas, body, face.font(look), face.ink(look) if self.isEnabled() else look.color.disabled)
        if self.hasFocus():
            canvas.ring(body, radius)
        canvas.painter.end()

    def _state(self) -> "State":
        if not self.isEnabled():
            return State.DISABLED
        return State.PRESSED if self.isDown() else State.IDLE

    def _paint_words(self, canvas: Canvas, body: QRectF, font: QFont, ink: QColor) -> None:
        if self._detail:
            self._paint_detailed(canvas, body, font, ink)
        else:
            paint_label(canvas, body, self._icon, self._words, font, ink)

    def _paint_detailed(self, canvas: Canvas, body: QRectF, font: QFont, ink: QColor) -> None:
        inner = body.adjusted(PADDING + 4, 0, -PADDING - 4, 0)
        amount_font = canvas.look.font.amount
        amount = width_of(self._detail, amount_font)
        beside = inner.adjusted(0, 0, -amount - GAP, 0)
        canvas.text(beside, self._words, fitting_font(self._words, font, int(beside.width())), ink)
        canvas.text(inner, self._detail, amount_font, ink, Side.END)

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()


def without_mnemonic(words: str) -> str:
    """The words as Qt wants them where an ampersand is no shortcut."""
    return words.replace("&", "&&")


def paint_lines(canvas: Canvas, body: QRectF, lines: tuple[str, ...], font: QFont, ink: QColor) -> None:
    """Some lines, one below the other, in the middle of the box."""
    tall = font.pixelSize() * LEADING
    top = body.center().y() - tall * len(lines) / 2
    for place, words in enumerate(lines):
        wide = width_of(words, font)
        left = body.left() + (body.width() - wide) / 2
        canvas.text(QRectF(left, top + place * tall, wide + 1, tall), words, font, ink)


class State(Enum):
    """What the hand does to a control now."""

    IDLE = auto()
    PRESSED = auto()
    DISABLED = auto()


def paint_face(canvas: Canvas, body: QRectF, face: Face, radius: float, state: State) -> None:
    """The box of a button, without its words."""
    look = canvas.look
    fill = face.fill(look)
    line = face.line(look)
    if state is State.DISABLED:
        fill, line = (look.color.surface1 if fill is not None else None), look.color.outline
    else:
        if state is State.PRESSED:
            fill = look.pressed(fill if fill is not None else look.color.surface1)
        if line is None and look.tokens.edged:
            line = look.color.outline_strong
    if fill is not None or line is not None:
        canvas.box(body, radius, fill=fill, line=line, width=face.line_width)


def paint_label(canvas: Canvas, body: QRectF, icon: str, words: str, font: QFont, ink: QColor) -> None:
    """Icon and words side by side, the pair in the middle of the box.

    Where there is no room for both the words are said without the icon, then smaller, then on two lines.
    """
    room = body.width() - EDGE
    if words and icon and width_of(words, font) > room - ICON - GAP:
        icon = ""
    font = fitting_font(words, font, int(room))
    if width_of(words, font) > room:
        paint_lines(canvas, body, some_lines(words, font, int(room), LINES), font, ink)
        return
    taken = (ICON if icon else 0) + (GAP if icon and words else 0)
    wide = width_of(words, font) if words else 0.0
    left = body.left() + (body.width() - taken - wide) / 2
    if icon:
        canvas.icon(QRectF(left, body.center().y() - ICON / 2, ICON, ICON), icon, ink)
    if words:
        canvas.text(QRectF(left + taken, body.top(), wide + 1, body.height()), words, font, ink)
