"""The room of copies: the copies there are, and what can be made, checked and gone back to."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.kinds import Permission
from aura_terminal.ui.approval_sheet import ApprovalSheet
from aura_terminal.ui.language.heard import heard
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.room import RoomPage
from aura_terminal.ui.screens.safekeeping.card import CopyLine, CopyRow
from aura_terminal.ui.screens.safekeeping.restore_sheet import RestoreSheet
from aura_terminal.ui.screens.safekeeping.words import (
    copy_detail,
    copy_title,
    doing_words,
    last_words,
    size_words,
    soundness,
    tr,
)
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.cards import CardColumn
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.labels import Ground, Panel, Voice, Words
from aura_terminal.ui.widgets.page_edges import Side, stand_beside
from aura_terminal.ui.widgets.pill import Tone
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.ui.widgets.strip import Strip
from aura_terminal.view_models.safekeeping import Inspected, LossCard, SafekeepingModel
from aura_terminal.view_models.session import SessionModel

SIDE, SIDE_NARROW, WIDEST, TALL = 340, 250, 1200, 56
BACK_UP, SEAL = "back_up", "seal"


class SafekeepingPage(RoomPage):
    """Copies at the left; at the right what can be done, how far it is, and how the store was found."""

    def __init__(self, model: SafekeepingModel, session: SessionModel, theme: Theme) -> None:
        super().__init__(theme)
        self._model, self._session, self._theme = model, session, theme
        self._cards: CardColumn[CopyRow] = CardColumn(tr("Copies"), self._card, WIDEST)
        self._nothing = Words(theme, tr("There is no copy yet."), Voice.MUTED)
        self._side = Side(theme, SIDE, SIDE_NARROW)
        self._now = Button(theme, tr("Back up now"), kind=Kind.PRIMARY, icon="hard-drive")
        self._stick = Button(theme, tr("Back up to a stick"), icon="upload")
        self._inspect = Button(theme, tr("Check this store"), icon="shield-check")
        self._seal = Button(theme, tr("Export a sealed copy"), icon="lock")
        self._progress = Strip(theme)
        self._found = Words(theme, "", Voice.BODY)
        self._last = Words(theme, "", Voice.MUTED)
        self._places: Sheet | None = None
        self._restore: RestoreSheet | None = None
        self._approval: ApprovalSheet | None = None
        self._for = ""
        self.setAccessibleName(tr("Backup and restore"))
        self._arrange()
        self._bind()
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._model.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.fit(self.width())

    def _arrange(self) -> None:
        canvas = Panel(self._theme, Ground.CANVAS)
        left = QVBoxLayout(canvas)
        left.setContentsMargins(14, 14, 4, 14)
        left.addWidget(self._nothing)
        left.addWidget(self._cards, 1)
        self._side.offer(200, TALL, self._now, self._stick, self._inspect, self._seal)
        self._side.column.addWidget(self._progress)
        self._side.say(self._found, self._last)
        self._side.column.addStretch(1)
        stand_beside(self, canvas, self._side)

    def _bind(self) -> None:
        model = self._model
        self._now.clicked.connect(self._back_up_here)
        self._stick.clicked.connect(self._ask_stick)
        self._seal.clicked.connect(self._ask_seal)
        self._inspect.clicked.connect(model.inspect)
        self._progress.tapped.connect(model.stop)
        model.changed.connect(self._show)
        model.said.connect(self._say)
        model.failed.connect(self._say_failed)
        model.refused.connect(self._refuse)
        model.confirm_wanted.connect(self._confirm)
        model.approvals.wanted.connect(self._ask_approval)

    def _card(self, row: CopyRow) -> QWidget:
        card = CopyLine(self._theme, row)
        card.check_tapped.connect(self._model.check)
        card.restore_tapped.connect(self._model.begin_restore)
        return card

    @Slot()
    def _show(self) -> None:
        model = self._model
        busy = bool(model.doing)
        self._cards.show_rows(
            [
                CopyRow(
                    card.id, copy_title(card, model.local), copy_detail(card, model.local), soundness(card), card.fault,
                    busy,
                )
                for card in model.copies
            ]
        )  # fmt: skip
        self._nothing.setVisible(not model.copies)
        for button in (self._now, self._stick, self._inspect, self._seal):
            button.setEnabled(not busy)
        self._progress.say(doing_words(model.doing, model.progress), "hourglass", Tone.INFO, tr("Stop") if busy else "")
        self._last.setText("" if model.last is None else last_words(model.last, model.local))
        if model.inspected is not None:
            self._found.setText(_found_words(model.inspected))
            self._found.speak(Voice.REFUSAL if model.inspected.findings else Voice.SAVING)

    @Slot()
    def _back_up_here(self) -> None:
        self._model.back_up()

    @Slot()
    def _ask_stick(self) -> None:
        self._ask_place(BACK_UP)

    @Slot()
    def _ask_seal(self) -> None:
        self._ask_place(SEAL)

    def _ask_place(self, what: str) -> None:
        """Which stick; a sealed copy may also stay on this machine."""
        rows = [
            ChoiceRow(row.id, row.name, tr("{size} free").format(size=size_words(row.free)))
            for row in self._model.places
        ]
        if what == SEAL:
            rows.append(ChoiceRow("", tr("The folder of backups on this machine")))
        if not rows:
            self._model.refresh()
            self.said.emit(tr("There is no stick. Put one in, wait a moment and try again."))
            return
        self._for = what
        if self._places is None:
            self._places = Sheet(self._theme, self, "", tr("Close"), 640, 440)
        self._places.set_title(tr("Where to?"))
        choices = ChoiceList(self._theme, tr("Disks"), Picking.ONE)
        choices.setMinimumHeight(150)
        choices.show_rows(rows)
        choices.tapped.connect(self._place_chosen)
        self._places.set_content(choices)
        self._places.open()

    @Slot(str)
    def _place_chosen(self, place: str) -> None:
        if self._places is not None:
            self._places.close_sheet()
        if self._for == SEAL:
            self._model.seal(place)
        else:
            self._model.back_up(place)

    @Slot(object)
    def _confirm(self, loss: LossCard) -> None:
        if self._restore is None:
            self._restore = RestoreSheet(self._theme, self)
            self._restore.agreed.connect(self._model.restore)
            self._restore.seal_wanted.connect(self._ask_seal)
        self._restore.ask(loss, self._model.local)

    @Slot(object)
    def _ask_approval(self, permission: Permission) -> None:
        if self._approval is None:
            self._approval = ApprovalSheet(self._model.approvals, self._session, self._theme, self)
        self._approval.ask(permission)

    @Slot(str, object)
    def _say(self, what: str, details: object) -> None:
        if what == "back_up":
            self.said.emit(tr("Copied and checked: {file}").format(file=details))
        elif what == "check":
            self.said.emit(str(details) or tr("Every page and every fact of that copy is as it was written."))
        elif what == "seal" and isinstance(details, tuple):
            self.said.emit(tr("{facts} facts are sealed in {file}").format(facts=f"{details[1]:,}", file=details[0]))
        elif what == "inspect" and isinstance(details, Inspected):
            self.said.emit(_found_words(details))

    @Slot(str)
    def _say_failed(self, words: str) -> None:
        told = heard(words)
        self.said.emit(told[:1].upper() + told[1:])

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self.said.emit(sentence(broken))


def _found_words(inspected: Inspected) -> str:
    if not inspected.findings:
        return tr("{facts} facts, every chain and table as written.").format(facts=f"{inspected.facts:,}")
    first = inspected.findings[0]
    return tr("{count} things are not as they were written. The first: {first}").format(
        count=len(inspected.findings), first=first
    )
