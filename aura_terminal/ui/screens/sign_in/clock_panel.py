"""The time clock: what it says of whoever showed a PIN, what they can do now, and who is in."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.screens.sign_in.clock_words import (
    hours_words,
    odd_words,
    on_duty_words,
    planned_words,
    standing_words,
    tr,
)
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.canvas import Canvas
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.view_models.time_clock import BreakKind, Standing, TimeClockModel

PADDING, GAP, TALL = 28, 14, 64
LEFT_ALONE_MILLISECONDS = 30_000
MOST_NAMED = 12


class ClockPanel(QWidget):
    """Shows a TimeClockModel; `done` follows the button, Esc, or half a minute in which nobody touched it."""

    done = Signal()

    def __init__(
        self, clock: TimeClockModel, theme: Theme, parent: QWidget, left_alone: int = LEFT_ALONE_MILLISECONDS
    ) -> None:
        super().__init__(parent)
        self._clock, self._theme = clock, theme
        self._name = Words(theme, "", Voice.TITLE)
        self._lines = tuple(
            Words(theme, "", voice) for voice in (Voice.HEADING, Voice.BODY, Voice.MUTED, Voice.REFUSAL)
        )
        self._answer = Words(theme, "", Voice.REFUSAL)
        self._answer.setWordWrap(True)
        self._acts = QVBoxLayout()
        self._acts.setSpacing(GAP)
        self._others = QVBoxLayout()
        self._others.setSpacing(8)
        self._end = Button(theme, tr("Done"), icon="check", kind=Kind.PLAIN)
        self._end.keep_at_least(0, TALL)
        self._end.clicked.connect(self.done)
        self._alone = QTimer(self, interval=left_alone, singleShot=True)
        self._alone.timeout.connect(self.done)
        self._offered: tuple[tuple[str, str], ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Time clock"))
        self._arrange()
        clock.changed.connect(self._show)
        clock.refused.connect(self._refuse)
        theme.changed.connect(self.update)
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._answer.setText("")
        self._alone.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.done.emit()
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._theme.look
        canvas = Canvas(QPainter(self), look, QRectF(self.rect()), self.layoutDirection())
        canvas.box(QRectF(self.rect()), look.radii.ticket, fill=look.color.surface1, line=look.color.outline)
        canvas.painter.end()

    def _arrange(self) -> None:
        own = QVBoxLayout()
        own.setSpacing(GAP)
        own.addWidget(self._name)
        for line in self._lines:
            line.setWordWrap(True)
            own.addWidget(line)
        own.addSpacing(GAP)
        own.addLayout(self._acts)
        own.addWidget(self._answer)
        own.addStretch(1)
        own.addWidget(self._end)
        others = QVBoxLayout()
        others.setSpacing(GAP)
        others.addWidget(Words(self._theme, tr("Who is in"), Voice.HEADING))
        others.addLayout(self._others)
        others.addStretch(1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(PADDING, PADDING, PADDING, PADDING)
        whole.setSpacing(2 * PADDING)
        whole.addLayout(own, 5)
        whole.addLayout(others, 4)

    @Slot()
    def _show(self) -> None:
        card = self._clock.card
        if card is None:
            return
        self._alone.start()
        self._name.setText(card.name)
        said = (standing_words(card), hours_words(card), planned_words(card), odd_words(card))
        for line, words in zip(self._lines, said, strict=True):
            line.setText(words)
            line.setVisible(bool(words))
        self._offer(self._possible())
        self._name_others()

    def _possible(self) -> tuple[tuple[str, str], ...]:
        """What can be punched now: an act and its word."""
        card = self._clock.card
        if card is None:
            return ()
        if card.standing is Standing.OUT:
            jobs = card.jobs if len(card.jobs) > 1 else ("",)
            say = tr("Clock in as {job}")
            return tuple((f"in {job}", say.format(job=job) if job else tr("Clock in")) for job in jobs)
        if card.standing is Standing.ON_BREAK:
            return ("end", tr("End the break")), ("out", tr("Clock out"))
        return ("unpaid", tr("Begin a break")), ("paid", tr("Begin a paid break")), ("out", tr("Clock out"))

    def _offer(self, acts: tuple[tuple[str, str], ...]) -> None:
        if acts == self._offered:
            return
        self._offered = acts
        _empty(self._acts)
        for act, words in acts:
            grave = act == "out"
            button = Button(self._theme, words, kind=Kind.GRAVE if grave else Kind.PRIMARY, parent=self)
            button.keep_at_least(0, TALL)
            button.clicked.connect(partial(self._do, act))
            self._acts.addWidget(button)
            button.show()

    def _do(self, act: str) -> None:
        self._answer.setText("")
        match act:
            case "unpaid":
                self._clock.begin_break(BreakKind.UNPAID)
            case "paid":
                self._clock.begin_break(BreakKind.PAID)
            case "end":
                self._clock.end_break()
            case "out":
                self._clock.clock_out()
            case _:
                self._clock.clock_in(act.removeprefix("in "))

    def _name_others(self) -> None:
        _empty(self._others)
        there = self._clock.on_duty
        lines = [(on_duty_words(card), Voice.BODY) for card in there[:MOST_NAMED]]
        if len(there) > MOST_NAMED:
            lines.append((tr("and {count} more").format(count=len(there) - MOST_NAMED), Voice.MUTED))
        for words, voice in lines or [(tr("Nobody is clocked in."), Voice.MUTED)]:
            line = Words(self._theme, words, voice, self)
            self._others.addWidget(line)
            line.show()

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self._answer.setText(sentence(broken))


def _empty(column: QVBoxLayout) -> None:
    while (item := column.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
