"""Somebody else's right for what the person at this terminal may not do alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.kinds import Permission

if TYPE_CHECKING:
    from aura_terminal.domain.ids import StaffId
    from aura_terminal.domain.staff import Approval
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.runner import Runner

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Waiting(Generic[T]):
    """A call that was refused for want of a right, and what it is for."""

    call: Callable[[Approval | None, Shop], T]
    purpose: str
    permission: Permission
    then: Callable[[T], None]
    refused: Callable[[RuleBroken], None]


class Approvals(QObject):
    """Runs calls that some may do by right and others with an approval.

    Where somebody else's right is needed `wanted(permission)` is said, and the call waits for `approve`; a refused
    approval is told by `refused` and may be tried again, `settled` follows when it is over either way. What is refused
    although it was approved goes to whoever asked.
    """

    wanted = Signal(object)
    refused = Signal(object)
    settled = Signal()

    def __init__(self, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._waiting: Waiting[object] | None = None

    def run(
        self,
        call: Callable[[Approval | None, Shop], T],
        purpose: str,
        then: Callable[[T], None],
        refused: Callable[[RuleBroken], None],
    ) -> None:
        """Queue a call, first without an approval; `refused` gets every refusal an approval would not mend."""
        self._runner.run(partial(call, None), then, partial(self._want, (call, purpose, then, refused)))

    def approve(self, staff_id: StaffId, pin: str) -> None:
        """Somebody with the right allows what waits."""
        if self._waiting is not None:
            call = partial(_approved, self._waiting, staff_id, pin)
            self._runner.run(call, partial(self._settle, self._waiting), self.refused.emit)

    @property
    def is_waiting(self) -> bool:
        """Whether something waits for somebody's right."""
        return self._waiting is not None

    def approve_badge(self, code: str) -> None:
        """Somebody with the right allows what waits, by their badge."""
        if self._waiting is not None:
            call = partial(_approved_by_badge, self._waiting, code)
            self._runner.run(call, partial(self._settle, self._waiting), self.refused.emit)

    @Slot()
    def drop(self) -> None:
        """What waits for an approval is not done after all."""
        self._waiting = None
        self.settled.emit()

    def _want(
        self,
        asked: tuple[Callable[[Approval | None, Shop], T], str, Callable[[T], None], Callable[[RuleBroken], None]],
        broken: RuleBroken,
    ) -> None:
        call, purpose, then, refused = asked
        if broken.rule is not Rule.APPROVAL_NEEDED or "permission" not in broken.details:
            refused(broken)
            return
        permission = Permission(str(broken.details["permission"]))
        self._waiting = Waiting(call, purpose, permission, then, refused)  # type: ignore[arg-type]  # paired in `run`
        self.wanted.emit(permission)

    def _settle(self, waiting: Waiting[object], result: object) -> None:
        self._waiting = None
        self.settled.emit()
        if isinstance(result, RuleBroken):
            waiting.refused(result)
        else:
            waiting.then(result)


def _approved(waiting: Waiting[object], staff_id: StaffId, pin: str, shop: Shop) -> object:
    """What the call came to, or how it was refused although somebody allowed it; a refused approval is raised."""
    return _carried_out(waiting, shop.access.approve(staff_id, pin, waiting.permission, waiting.purpose), shop)


def _approved_by_badge(waiting: Waiting[object], code: str, shop: Shop) -> object:
    """As `_approved`, for a badge."""
    return _carried_out(waiting, shop.badges.approve(code, waiting.permission, waiting.purpose), shop)


def _carried_out(waiting: Waiting[object], approval: Approval, shop: Shop) -> object:
    try:
        return waiting.call(approval, shop)
    except RuleBroken as broken:
        return broken
