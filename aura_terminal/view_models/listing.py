"""A room that lists things and has one of them open: when it reads, and how its verbs are carried out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.view_models.approvals import Approvals
from aura_terminal.view_models.showing import Showing

if TYPE_CHECKING:
    from aura_terminal.domain.facts import Fact
    from aura_terminal.domain.kinds import Permission
    from aura_terminal.domain.staff import Actor, Approval
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.changes import Changes, Concerning
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel

Id = TypeVar("Id")
Shown = TypeVar("Shown")


class ListingModel(QObject, Generic[Id, Shown]):
    """`changed` follows a reading, `done` a verb that was carried out, `refused` one that was not.

    A room says by `_reading` what is read of the shop, and perhaps by `_forget` what else goes with whoever was here.
    """

    changed = Signal()
    done = Signal()
    refused = Signal(object)

    def __init__(
        self, runner: Runner, session: SessionModel, changes: Changes, concerning: Concerning,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._runner, self._session, self._changes = runner, session, changes
        self._open: Id | None = None
        self._page: Shown | None = None
        self.approvals = Approvals(runner, self)
        self.showing = Showing(session, changes, concerning, self)
        self.showing.due.connect(self.refresh)
        self.showing.stale.connect(self.refresh)
        self.showing.over.connect(self._forget)

    @property
    def session(self) -> SessionModel:
        """Who works here now."""
        return self._session

    @property
    def page(self) -> Shown | None:
        """What is shown; None before the first reading."""
        return self._page

    def may(self, permission: Permission) -> bool:
        """Whether the person here holds a right themselves."""
        return self._session.may(permission)

    @Slot()
    def refresh(self) -> None:
        """Read what is listed and what is open again."""
        if self._session.actor is not None:
            self._runner.run(self._reading(), self._show, self.refused.emit)

    def _reading(self) -> Callable[[Shop], Shown]:
        raise NotImplementedError

    def _do(self, verb: Callable[[Actor, Shop], tuple[Fact, ...]]) -> None:
        by = self._session.must_actor()
        if by is not None:
            self._runner.run(lambda shop: verb(by, shop), self._carried, self.refused.emit)

    def _on_open(self, verb: Callable[[Actor, Id, Shop], tuple[Fact, ...]]) -> None:
        opened = self._open
        if opened is not None:
            self._do(lambda by, shop: verb(by, opened, shop))

    def _approved(self, reason: str, verb: Callable[[Actor, Id, Approval | None, Shop], tuple[Fact, ...]]) -> None:
        by, opened = self._session.must_actor(), self._open
        if by is not None and opened is not None:
            self.approvals.run(
                lambda allowed, shop: verb(by, opened, allowed, shop), reason, self._carried, self.refused.emit
            )

    def _carried(self, facts: tuple[Fact, ...]) -> None:
        self._changes.announce(*facts)
        self.done.emit()
        self.refresh()

    def _show(self, page: Shown) -> None:
        self._page = page
        self.changed.emit()

    @Slot()
    def _forget(self) -> None:
        """Somebody else is here, who perhaps may not see it."""
        self._page = self._open = None
        self.changed.emit()
