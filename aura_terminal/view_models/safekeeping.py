"""Copies of the store: made, looked through, written out whole, and gone back to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.errors import Unavailable
from aura_terminal.view_models.approvals import Approvals
from aura_terminal.view_models.long_work import LongWork

if TYPE_CHECKING:
    from aura_terminal.domain.business_day import BusinessCalendar
    from aura_terminal.domain.staff import Actor, Approval
    from aura_terminal.ports.watching import Watch
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel


class Soundness(StrEnum):
    """What is known of a copy."""

    UNKNOWN = "unknown"
    SOUND = "sound"
    FAULTY = "faulty"


@dataclass(frozen=True, slots=True)
class CopyCard:
    """A copy of the store. `id` is its path, `place` what people call the disk, "" for this machine's own folder."""

    id: str
    made_at: datetime
    size: int
    place: str = ""
    label: str = ""
    facts: int = 0
    orders: int = 0
    newest: datetime | None = None
    soundness: Soundness = Soundness.UNKNOWN
    fault: str = ""


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """Where a copy can be put: a stick or another disk, with its free bytes."""

    id: str
    name: str
    free: int


@dataclass(frozen=True, slots=True)
class LossCard:
    """What going back to a copy would take from this terminal; `only_here` and `untold` would be gone for good."""

    copy: CopyCard
    facts: int
    oldest: datetime | None
    orders: int
    payments: int
    closings: int
    only_here: int
    untold: tuple[tuple[str, int], ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether a sealed copy has to be made first."""
        return bool(self.only_here or self.untold)


Found = tuple[tuple[CopyCard, ...], tuple[PlaceRow, ...], "LastRestore | None"]


@dataclass(frozen=True, slots=True)
class Inspected:
    """What looking the store through came to: how many facts, and each thing that is not as it was written."""

    facts: int
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LastRestore:
    """How the last going back ended: `refused` says why it did not happen, "" where it did."""

    copy: str
    at: datetime
    by: str
    aside: str
    refused: str = ""


class Keeper(Protocol):
    """What deals with the files; every method is slow and is called on a thread of its own."""

    def copies(self) -> Found:
        """The copies there are, the newest first, where more can be put, and how the last restore ended."""

    def back_up(self, place: str, watch: Watch) -> str:
        """Copy the store, check the copy and answer its path; "" is this machine's own folder of backups."""

    def check(self, copy: str, watch: Watch) -> str:
        """What is wrong with a copy, "" where every page and every fact is as it was written."""

    def loss(self, card: CopyCard, watch: Watch) -> LossCard:
        """What going back to the copy would take away. Unavailable for a copy that is not sound."""

    def seal(self, place: str, watch: Watch) -> tuple[str, int]:
        """Write every fact to one sealed file; its path and how many."""

    def inspect(self, watch: Watch) -> Inspected:
        """Look the store that is open through."""

    def ask_restore(self, copy: str, by: tuple[str, str], allowed: Approval) -> None:
        """Note that the program is to go back to this copy when it has ended; `by` is the id and the name."""


class SafekeepingModel(QObject):
    """`changed` follows every reading and step. `said(code, details)` tells what was done, `failed(words)` what not.

    `confirm_wanted(LossCard)` follows `begin_restore`; `restart_wanted` means that the program has to end now: it goes
    back to the copy and starts again by itself.
    """

    changed = Signal()
    said = Signal(str, object)
    failed = Signal(str)
    refused = Signal(object)
    confirm_wanted = Signal(object)
    restart_wanted = Signal()

    def __init__(self, keeper: Keeper, runner: Runner, session: SessionModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keeper, self._runner, self._session = keeper, runner, session
        self._calendar: BusinessCalendar | None = None
        self._copies: tuple[CopyCard, ...] = ()
        self._known: dict[tuple[str, int], str] = {}
        self._allowed_restore: Approval | None = None
        self._next: tuple[str, Callable[[Watch], object], Callable[..., None]] | None = None
        self.places: tuple[PlaceRow, ...] = ()
        self.last: LastRestore | None = None
        self.inspected: Inspected | None = None
        self.doing = ""
        self.progress = ("", 0, 0)
        self.approvals = Approvals(runner, self)
        self.work = LongWork(self)
        self.work.progressed.connect(self._step)
        self.work.ended.connect(self._rest)

    @property
    def copies(self) -> tuple[CopyCard, ...]:
        """The copies, the newest first, with what is known of each."""
        return tuple(map(self._told, self._copies))

    @property
    def is_busy(self) -> bool:
        """Whether a piece of work is under way; there is one at a time."""
        return self.work.is_busy

    def local(self, moment: datetime) -> datetime:
        """A moment on the store's wall clock."""
        return moment if self._calendar is None else self._calendar.local(moment)

    @Slot()
    def refresh(self) -> None:
        """Look for the copies there are, on this machine and on sticks."""
        self._runner.run(lambda shop: shop.reads.store.profile().calendar, self._hear_calendar, self.refused.emit)
        self.work.run(lambda watch: self._keeper.copies(), self._show, self._fail)

    def back_up(self, place: str = "") -> None:
        """Copy the store now, here or to a stick."""
        self._allowed("back_up", lambda: self._begin("back_up", partial(self._keeper.back_up, place), self._copied))

    def check(self, copy: str) -> None:
        """Look a copy through."""
        call = partial(self._keeper.check, copy)
        self._allowed("check", lambda: self._begin("check", call, partial(self._checked, copy)))

    def inspect(self) -> None:
        """Look the store through that is open."""
        self._allowed("inspect", lambda: self._begin("inspect", self._keeper.inspect, self._looked_through))

    def seal(self, place: str) -> None:
        """Write every fact to one sealed file on a stick."""
        self._allowed("seal", lambda: self._begin("seal", partial(self._keeper.seal, place), self._sealed))

    def begin_restore(self, copy: str) -> None:
        """Say first what going back to a copy would take; nothing has happened then."""
        card = next((card for card in self.copies if card.id == copy), None)
        if card is not None:
            self._may_restore(partial(self._keeper.loss, card))

    def restore(self, loss: LossCard) -> None:
        """Go back to the copy whose loss was shown: the program ends and starts again in the restored store."""
        by, allowed = self._session.actor, self._allowed_restore
        if by is not None and allowed is not None and not loss.is_refused:
            call = partial(_ask_restore, self._keeper, loss.copy.id, (str(by.id), by.name), allowed)
            self._begin("restore", call, self._restart)

    @Slot()
    def stop(self) -> None:
        """Give up what is under way, and what was tapped since."""
        self._next = None
        self.work.stop()

    def _allowed(self, purpose: str, then: Callable[[], None]) -> None:
        by = self._session.must_actor()
        if by is not None:
            self.approvals.run(partial(_allow_copy, by, purpose), purpose, lambda _: then(), self.refused.emit)

    def _may_restore(self, look: Callable[[Watch], LossCard]) -> None:
        by = self._session.must_actor()
        if by is not None:
            then = partial(self._look_at_loss, look)
            self.approvals.run(partial(_allow_restore, by), "restore", then, self.refused.emit)

    def _look_at_loss(self, look: Callable[[Watch], LossCard], allowed: Approval) -> None:
        self._allowed_restore = allowed
        self._begin("loss", look, self.confirm_wanted.emit)

    def _begin(self, doing: str, call: Callable[[Watch], object], then: Callable[..., None]) -> None:
        if self.work.run(call, then, self._fail):
            self.doing, self.progress = doing, ("", 0, 0)
            self.changed.emit()
        elif doing != self.doing:  # it was tapped before the page could show what is under way: no tap is lost
            self._next = (doing, call, then)

    def _show(self, found: Found) -> None:
        self._copies, self.places, self.last = found

    def _hear_calendar(self, calendar: BusinessCalendar) -> None:
        self._calendar = calendar
        self.changed.emit()

    def _told(self, card: CopyCard) -> CopyCard:
        fault = self._known.get((card.id, card.size))
        if fault is None:
            return card
        return replace(card, soundness=Soundness.FAULTY if fault else Soundness.SOUND, fault=fault)

    def _copied(self, path: str) -> None:
        self.said.emit("back_up", path)
        self.work.run(lambda watch: self._keeper.copies(), partial(self._show_with, path), self._fail)

    def _show_with(self, path: str, found: Found) -> None:
        """A copy was checked when it was made."""
        self._show(found)
        self._known |= {(card.id, card.size): "" for card in self._copies if card.id == path}

    def _checked(self, copy: str, fault: str) -> None:
        self._known |= {(card.id, card.size): fault for card in self._copies if card.id == copy}
        self.said.emit("check", fault)

    def _looked_through(self, inspected: Inspected) -> None:
        self.inspected = inspected
        self.said.emit("inspect", inspected)

    def _sealed(self, made: tuple[str, int]) -> None:
        self.said.emit("seal", made)

    def _restart(self, _answer: object) -> None:
        self.restart_wanted.emit()

    def _fail(self, trouble: Unavailable) -> None:
        self.failed.emit(trouble.hint)

    @Slot(object, int, int)
    def _step(self, stage: str, done: int, whole: int) -> None:
        self.progress = (stage, done, whole)
        self.changed.emit()

    @Slot()
    def _rest(self) -> None:
        if not self.work.is_busy:
            self.doing, self.progress = "", ("", 0, 0)
            following, self._next = self._next, None
            if following is not None:
                self._begin(*following)
        self.changed.emit()


def _allow_copy(by: Actor, purpose: str, approval: Approval | None, shop: Shop) -> Approval:
    return shop.safekeeping.allow_copy(by, purpose, approval)


def _allow_restore(by: Actor, approval: Approval | None, shop: Shop) -> Approval:
    return shop.safekeeping.allow_restore(by, "restore", approval)


def _ask_restore(keeper: Keeper, copy: str, by: tuple[str, str], allowed: Approval, _watch: Watch) -> None:
    keeper.ask_restore(copy, by, allowed)
