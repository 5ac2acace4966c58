"""What a badge means at this terminal: it allows what waits, signs somebody in, or is to be given to somebody."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.kinds import Permission

if TYPE_CHECKING:
    from aura_terminal.domain.ids import StaffId
    from aura_terminal.domain.staff import Actor
    from aura_terminal.ports.reads import StaffRow
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.approvals import Approvals
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel


class BadgesModel(QObject):
    """A badge that is read allows what waits for somebody's right, else its owner stands here now.

    One nobody has is offered to a manager who is signed in: `unknown` asks whose it is, `give` answers, `given` carries
    the name. Anything else is `refused`.
    """

    unknown = Signal()
    given = Signal(str)
    refused = Signal(object)

    def __init__(
        self, runner: Runner, session: SessionModel, approvals: Approvals, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._runner, self._session, self._approvals = runner, session, approvals
        self._code = ""

    @property
    def people(self) -> tuple[StaffRow, ...]:
        """Whose it can be."""
        return self._session.staff

    @Slot(str)
    def read(self, code: str) -> None:
        """A badge was held before the reader."""
        if self._approvals.is_waiting:
            self._approvals.approve_badge(code)
        else:
            self._session.sign_in_badge(code, partial(self._refuse, code))

    def give(self, staff_id: StaffId) -> None:
        """The badge that was read last is this person's."""
        actor, code = self._session.must_actor(), self._code
        self._code = ""
        if actor is not None and code:
            self._runner.run(partial(_give, actor, staff_id, code), self.given.emit, self.refused.emit)

    @Slot()
    def drop(self) -> None:
        """The badge that was read last is nobody's."""
        self._code = ""

    def _refuse(self, code: str, broken: RuleBroken) -> None:
        actor = self._session.actor
        if broken.rule is Rule.BADGE_UNKNOWN and actor is not None and Permission.MANAGE_STAFF in actor.permissions:
            self._code = code
            self.unknown.emit()
        else:
            self.refused.emit(broken)


def _give(by: Actor, staff_id: StaffId, code: str, shop: Shop) -> str:
    shop.badges.give(by, staff_id, code)
    return next((row.name for row in shop.reads.store.staff() if row.id == staff_id), staff_id)
