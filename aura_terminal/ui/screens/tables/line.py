"""One row of the side panel: an icon, words in columns, and perhaps a button at its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from aura_terminal.ui.theme.look import Look
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.canvas import Canvas, Side
from aura_terminal.ui.widgets.fitting import width_of

BOXED, WITH_BUTTON, BARE, ICON, PADDING = 48, 50, 48, 20, 14
NAME, NOTE = 72, 0.455  # where the name begins, in pixels, and the note, as a share of the width
TRAILING = 92


class Ink(Enum):
    """What a word's colour says; the word says it too."""

    TEXT = auto()
    MUTED = auto()
    GOOD = auto()
    DUE = auto()
    COMING = auto()
    LATE = auto()


INKS: dict[Ink, Callable[[Look], QColor]] = {
    Ink.TEXT: lambda look: look.color.text,
    Ink.MUTED: lambda look: look.color.muted,
    Ink.GOOD: lambda look: look.color.ok,
    Ink.DUE: lambda look: look.color.warn_text,
    Ink.COMING: lambda look: look.color.info,
    Ink.LATE: lambda look: look.color.late_text,
}


@dataclass(frozen=True, slots=True)
class PanelRow:
    """`lead` stands before the `words`, `note` in the middle, `end` at the end of the row; `button` is one to tap."""

    id: str
    words: str
    icon: str = ""
    icon_ink: Ink = Ink.MUTED
    lead: str = ""
    lead_ink: Ink = Ink.TEXT
    note: str = ""
    note_ink: Ink = Ink.MUTED
    end: str = ""
    end_ink: Ink = Ink.MUTED
    button: str = ""
    color: int | None = None
    is_boxed: bool = True
    is_marked: bool = False

    @property
    def spoken(self) -> str:
        """The row in words."""
        return ", ".join(part for part in (self.lead, self.words, self.note, self.end) if part)


class PanelLine(QPushButton):
    """Shows one `PanelRow`. With `act` the row itself is a button, with `seat` its button at the end is one."""

    def __init__(self, theme: Theme, row: PanelRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._row = theme, row
        self.trailing = Button(theme, row.button, kind=Kind.RAISED, say=f"{row.button} {row.words}".strip())
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 1, 1, 1)
        line.addStretch(1)
        line.addWidget(self.trailing)
        self.trailing.keep_at_least(TRAILING, BARE)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.show_row(row)
        self._restyle()
        theme.changed.connect(self._restyle)

    def let_tap(self) -> None:
        """The whole row is a button."""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    @property
    def row(self) -> PanelRow:
        """What is shown."""
        return self._row

    def show_row(self, row: PanelRow) -> None:
        """Other words for the same row."""
        self._row = row
        self.setAccessibleName(row.spoken)
        self.trailing.show_words(row.button, say=f"{row.button} {row.words}".strip())
        self.trailing.setVisible(bool(row.button))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        if not self._row.is_boxed:
            return QSize(240, BARE)
        return QSize(240, WITH_BUTTON if self._row.button else BOXED)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        look, row, body = self._theme.look, self._row, QRectF(self.rect())
        canvas = Canvas(QPainter(self), look, body, self.layoutDirection())
        if row.is_boxed:
            face = look.shade.selected_key if row.is_marked else look.color.surface2
            line = look.color.primary_text if row.is_marked else look.color.outline
            fill = look.pressed(face) if self.isDown() else face
            canvas.box(body, look.radii.key, fill=fill, line=line if row.is_marked or not look.tokens.dark else None)
        elif self.isDown():
            canvas.box(body, look.radii.key, fill=look.pressed(look.color.surface1))
        self._paint_words(canvas, body, row, look)
        if self.hasFocus():
            canvas.ring(body, look.radii.key)
        canvas.painter.end()

    @Slot()
    def _restyle(self) -> None:
        """A button stands out on a dark row by being lighter, on a white one by being darker."""
        self.trailing.show_kind(Kind.RAISED if self._theme.look.tokens.dark else Kind.PLAIN)
        self.update()

    def _paint_words(self, canvas: Canvas, body: QRectF, row: PanelRow, look: Look) -> None:
        left = PADDING if row.is_boxed else 0.0
        middle = body.center().y()
        right = body.width() - (TRAILING + 2 * PADDING if row.button else (PADDING if row.is_boxed else 2))
        if row.color is not None:
            canvas.box(QRectF(left, middle - 14, 28, 28), 14, fill=look.of_category(row.color))
            canvas.text(QRectF(left, middle - 14, 28, 28), row.lead, look.font.label, look.color.on_warn, Side.MIDDLE)
            left += 40
        elif row.icon:
            canvas.icon(QRectF(left, middle - ICON / 2, ICON, ICON), row.icon, INKS[row.icon_ink](look))
            left += ICON + 10
        if row.lead and row.color is None:
            canvas.text(QRectF(left, 0, NAME, body.height()), row.lead, look.font.item, INKS[row.lead_ink](look))
            left = NAME if row.icon else NAME - 6
        self._columns(canvas, body, row, look, left, right)

    def _columns(self, canvas: Canvas, body: QRectF, row: PanelRow, look: Look, left: float, right: float) -> None:
        end = right if not row.end else right - width_of(row.end, look.font.body)
        note = min(body.width() * NOTE, end - width_of(row.note, look.font.body) - 6)
        words = QRectF(left, 0, max(20.0, (note if row.note else end) - left - 6), body.height())
        canvas.text(words, row.words, look.font.item, look.color.text)
        if row.note:
            canvas.text(
                QRectF(note, 0, max(20.0, end - note - 6), body.height()), row.note, look.font.body,
                INKS[row.note_ink](look),
            )  # fmt: skip
        if row.end:
            canvas.text(
                QRectF(left, 0, right - left, body.height()), row.end, look.font.body, INKS[row.end_ink](look), Side.END
            )
