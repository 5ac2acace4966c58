"""The time clock: what it says of whoever showed a PIN, what they can do now, and who is in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from functools import partial

from PySide6.QtCore import QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.screens.sign_in.clock_leaving import LeavingSheet
from aura_terminal.ui.screens.sign_in.clock_words import (
    alert_words,
    change_words,
    hours_words,
    odd_words,
    on_duty_words,
    planned_words,
    silent_words,
    standing_words,
    tr,
    window_words,
)
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.canvas import Canvas
from aura_terminal.ui.widgets.labels import Voice, Words
from aura_terminal.view_models.time_clock import BreakKind, Came, ClockCard, Leaving, Money, Standing, TimeClockModel

PADDING, GAP, TALL = 28, 10, 56
LEFT_ALONE_MILLISECONDS = 30_000
MOST_NAMED, MOST_CHANGES = 12, 3


class Act(Enum):
    """What can be done at a time clock."""

    CLOCK_IN = auto()
    UNPAID_BREAK = auto()
    PAID_BREAK = auto()
    END_BREAK = auto()
    CLOCK_OUT = auto()
    CAME_ELSEWHERE = auto()
    SEEN = auto()


KINDS = {Act.CLOCK_OUT: Kind.GRAVE, Act.CAME_ELSEWHERE: Kind.PLAIN, Act.PAID_BREAK: Kind.PLAIN}


@dataclass(frozen=True, slots=True)
class Offer:
    """A button of the clock; `job` is what somebody clocks in for, "" the only one they have."""

    act: Act
    words: str
    job: str = ""


LINES = (
    Voice.HEADING, Voice.BODY, Voice.MUTED, Voice.WARNING, Voice.WARNING, Voice.MUTED, Voice.REFUSAL, Voice.STRONG,
)  # fmt: skip


class ClockPanel(QWidget):
    """Shows a TimeClockModel; `done` follows the button, Esc, or half a minute in which nobody touched it."""

    done = Signal()

    def __init__(
        self, clock: TimeClockModel, theme: Theme, parent: QWidget, left_alone: int = LEFT_ALONE_MILLISECONDS
    ) -> None:
        super().__init__(parent)
        self._clock, self._theme = clock, theme
        self._name = Words(theme, "", Voice.TITLE)
        self._lines = tuple(Words(theme, "", voice) for voice in LINES)
        self._changes = tuple(Words(theme, "", Voice.BODY) for _ in range(MOST_CHANGES))
        self._answer = Words(theme, "", Voice.REFUSAL)
        self._answer.setWordWrap(True)
        self._acts = QGridLayout()
        self._acts.setSpacing(GAP)
        self._others = QVBoxLayout()
        self._others.setSpacing(8)
        self._end = Button(theme, tr("Done"), icon="check", kind=Kind.PLAIN)
        self._end.keep_at_least(0, TALL)
        self._end.clicked.connect(self.done)
        self._alone = QTimer(self, interval=left_alone, singleShot=True)
        self._alone.timeout.connect(self.done)
        self._offered: tuple[Offer, ...] = ()
        self._came = Came.KNOWN
        self._leaving = LeavingSheet(theme, parent)
        self._leaving.left.connect(self._leave)
        self._leaving.touched.connect(self._alone.start)
        self.done.connect(self._leaving.close_sheet)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Time clock"))
        self._arrange()
        clock.changed.connect(self._show)
        clock.refused.connect(self._refuse)
        clock.leaving_found.connect(self._show_leaving)
        theme.changed.connect(self.update)
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._came = Came.KNOWN
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
        for line in self._changes:
            line.setWordWrap(True)
            own.addWidget(line)
        own.addSpacing(GAP)
        own.addLayout(self._acts)
        own.addWidget(self._answer)
        own.addStretch(1)
        self._end.setFixedHeight(TALL)
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
        told = tr("Your hours were changed:") if card.unseen else ""
        alert = alert_words(card)
        said = (
            standing_words(card), hours_words(card), planned_words(card), window_words(card), alert,
            silent_words(card), odd_words(card), told,
        )  # fmt: skip
        changes = [change_words(one) for one in card.unseen[:MOST_CHANGES]]
        changes += [""] * (MOST_CHANGES - len(changes))
        for line, words in zip((*self._lines, *self._changes), (*said, *changes), strict=True):
            line.setText(words)
            line.setVisible(bool(words))
        self._offer(self._possible())
        self._name_others()

    def _possible(self) -> tuple[Offer, ...]:
        """What can be punched now."""
        card = self._clock.card
        if card is None:
            return ()
        seen = (Offer(Act.SEEN, tr("I have seen it")),) if card.unseen else ()
        if card.standing is Standing.OUT and self._came is Came.KNOWN:
            return (*seen, *self._ways_in(card))
        unpaid, paid = Offer(Act.UNPAID_BREAK, tr("Begin a break")), Offer(Act.PAID_BREAK, tr("Begin a paid break"))
        end, out = Offer(Act.END_BREAK, tr("End the break")), Offer(Act.CLOCK_OUT, tr("Clock out"))
        if card.standing is Standing.OUT:
            return unpaid, end, out
        again = self._ways_in(card) if card.forgotten is not None else ()
        working = (end, out) if card.standing is Standing.ON_BREAK else (unpaid, paid, out)
        return (*seen, *again, *working)

    def _ways_in(self, card: ClockCard) -> tuple[Offer, ...]:
        """Clocking in, in each job; where a terminal is not heard, having clocked in there."""
        jobs = card.jobs if len(card.jobs) > 1 else ("",)
        say = tr("Clock in as {job}")
        ways = tuple(Offer(Act.CLOCK_IN, say.format(job=job) if job else tr("Clock in"), job) for job in jobs)
        if card.silent and card.standing is Standing.OUT:
            return (*ways, Offer(Act.CAME_ELSEWHERE, tr("I clocked in at another terminal")))
        return ways

    def _offer(self, offers: tuple[Offer, ...]) -> None:
        if offers == self._offered:
            return
        self._offered = offers
        _empty(self._acts)
        for place, offer in enumerate(offers):
            kind = KINDS.get(offer.act, Kind.PRIMARY)
            button = Button(self._theme, offer.words, kind=kind, parent=self)
            button.setFixedHeight(TALL)
            button.clicked.connect(partial(self._do, offer))
            self._acts.addWidget(button, place // 2, place % 2)
            button.show()

    def _do(self, offer: Offer) -> None:
        self._answer.setText("")
        match offer.act:
            case Act.CLOCK_IN:
                self._clock.clock_in(offer.job)
            case Act.UNPAID_BREAK:
                self._clock.begin_break(BreakKind.UNPAID, self._came)
            case Act.PAID_BREAK:
                self._clock.begin_break(BreakKind.PAID, self._came)
            case Act.END_BREAK:
                self._clock.end_break(self._came)
            case Act.CLOCK_OUT:
                self._clock.ask_to_leave()
            case Act.CAME_ELSEWHERE:
                self._came = Came.ELSEWHERE
                self._show()
            case Act.SEEN:
                self._clock.see_changes()

    @Slot(object)
    def _show_leaving(self, leaving: Leaving) -> None:
        card = self._clock.card
        if card is not None and self.isVisible():
            self._alone.start()
            self._leaving.show_leaving(leaving, card)

    @Slot(object)
    def _leave(self, tips: Money | None) -> None:
        self._clock.clock_out(tips, self._came)
        self._came = Came.KNOWN

    def _name_others(self) -> None:
        _empty(self._others)
        there = self._clock.on_duty
        lines = [(on_duty_words(card), Voice.WARNING if card.needs_look else Voice.BODY) for card in there[:MOST_NAMED]]
        if len(there) > MOST_NAMED:
            lines.append((tr("and {count} more").format(count=len(there) - MOST_NAMED), Voice.MUTED))
        for words, voice in lines or [(tr("Nobody is clocked in."), Voice.MUTED)]:
            line = Words(self._theme, words, voice, self)
            line.setWordWrap(True)
            self._others.addWidget(line)
            line.show()

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self._answer.setText(sentence(broken))


def _empty(column: QLayout) -> None:
    while (item := column.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
