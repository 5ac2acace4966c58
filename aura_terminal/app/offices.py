"""The central back offices on this terminal's screens: every word between them and the node passes here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from aura_terminal.app.exports import exports_of
from aura_terminal.domain.events import is_subscriber
from aura_terminal.ui.screens.back_office.screen import BackOfficeScreen
from aura_terminal.view_models.back_office import BackOfficeModel, Reached
from aura_terminal.view_models.status import Tier

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from aura_terminal.app.supervisor import NodeSupervisor
    from aura_terminal.ui.shell.routes import Routes
    from aura_terminal.ui.theme.theme import Theme
    from aura_terminal.view_models.changes import Changes
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel
    from aura_terminal.view_models.status import StatusModel
    from sync.node.central_words import CentralState


class Offices(QObject):
    """The sync centre, and whether the internet is there as far as back offices tell."""

    def __init__(
        self, runner: Runner, session: SessionModel, changes: Changes, status: StatusModel,
        now: Callable[[], datetime], folder: Path, parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._session, self._status = session, status
        self.model = BackOfficeModel(runner, session, changes, now, exports_of(folder, "back-office", now), self)

    def offer(self, routes: Routes, theme: Theme) -> None:
        """Give the window its sync centre."""
        routes.join_back_office(BackOfficeScreen(self.model, self._session, theme), self.model)

    def join_node(self, supervisor: NodeSupervisor) -> None:
        """Hear and speak through this node."""
        supervisor.centrals_changed.connect(self._hear)
        self.model.send_wanted.connect(supervisor.nudge_centrals)

    @Slot(object)
    def _hear(self, states: tuple[CentralState, ...]) -> None:
        told = (
            Reached(each.connector, each.is_reached, each.gateway, each.trouble.value, each.detail) for each in states
        )
        self.model.hear(tuple(told))
        offices = [each for each in states if not is_subscriber(each.connector)]
        if offices and not self._status.row.peers:  # with peers the node tells the tier itself
            is_online = any(each.is_reached for each in offices)
            self._status.reach(Tier.INTERNET if is_online else Tier.STORE, Tier.INTERNET)
