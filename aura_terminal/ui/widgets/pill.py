"""A status pill: tint, icon and word, so that no state is told by colour alone."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from aura_terminal.ui.theme.look import Look
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import without_mnemonic
from aura_terminal.ui.widgets.canvas import Canvas
from aura_terminal.ui.widgets.fitting import width_of

HEIGHT = 28
PADDING = 10
ICON = 16
GAP = 5


class Tone(Enum):
    """How much a status should worry the reader."""

    CALM = auto()
    OK = auto()
    INFO = auto()
    WARN = auto()
    LATE = auto()


Ink = tuple[Callable[[Look], QColor], Callable[[Look], QColor]]
INKS: dict[Tone, Ink] = {
    Tone.CALM: (lambda look: look.color.surface3, lambda look: look.color.text),
    Tone.OK: (lambda look: look.shade.ok_pill, lambda look: look.color.ok),
    Tone.INFO: (lambda look: look.shade.info_pill, lambda look: look.color.info),
    Tone.WARN: (lambda look: look.shade.warn_pill, lambda look: look.color.warn_text),
    Tone.LATE: (lambda look: look.shade.late_pill, lambda look: look.color.late_text),
}


@dataclass(frozen=True, slots=True)
class PillRow:
    """What a pill says: a few words, an icon, a tone; `say` is the accessible sentence, the words where empty.

    `short` is what stays of the words on a narrow bar; without it nothing is left out.
    """

    id: str
    words: str
    icon: str
    tone: Tone
    say: str = ""
    short: str = ""


class Pill(QPushButton):
    """Shows one `PillRow`; a tap (`clicked`) asks for its details. The target is taller than the tint."""

    def __init__(self, theme: Theme, row: PillRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._row = row
        self._is_short = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_row(row)
        theme.changed.connect(self.update)

    @property
    def row(self) -> PillRow:
        """What is shown."""
        return self._row

    def show_row(self, row: PillRow) -> None:
        """Shows another status."""
        self._row = row
        self.setText(without_mnemonic(row.words))
        self.setAccessibleName(row.say or row.words)
        self.updateGeometry()
        self.update()

    def shorten(self) -> None:
        """There is little room: show the short words, if there are any."""
        self._use(short=True)

    def spell_out(self) -> None:
        """There is room for all words."""
        self._use(short=False)

    def _use(self, *, short: bool) -> None:
        if short is not self._is_short:
            self._is_short = short
            self.updateGeometry()
            self.update()

    @property
    def _words(self) -> str:
        return self._row.short if self._is_short and self._row.short else self._row.words

    def sizeHint(self) -> QSize:
        target = self._theme.metrics.target()
        wide = 2 * PADDING + ICON + GAP + int(width_of(self._words, self._theme.look.font.pill)) + 1
        return QSize(max(wide, target), target)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._theme.look
        fill, ink = (pick(look) for pick in INKS[self._row.tone])
        whole = QRectF(self.rect())
        body = QRectF(0, (whole.height() - HEIGHT) / 2, whole.width(), HEIGHT)
        canvas = Canvas(QPainter(self), look, whole, self.layoutDirection())
        canvas.pill(body, look.pressed(fill) if self.isDown() else fill)
        canvas.icon(QRectF(PADDING, body.center().y() - ICON / 2, ICON, ICON), self._row.icon, ink)
        words = body.adjusted(PADDING + ICON + GAP, 0, -PADDING, 0)
        canvas.text(words, self._words, look.font.pill, ink)
        if self.hasFocus():
            canvas.ring(body, HEIGHT / 2)
        canvas.painter.end()
