"""The store's other terminals on this one's screens: every word between them and the node passes here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from aura_terminal.ui.screens.terminals.screen import TerminalsScreen
from aura_terminal.ui.shell.screens import View
from aura_terminal.view_models.changes import EVERY_FACT, FactTypes
from aura_terminal.view_models.outages import OutagesModel
from aura_terminal.view_models.pairing import PairingModel
from aura_terminal.view_models.presences import Doing, Here, Presence, PresencesModel
from aura_terminal.view_models.status import NodeState
from aura_terminal.view_models.terminals import TerminalsModel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aura_terminal.app.supervisor import NodeSupervisor
    from aura_terminal.ui.money_text import MoneyText
    from aura_terminal.ui.shell.window import ShellWindow
    from aura_terminal.ui.theme.theme import Theme
    from aura_terminal.view_models.changes import Changes
    from aura_terminal.view_models.money_token import MoneyTokenModel
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel
    from aura_terminal.view_models.status import Now, StatusModel
    from sync.mesh.contract import Presence as Told
    from sync.node.words import Neighbourhood


class Neighbours(QObject):
    """Offers the page of terminals, keeps the status strip told of the others, and carries what is said and asked."""

    def __init__(
        self,
        runner: Runner,
        changes: Changes,
        session: SessionModel | None,
        status: StatusModel,
        now: Now,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._changes, self._status = changes, status
        self._supervisor: NodeSupervisor | None = None
        self._said: Here | None = None
        self._presences: PresencesModel | None = None
        self.session = session
        self.outages = OutagesModel(runner, changes, self)
        self.terminals = TerminalsModel(runner, session, changes, now, self)
        self.pairing = None if session is None else PairingModel(runner, session, self)

    def offer(self, window: ShellWindow, theme: Theme, money: MoneyText) -> TerminalsScreen:
        """Give the window its page of terminals."""
        page = TerminalsScreen(self.terminals, self.outages, self.session, theme, money, pairing=self.pairing)
        page.back_requested.connect(window.go_back)
        page.said.connect(window.say)
        window.offer(View.TERMINALS, page)
        self.outages.watch.wake()
        return page

    def join_node(self, supervisor: NodeSupervisor) -> None:
        """Hear and speak through this node."""
        self._supervisor = supervisor
        supervisor.peers_changed.connect(self._hear_peers)
        supervisor.presence_changed.connect(self._hear_presences)
        supervisor.state_changed.connect(self._repeat)
        self._changes.changed.connect(self._tell_facts)
        if self.pairing is not None:
            self.pairing.wanted.connect(supervisor.show_pairing_code)
            supervisor.code_shown.connect(self.pairing.show_code)
            supervisor.pairing_ended.connect(self.pairing.end)

    def join_presences(self, presences: PresencesModel) -> None:
        """Tell the others what is done here, and what is heard of them."""
        self._presences = presences
        presences.said.connect(self._say)

    def join_token(self, token: MoneyTokenModel) -> None:
        """Ask whom this model asks."""
        token.asked.connect(self._ask)

    @Slot(object)
    def _hear_peers(self, found: Neighbourhood) -> None:
        self._status.reach(found.tier, found.best)
        self._status.peers_heard(found.states)
        self.terminals.peers_heard(found.states)

    @Slot(object)
    def _hear_presences(self, told: Iterable[Told]) -> None:
        if self._presences is not None:
            others = (Presence(each.order_id, each.terminal, each.staff, Doing(each.doing.value)) for each in told)
            self._presences.hear(others)

    @Slot(object)
    def _repeat(self, state: NodeState) -> None:
        """A node that has just come knows of nobody here."""
        if state is NodeState.RUNNING and self._said is not None:
            self._say(self._said)

    @Slot(object)
    def _say(self, here: Here | None) -> None:
        before, self._said = self._said, here
        if self._supervisor is None:
            return
        if here is None:
            self._supervisor.say_presence("", "", "")
            return
        if before is not None and before.order_id != here.order_id:
            self._supervisor.say_presence(before.order_id, "", "")
        self._supervisor.say_presence(here.order_id, here.staff, here.doing.value)

    @Slot(str, str)
    def _ask(self, order_id: str, holder: str) -> None:
        if self._supervisor is not None:
            self._supervisor.ask_token(order_id, holder)

    @Slot(object)
    def _tell_facts(self, kinds: FactTypes) -> None:
        """Only what this process kept itself is news to the node; all kinds at once means that others did."""
        if self._supervisor is not None and kinds != EVERY_FACT:
            self._supervisor.nudge_facts()
