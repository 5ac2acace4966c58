"""The terminals of the store: which belong to it, how long ago each was heard, and what it lacks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from aura_terminal.domain.terminals import TerminalPaired, TerminalRevoked
from aura_terminal.view_models.approvals import Approvals
from aura_terminal.view_models.changes import Changes, Watch
from aura_terminal.view_models.sharing import heard_at

if TYPE_CHECKING:
    from aura_terminal.domain.business_day import BusinessCalendar
    from aura_terminal.domain.ids import Origin
    from aura_terminal.domain.staff import Actor, Approval
    from aura_terminal.ports.journal import PeerState
    from aura_terminal.ports.mesh_reads import TerminalRow
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel
    from aura_terminal.view_models.status import Now

LOOK_MILLISECONDS = 5000
JUST_NOW_SECONDS = 60
HOUR_SECONDS = 3600
SKEW_WORTH_SAYING_MS = 2000


class Hearing(StrEnum):
    """How long ago a terminal was heard, as coarsely as people ask."""

    HERE = "here"
    NOW = "now"
    MINUTES = "minutes"
    SINCE = "since"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class TerminalCard:
    """One terminal. `heard_at` is on the store's wall clock, `minutes` whole minutes since; `behind` counts the facts
    it is not known to hold; `skew_seconds` is how far its clock is ahead, 0 while that is not worth saying."""

    terminal_id: str
    label: str
    hearing: Hearing
    heard_at: datetime | None = None
    minutes: int = 0
    version: str = ""
    address: str = ""
    behind: int = 0
    skew_seconds: int = 0
    trouble: str = ""
    removed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What the store says of its terminals."""

    here: str
    rows: tuple[TerminalRow, ...]
    peers: tuple[PeerState, ...]
    known: tuple[tuple[Origin, int], ...]
    calendar: BusinessCalendar


class TerminalsModel(QObject):
    """Keeps the cards true while `watch` is awake: `changed` follows when one differs. `refused` carries a RuleBroken.

    What the network says of the others is told by `peers_heard`; sending one away goes through `approvals`.
    """

    changed = Signal()
    refused = Signal(object)

    def __init__(
        self, runner: Runner, session: SessionModel | None, changes: Changes, now: Now, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._runner, self._session, self._changes, self._now = runner, session, changes, now
        self._reading: Reading | None = None
        self._told: tuple[PeerState, ...] = ()
        self._cards: tuple[TerminalCard, ...] = ()
        self.approvals = Approvals(runner, self)
        self.watch = Watch(changes, (TerminalPaired, TerminalRevoked), self)
        self.watch.due.connect(self.refresh)
        self._look = QTimer(self, interval=LOOK_MILLISECONDS)
        self._look.timeout.connect(self.refresh)

    @property
    def cards(self) -> tuple[TerminalCard, ...]:
        """Every terminal: this one first, then by label, those that were sent away last."""
        return self._cards

    @property
    def may_remove(self) -> bool:
        """Whether anybody is there to send a terminal away; a kitchen screen of its own has nobody signed in."""
        return self._session is not None

    @Slot()
    def wake(self) -> None:
        """The page is shown."""
        self.watch.wake()
        self.refresh()
        self._look.start()

    @Slot()
    def rest(self) -> None:
        """The page is hidden."""
        self.watch.rest()
        self._look.stop()

    @Slot()
    def refresh(self) -> None:
        """Read the store again, and count minutes anew."""
        self._runner.run(_reading, self._show)

    @Slot(object)
    def peers_heard(self, states: Sequence[PeerState]) -> None:
        """The network's word of the other terminals."""
        self._told = tuple(states)
        self._compose()

    def remove(self, terminal_id: str, reason: str) -> None:
        """Send a terminal away for good: every other one refuses it from then on."""
        actor = None if self._session is None else self._session.must_actor()
        if actor is not None:
            call = partial(_revoke, actor, terminal_id, reason)
            self.approvals.run(call, reason, self._removed, self.refused.emit)

    def _removed(self, fact: TerminalRevoked) -> None:
        self._changes.announce(fact)
        self.refresh()

    def _show(self, reading: Reading) -> None:
        self._reading = reading
        self._compose()

    def _compose(self) -> None:
        if self._reading is None:
            return
        cards = cards_of(self._reading, self._told, self._now())
        if cards != self._cards:
            self._cards = cards
            self.changed.emit()


def cards_of(reading: Reading, told: Iterable[PeerState], now: datetime) -> tuple[TerminalCard, ...]:
    """The cards as of a moment; of two words about a terminal the one that heard it later counts."""
    peers = {peer.terminal_id: peer for peer in sorted((*reading.peers, *told), key=lambda peer: peer.last_heard_ms)}
    here = next((row.terminal_id for row in reading.rows if row.label == reading.here and row.revoked_at is None), "")
    cards = [_card(row, peers.get(row.terminal_id), reading, now) for row in reading.rows if row.terminal_id != here]
    cards.sort(key=lambda card: (card.removed_at is not None, card.label))
    return (TerminalCard(here, reading.here, Hearing.HERE), *cards)


def _card(row: TerminalRow, peer: PeerState | None, reading: Reading, now: datetime) -> TerminalCard:
    heard = heard_at(peer)
    removed = None if row.revoked_at is None else reading.calendar.local(row.revoked_at)
    if peer is None or heard is None:
        return TerminalCard(row.terminal_id, row.label, Hearing.NEVER, removed_at=removed)
    seconds = max(0, int((now - heard).total_seconds()))
    hearing = Hearing.SINCE if seconds >= HOUR_SECONDS else Hearing.MINUTES
    return TerminalCard(
        row.terminal_id,
        row.label,
        Hearing.NOW if seconds < JUST_NOW_SECONDS else hearing,
        heard_at=reading.calendar.local(heard).replace(second=0, microsecond=0),
        minutes=seconds // 60,
        version=peer.version,
        address=peer.address,
        behind=_behind(peer, reading.known),
        skew_seconds=round(peer.skew_ms / 1000) if abs(peer.skew_ms) >= SKEW_WORTH_SAYING_MS else 0,
        trouble=peer.trouble,
        removed_at=removed,
    )


def _behind(peer: PeerState, known: Iterable[tuple[Origin, int]]) -> int:
    holds = dict(peer.holds)
    return sum(max(0, seq - holds.get(origin, 0)) for origin, seq in known)


def _reading(shop: Shop) -> Reading:
    mesh = shop.reads.mesh
    calendar = shop.reads.store.profile().calendar
    return Reading(shop.terminal.label, mesh.terminals(), mesh.peers(), shop.reads.books.known(), calendar)


def _revoke(by: Actor, terminal_id: str, reason: str, approval: Approval | None, shop: Shop) -> TerminalRevoked:
    return shop.terminals.revoke(by, terminal_id, reason, approval)
