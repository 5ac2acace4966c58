"""What a drill changes, what goes on working, where it is shown, and the list that ticks itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout

from aura_terminal.ui.marked import QT_TRANSLATE_NOOP
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.drag import Drag
from aura_terminal.ui.widgets.labels import Edge, Ground, Panel, Voice, Words
from aura_terminal.view_models.drills import Drill, DrillModel, Phase, Task

WIDE, NARROW, ROOM, GAP, TALL = 320, 264, 14, 10, 56
NARROW_BELOW = 1300
ABOUT = ("changes", "works", "shown")


@dataclass(frozen=True, slots=True)
class Told:
    """A drill in words."""

    title: str
    pulled: str
    changes: str
    works: str
    shown: str


DRILLS: Mapping[Drill, Told] = {
    Drill.INTERNET: Told(
        QT_TRANSLATE_NOOP("Drills", "The internet"),
        QT_TRANSLATE_NOOP("Drills", "The line to a back office is pulled that is made for the purpose."),
        QT_TRANSLATE_NOOP("Drills", "The back office hears nothing, and sends no new prices, guests or bookings."),
        QT_TRANSLATE_NOOP("Drills", "Selling, cash, slips, the other terminals; what was done is told later."),
        QT_TRANSLATE_NOOP("Drills", "The status says No internet; page Back office (F5), what waits."),
    ),
    Drill.NETWORK: Told(
        QT_TRANSLATE_NOOP("Drills", "The network"),
        QT_TRANSLATE_NOOP("Drills", "The cable to the other terminals is pulled, as when the router dies."),
        QT_TRANSLATE_NOOP("Drills", "The others do not hear this terminal, and it does not hear them."),
        QT_TRANSLATE_NOOP("Drills", "Orders, slips at its own printers, cash, the clock: all of it is kept here."),
        QT_TRANSLATE_NOOP("Drills", "The status says Alone, and what is not shared. Tap it: Terminals and outages."),
    ),
    Drill.PRINTER: Told(
        QT_TRANSLATE_NOOP("Drills", "A printer"),
        QT_TRANSLATE_NOOP("Drills", "The printer {printer} loses its power."),
        QT_TRANSLATE_NOOP("Drills", "Its slips wait. None is lost, and none comes out twice without a word."),
        QT_TRANSLATE_NOOP("Drills", "Everything else; its paper can come out elsewhere until somebody switches back."),
        QT_TRANSLATE_NOOP("Drills", "A strip above every screen; page Devices (F7), which sends paper elsewhere."),
    ),
    Drill.TERMINAL: Told(
        QT_TRANSLATE_NOOP("Drills", "This terminal"),
        QT_TRANSLATE_NOOP("Drills", "Its plug is pulled: both programs end where they stand, and begin again."),
        QT_TRANSLATE_NOOP("Drills", "For some seconds nobody can sell here. What was on the screen is on the disk."),
        QT_TRANSLATE_NOOP("Drills", "Every other terminal; after the start this one, with the order that was open."),
        QT_TRANSLATE_NOOP("Drills", "Sign in again: the order is on the counter as it was."),
    ),
}  # fmt: skip
TASKS: Mapping[Task, str] = {
    Task.SEE_IT: QT_TRANSLATE_NOOP("Drills", "Open the page that shows it"),
    Task.ORDER: QT_TRANSLATE_NOOP("Drills", "Take an order, and leave it open"),
    Task.SEND: QT_TRANSLATE_NOOP("Drills", "Send an order to the kitchen"),
    Task.PAY: QT_TRANSLATE_NOOP("Drills", "Take cash for an order"),
    Task.DETOUR: QT_TRANSLATE_NOOP("Drills", "Send its paper to another printer"),
    Task.PAPER_OUT: QT_TRANSLATE_NOOP("Drills", "See the slip come out there"),
    Task.SHARED: QT_TRANSLATE_NOOP("Drills", "The others have heard everything"),
    Task.BACK: QT_TRANSLATE_NOOP("Drills", "The terminal is back"),
    Task.TOLD: QT_TRANSLATE_NOOP("Drills", "The back office has heard everything"),
    Task.SWITCH_BACK: QT_TRANSLATE_NOOP("Drills", "Switch its paper back, in Devices"),
    Task.KEPT: QT_TRANSLATE_NOOP("Drills", "The order is there as it was"),
}
PHASES: Mapping[Phase, str] = {
    Phase.PREPARING: QT_TRANSLATE_NOOP("Drills", "Getting it ready: this takes some seconds …"),
    Phase.READY: QT_TRANSLATE_NOOP("Drills", "Ready to be pulled."),
    Phase.PULLED: QT_TRANSLATE_NOOP("Drills", "Go on as on any evening."),
    Phase.MENDED: QT_TRANSLATE_NOOP("Drills", "It is mended again: watch."),
    Phase.OVER: QT_TRANSLATE_NOOP("Drills", "The drill is over, and everything is as it was."),
}


class DrillPanel(Panel):
    """Hidden while no drill runs; stands beside whatever screen is in front."""

    def __init__(self, model: DrillModel, theme: Theme) -> None:
        super().__init__(theme, Ground.PANEL, Edge.START)
        self._model = model
        self.setAccessibleName(tr("Outage drill"))
        self._title = self._words(Voice.HEADING)
        self._phase = self._words(Voice.WARNING)
        self._about = {name: (self._words(Voice.CAPTION), self._words(Voice.BODY)) for name in ABOUT}
        self._tasks = [self._words(Voice.STRONG) for _ in range(6)]
        self._pull = Button(theme, tr("Pull the plug now"), kind=Kind.DANGER, icon="unplug")
        self._pull.clicked.connect(model.pull_now)
        self._end = Button(theme, tr("End the drill"), kind=Kind.PLAIN)
        self._end.clicked.connect(model.end)
        self._close = Button(theme, tr("Close"), kind=Kind.PRIMARY)
        self._close.clicked.connect(model.close)
        inside = Panel(theme, Ground.PANEL)
        column = QVBoxLayout(inside)
        column.setContentsMargins(ROOM, ROOM, ROOM, ROOM)
        column.setSpacing(GAP)
        column.addWidget(self._title)
        column.addWidget(self._phase)
        for task in self._tasks:
            column.addWidget(task)
        for pair in self._about.values():
            for words in pair:
                column.addWidget(words)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._drag = Drag(area)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(1, 0, 0, ROOM)
        whole.addWidget(area, 1)
        for button in (self._pull, self._end, self._close):
            button.keep_at_least(200, TALL)
            whole.addWidget(button)
        model.changed.connect(self._show)
        self._show()

    def fit(self, window_width: int) -> None:
        """Be narrow in a narrow window."""
        self.setFixedWidth(NARROW if window_width < NARROW_BELOW else WIDE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit(self.window().width())

    @Slot()
    def _show(self) -> None:
        drill, phase = self._model.drill, self._model.phase
        self.setVisible(drill is not None and phase is not Phase.IDLE)
        if drill is None or phase is Phase.IDLE:
            return
        told = DRILLS[drill]
        self._title.setText(tr(told.title))
        self._phase.setText(self._standing(told, phase))
        rows = self._model.tasks
        for place, words in enumerate(self._tasks):
            words.setVisible(place < len(rows))
            if place < len(rows):
                words.setText(("✓  " if rows[place].is_done else "○  ") + tr(TASKS[rows[place].task]))
        heads = {"changes": tr("WHAT CHANGES"), "works": tr("WHAT GOES ON"), "shown": tr("WHERE IT IS SHOWN")}
        for name, (head, body) in self._about.items():
            head.setText(heads[name])
            body.setText(tr(getattr(told, name)))
        self._pull.setVisible(phase is Phase.READY)
        self._pull.setEnabled(bool(rows) and rows[0].is_done)
        self._end.setVisible(self._model.is_running)
        self._close.setVisible(phase is Phase.OVER)

    def _standing(self, told: Told, phase: Phase) -> str:
        if phase is Phase.OVER:
            return f"{tr(PHASES[phase])} {self._score()}"
        if phase is Phase.PREPARING:
            return tr(PHASES[phase])
        pulled = tr(told.pulled).format(printer=self._model.printer)
        return pulled if phase is Phase.READY else f"{pulled} {tr(PHASES[phase])}"

    def _score(self) -> str:
        rows, seconds = self._model.tasks, self._model.seconds
        told = tr("{done} of {all} done in {minutes} min {seconds} s.")
        done = sum(row.is_done for row in rows)
        return told.format(done=done, all=len(rows), minutes=seconds // 60, seconds=seconds % 60)

    def _words(self, voice: Voice) -> Words:
        words = Words(self._theme, "", voice)
        words.setWordWrap(True)
        return words


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("Drills", words)
