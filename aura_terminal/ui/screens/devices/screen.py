"""The page of devices: how each is and what can be done, and the paper that waits for them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.kinds import Permission
from aura_terminal.ui.approval_sheet import ApprovalSheet
from aura_terminal.ui.language.heard import heard
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.screens.devices import words
from aura_terminal.ui.screens.devices.add_sheet import AddSheet
from aura_terminal.ui.screens.devices.card import DeviceLine, PaperLine
from aura_terminal.ui.screens.devices.pick_sheet import PickSheet
from aura_terminal.ui.screens.devices.words import DeviceRow, PaperRow, device_row, interrupted_words, paper_row, tr
from aura_terminal.ui.text_sheet import TextSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.cards import CardColumn
from aura_terminal.ui.widgets.labels import Edge, Ground, Panel, Voice, Words
from aura_terminal.view_models.device_cards import Ask
from aura_terminal.view_models.devices import DevicesModel
from aura_terminal.view_models.paper_queue import Choice, PaperQueueModel
from aura_terminal.view_models.printer_setup import PrinterSetUpModel
from aura_terminal.view_models.session import SessionModel

WIDEST, QUEUE_WIDE, QUEUE_NARROW, NARROW = 1100, 440, 372, 1200
PAPER, DEVICE = "paper:", "device:"


class DevicesScreen(Panel):
    """`back_requested` leads to the screen before; `said(sentence)` is for the window's notice."""

    back_requested = Signal()
    said = Signal(str)

    def __init__(
        self, devices: DevicesModel, queue: PaperQueueModel, set_up: PrinterSetUpModel, session: SessionModel | None,
        theme: Theme,
    ) -> None:  # fmt: skip
        super().__init__(theme, Ground.CANVAS)
        self._devices, self._queue, self._session, self._theme = devices, queue, session, theme
        self._back = Button(theme, tr("Back"), icon="arrow-left")
        self._add = Button(theme, tr("Set up a printer"), icon="plus")
        self._switch = Button(theme, "", icon="history")
        self._shows_recent = False
        self._cards: CardColumn[DeviceRow] = CardColumn(tr("Devices"), self._device_card, WIDEST)
        self._paper: CardColumn[PaperRow] = CardColumn(tr("Paper"), self._paper_card, QUEUE_WIDE)
        self._heading = Words(theme, "", Voice.TITLE)
        self._nothing = Words(theme, "", Voice.MUTED)
        self._side = Panel(theme, Ground.PANEL, Edge.START)
        self._sheet = AddSheet(set_up, theme, self)
        self._pick = PickSheet(theme, self)
        self._text = TextSheet(theme, self)
        self._approval: ApprovalSheet | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Devices"))
        self._arrange()
        self._bind(set_up)
        self._show_devices()
        self._show_paper()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._devices.wake()
        self._queue.wake()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._devices.rest()
        self._queue.rest()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.setFixedWidth(QUEUE_NARROW if self.width() < NARROW else QUEUE_WIDE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        head = Panel(self._theme, Ground.PANEL, Edge.BOTTOM)
        bar = QHBoxLayout(head)
        bar.setContentsMargins(14, 8, 14, 8)
        bar.setSpacing(14)
        bar.addWidget(self._back)
        title = Words(self._theme, tr("Devices of this terminal"), Voice.TITLE)
        for each in (title, self._heading):
            each.setWordWrap(True)
        bar.addWidget(title, 1)
        bar.addWidget(self._add)
        inner = QVBoxLayout()
        inner.setContentsMargins(14, 14, 4, 14)
        inner.addWidget(self._cards, 1)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(head)
        left.addLayout(inner, 1)
        top = QHBoxLayout()
        top.addWidget(self._heading, 1)
        top.addWidget(self._switch)
        side = QVBoxLayout(self._side)
        side.setContentsMargins(14, 8, 6, 14)
        side.setSpacing(10)
        side.addLayout(top)
        side.addWidget(self._nothing)
        side.addWidget(self._paper, 1)
        self._nothing.setWordWrap(True)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addLayout(left, 1)
        line.addWidget(self._side)

    def _bind(self, set_up: PrinterSetUpModel) -> None:
        self._back.clicked.connect(self.back_requested)
        self._add.clicked.connect(self._sheet.begin)
        self._switch.clicked.connect(self._switch_paper)
        self._pick.picked.connect(self._picked)
        self._text.written.connect(self._written)
        self._devices.changed.connect(self._show_devices)
        self._devices.refused.connect(self._refuse)
        self._devices.failed.connect(self._say_failed)
        self._devices.done.connect(self._say_done)
        self._devices.approvals.wanted.connect(self._ask_approval)
        self._queue.changed.connect(self._show_paper)
        self._queue.refused.connect(self._refuse)
        self._queue.interrupted.connect(self._say_interrupted)
        set_up.finished.connect(self._say_saved)

    def _device_card(self, row: DeviceRow) -> QWidget:
        card = DeviceLine(self._theme, row)
        card.chosen.connect(self._do)
        return card

    def _paper_card(self, row: PaperRow) -> QWidget:
        card = PaperLine(self._theme, row)
        card.chosen.connect(self._choose)
        return card

    @Slot()
    def _show_devices(self) -> None:
        self._cards.show_rows([device_row(card) for card in self._devices.cards])

    @Slot()
    def _show_paper(self) -> None:
        waiting = len(self._queue.waiting)
        cards = self._queue.recent if self._shows_recent else self._queue.waiting
        title = tr("Came out last") if self._shows_recent else tr("Paper that waits")
        self._heading.setText(title if self._shows_recent or not waiting else f"{title} ({waiting})")
        self._switch.show_words(tr("Waiting") if self._shows_recent else tr("Came out"))
        empty = tr("Nothing came out yet.") if self._shows_recent else tr("Nothing waits. Everything came out.")
        self._nothing.setText("" if cards else empty)
        self._nothing.setVisible(not cards)
        self._paper.show_rows([paper_row(card) for card in cards])

    @Slot()
    def _switch_paper(self) -> None:
        self._shows_recent = not self._shows_recent
        self._show_paper()

    @Slot(str, str)
    def _do(self, device: str, way: str) -> None:
        match way:
            case words.TEST:
                self._devices.test_print(device)
            case words.KICK:
                self._devices.kick(device, tr("Test of the drawer"))
            case words.READ:
                self._devices.ask(Ask.READ, device)
            case words.CALIBRATE:
                self._devices.calibrate(device)
            case words.ELSEWHERE:
                self._ask_where(f"{DEVICE}{device}", device, device)
            case words.BACK:
                self._devices.switch_back(device)
            case words.BELIEVE:
                self._devices.believe(device)
            case words.REMOVE:
                self._devices.remove(device)
            case words.PASSWORD:
                self._text.ask(f"{DEVICE}{device}", tr("Password of the mail account"), "")

    @Slot(str, str)
    def _choose(self, job_id: str, way: str) -> None:
        choice = Choice(way)
        card = next((each for each in (*self._queue.waiting, *self._queue.recent) if each.id == job_id), None)
        if card is None:
            return
        if choice is Choice.MAIL:
            self._text.ask(f"{PAPER}{job_id}", tr("E-mail address of the guest"), "")
        elif choice is Choice.REDIRECT:
            self._ask_where(f"{PAPER}{job_id}", card.title, card.device)
        else:
            self._queue.choose(job_id, choice)

    def _ask_where(self, id: str, what: str, device: str) -> None:
        others = self._devices.other_printers(device)
        if not others:
            self.said.emit(tr("There is no other printer at this terminal."))
        else:
            self._pick.ask(id, tr("Where shall {what} come out?").format(what=what), others)

    @Slot(str, str)
    def _picked(self, id: str, printer: str) -> None:
        if id.startswith(PAPER):
            self._queue.choose(id.removeprefix(PAPER), Choice.REDIRECT, printer)
        else:
            self._devices.send_elsewhere(id.removeprefix(DEVICE), printer, tr("Sent there by hand"))

    @Slot(str, str)
    def _written(self, id: str, said: str) -> None:
        if id.startswith(PAPER):
            self._queue.choose(id.removeprefix(PAPER), Choice.MAIL, said)
        else:
            self._devices.give_password(id.removeprefix(DEVICE), said)

    @Slot(object)
    def _ask_approval(self, permission: Permission) -> None:
        if self._approval is None and self._session is not None:
            self._approval = ApprovalSheet(self._devices.approvals, self._session, self._theme, self)
        if self._approval is not None:
            self._approval.ask(permission)
        else:
            self.said.emit(tr("Devices are set up at a register, by somebody who may change settings."))

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self.said.emit(sentence(broken))

    @Slot(str)
    def _say_failed(self, words: str) -> None:
        self.said.emit(heard(words))

    @Slot(str, str)
    def _say_done(self, what: str, device: str) -> None:
        said = {
            "test_print": tr("The test page is on its way to {device}."),
            "kick": tr("The drawer was told to open. Did it? If not, see Paper that waits."),
            "no_switch": tr("Nothing tells at {device} whether the drawer is open."),
            "switch_right": tr("Right: {device} knows that the drawer is shut."),
            "switch_turned": tr("{device} had it the wrong way round; that is being set right."),
        }
        self.said.emit(said[what].format(device=device))

    @Slot(str)
    def _say_saved(self, name: str) -> None:
        self.said.emit(tr("{name} is being set up.").format(name=name))

    @Slot(int)
    def _say_interrupted(self, count: int) -> None:
        self.said.emit(interrupted_words(count))
