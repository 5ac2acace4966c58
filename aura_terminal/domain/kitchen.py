"""Kitchen tickets: what one station sees when lines are fired; a recall starts a new generation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import singledispatchmethod

from aura_terminal.domain.carried import TicketPaperScanned
from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.ids import LineId, TicketId
from aura_terminal.domain.routing import tickets_for as tickets_for
from aura_terminal.domain.ticket_facts import TicketBumped as TicketBumped
from aura_terminal.domain.ticket_facts import TicketChangesSeen as TicketChangesSeen
from aura_terminal.domain.ticket_facts import TicketEscalated as TicketEscalated
from aura_terminal.domain.ticket_facts import TicketFact as TicketFact
from aura_terminal.domain.ticket_facts import TicketFired as TicketFired
from aura_terminal.domain.ticket_facts import TicketHeld as TicketHeld
from aura_terminal.domain.ticket_facts import TicketItem as TicketItem
from aura_terminal.domain.ticket_facts import TicketItemDone as TicketItemDone
from aura_terminal.domain.ticket_facts import TicketItemReopened as TicketItemReopened
from aura_terminal.domain.ticket_facts import TicketItemVoided as TicketItemVoided
from aura_terminal.domain.ticket_facts import TicketPromised as TicketPromised
from aura_terminal.domain.ticket_facts import TicketRecalled as TicketRecalled
from aura_terminal.domain.ticket_facts import TicketReceived as TicketReceived
from aura_terminal.domain.ticket_facts import TicketReleased as TicketReleased
from aura_terminal.domain.ticket_facts import TicketRushCancelled as TicketRushCancelled
from aura_terminal.domain.ticket_facts import TicketRushed as TicketRushed
from aura_terminal.domain.ticket_facts import TicketSeen as TicketSeen
from aura_terminal.domain.ticket_facts import ticket_id_of as ticket_id_of


@dataclass(slots=True)
class TicketLine:
    """An item of a ticket with how far it is."""

    item: TicketItem
    done: int = 0
    voided: int = 0
    repeated: int = 0
    taken_back: int = 0
    done_at: datetime | None = None

    @property
    def gone(self) -> int:
        """How many the order does not want any more, whether the station was told so or not."""
        return max(self.voided, min(self.item.quantity, self.taken_back))

    @property
    def wanted(self) -> int:
        """How many are still to be served; what another fire asked for as well is served once, from the other."""
        return max(0, self.item.quantity - self.gone - self.repeated)

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to cook on it."""
        return self.done >= self.wanted


@dataclass(slots=True)
class KitchenTicket:
    """The fold of one ticket's facts."""

    id: TicketId
    fired: TicketFired | None = None
    lines: dict[LineId, TicketLine] = field(default_factory=dict)
    generation: int = 0
    bumped_at: datetime | None = None
    received: TicketReceived | None = None
    seen: TicketSeen | None = None
    escalated: TicketEscalated | None = None
    repeats: Mapping[LineId, int] = field(default_factory=dict, compare=False, repr=False)
    taken_back: Mapping[LineId, int] = field(default_factory=dict, compare=False, repr=False)
    spared: dict[LineId, int] | None = None
    starts_at: datetime | None = None
    rushed_at: datetime | None = None
    voids_seen: int = 0
    label_seen: str = ""
    by_paper: str = ""
    due_at: datetime | None = None

    def host(self, repeats: Mapping[LineId, int], taken_back: Mapping[LineId, int]) -> None:
        """Note what its order says of each line: cooked for another fire, and taken back (see `cooked_once`)."""
        self.repeats, self.taken_back = repeats, taken_back
        for line_id, line in self.lines.items():
            line.repeated, line.taken_back = repeats.get(line_id, 0), taken_back.get(line_id, 0)

    def overcooked(self, repeats: Mapping[LineId, int]) -> dict[LineId, int]:
        """What of these repeats was cooked for this ticket all the same, or printed for somebody to cook, per line."""
        found = {}
        for line_id, repeated in repeats.items():
            line = self.lines.get(line_id)
            if line is None:
                continue
            left = line.item.quantity - line.voided
            if self.spared is None and self.escalated is None:
                found[line_id] = max(0, line.done - max(0, left - repeated))
            else:
                found[line_id] = max(0, min(repeated, left) - (self.spared or {}).get(line_id, 0))
        return found

    @property
    def is_void(self) -> bool:
        """Whether nothing on it is wanted."""
        return all(not line.wanted for line in self.lines.values())

    @property
    def is_bumped(self) -> bool:
        """Whether the station is done with it."""
        return self.bumped_at is not None

    @property
    def is_held(self) -> bool:
        """Whether it waits until somebody releases it."""
        return self.starts_at is None

    @property
    def voided(self) -> int:
        """How many units were voided in all."""
        return sum(line.gone for line in self.lines.values())

    @property
    def courses(self) -> frozenset[int]:
        """The courses that are still wanted of it; 0, which is at once, is none."""
        return frozenset(line.item.course for line in self.lines.values() if line.wanted and line.item.course)

    def mark_one_done(self, line_id: LineId, now: datetime | None = None) -> TicketItemDone | TicketItemReopened:
        """One more of the item is ready; a tap on an item that is wholly ready takes that back."""
        line = self._line(line_id)
        if line.is_done:
            return TicketItemReopened(self.id, line_id, self.generation)
        return TicketItemDone(self.id, line_id, line.done + 1, self.generation, now)

    def bump(self, now: datetime) -> TicketBumped:
        """Off the screen. Raises RuleBroken(CHANGES_NOT_SEEN) where something was voided that no cook has seen."""
        self._must_be_live()
        if self.voided > self.voids_seen and not self.is_void:
            raise RuleBroken(Rule.CHANGES_NOT_SEEN, ticket=self._name, voided=self.voided - self.voids_seen)
        spared = tuple((line_id, line.repeated) for line_id, line in self.lines.items() if line.repeated)
        return TicketBumped(self.id, now, self.generation, spared)

    def recall(self, now: datetime) -> TicketRecalled:
        """Back on the screen, where it was."""
        if not self.is_bumped:
            raise RuleBroken(Rule.TICKET_NOT_BUMPED, ticket=self._name)
        return TicketRecalled(self.id, now, self.generation + 1)

    def void_item(self, line_id: LineId, quantity: int, reason: str) -> TicketItemVoided:
        """Tell the station that so many of an item are not wanted."""
        if line_id not in self.lines:
            raise RuleBroken(Rule.LINE_GONE, line=line_id)
        return TicketItemVoided(self.id, line_id, quantity, reason)

    def receive(self, terminal: str, now: datetime) -> tuple[TicketReceived, ...]:
        """The screen of the station holds it; nothing when that is known."""
        return () if self.received else (TicketReceived(self.id, terminal, now),)

    def see(self, terminal: str, now: datetime) -> tuple[TicketReceived | TicketSeen, ...]:
        """It stood on a screen, so it was received; nothing when that is known."""
        seen = () if self.seen else (TicketSeen(self.id, terminal, now),)
        return (*self.receive(terminal, now), *seen)

    def escalate(self, to: str, reason: str, now: datetime) -> TicketEscalated:
        """Let it out another way, once. Raises RuleBroken(TICKET_ALREADY_BUMPED) when nobody waits for it any more."""
        if self.is_bumped or self.received or self.escalated or self.is_void:
            raise RuleBroken(Rule.TICKET_ALREADY_BUMPED, ticket=self._name)
        return TicketEscalated(self.id, to, now, reason)

    def hold(self, until: datetime | None, now: datetime) -> TicketHeld:
        """Not now: until a moment, or until it is released. A hold replaces the one before."""
        self._must_be_live()
        return TicketHeld(self.id, now, until)

    def release(self, now: datetime) -> tuple[TicketReleased, ...]:
        """To be cooked from now on; nothing when it is under way."""
        self._must_be_live()
        is_under_way = self.starts_at is not None and self.starts_at <= now
        return () if is_under_way else (TicketReleased(self.id, now),)

    def rush(self, now: datetime) -> tuple[TicketRushed, ...]:
        """Before all others; nothing when it is."""
        self._must_be_live()
        return () if self.rushed_at else (TicketRushed(self.id, now),)

    def cancel_rush(self, now: datetime) -> tuple[TicketRushCancelled, ...]:
        """In its turn after all; nothing when it is."""
        self._must_be_live()
        return (TicketRushCancelled(self.id, now),) if self.rushed_at else ()

    def see_changes(self, label: str, now: datetime) -> tuple[TicketChangesSeen, ...]:
        """A cook has seen what was voided, and where it belongs now; nothing when that is known."""
        self._must_be_live()
        if (self.voided, label) == (self.voids_seen, self.label_seen):
            return ()
        return (TicketChangesSeen(self.id, now, self.voided, label),)

    @property
    def _name(self) -> str:
        return self.fired.number if self.fired else self.id

    def _must_be_live(self) -> None:
        if self.is_bumped:
            raise RuleBroken(Rule.TICKET_ALREADY_BUMPED, ticket=self._name)

    def _line(self, line_id: LineId) -> TicketLine:
        self._must_be_live()
        try:
            return self.lines[line_id]
        except KeyError:
            raise RuleBroken(Rule.LINE_GONE, line=line_id) from None

    @singledispatchmethod
    def apply(self, fact: TicketFact) -> None:
        """Evolve by one fact, ours or a peer's; the furthest of (generation, progress) counts."""
        raise TypeError(f"not a fact about a ticket: {fact!r}")

    @apply.register
    def _(self, fact: TicketFired) -> None:
        if self.fired is None:
            self.fired = fact
            self.starts_at = None if fact.held else fact.start_at or fact.fired_at
            self.due_at = self.due_at or fact.due_at
        for item in fact.items:  # whoever wrote it anew may not have heard of the whole fire
            self.lines.setdefault(item.line_id, TicketLine(item))
        self.host(self.repeats, self.taken_back)

    @apply.register
    def _(self, fact: TicketItemDone) -> None:
        line = self.lines.get(fact.line_id)
        if line is not None and fact.generation == self.generation and fact.done > line.done:
            line.done, line.done_at = fact.done, fact.done_at

    @apply.register
    def _(self, fact: TicketItemReopened) -> None:
        line = self.lines.get(fact.line_id)
        if line is not None and fact.generation == self.generation:
            line.done, line.done_at = 0, None

    @apply.register
    def _(self, fact: TicketItemVoided) -> None:
        line = self.lines.get(fact.line_id)
        if line is not None:
            line.voided = min(line.item.quantity, line.voided + fact.quantity)

    @apply.register
    def _(self, fact: TicketBumped) -> None:
        if fact.generation == self.generation and self.bumped_at is None:
            self.bumped_at = fact.bumped_at
            self.spared = dict(fact.spared) if self.spared is None else self.spared

    @apply.register
    def _(self, fact: TicketRecalled) -> None:
        if fact.generation > self.generation:
            self.generation, self.bumped_at = fact.generation, None

    @apply.register
    def _(self, fact: TicketReceived) -> None:
        self.received = self.received or fact

    @apply.register
    def _(self, fact: TicketSeen) -> None:
        self.seen = self.seen or fact

    @apply.register
    def _(self, fact: TicketEscalated) -> None:
        self.escalated = self.escalated or fact

    @apply.register
    def _(self, fact: TicketHeld) -> None:
        self.starts_at = fact.until

    @apply.register
    def _(self, fact: TicketReleased) -> None:
        self.starts_at = fact.released_at

    @apply.register
    def _(self, fact: TicketRushed) -> None:
        self.rushed_at = self.rushed_at or fact.rushed_at

    @apply.register
    def _(self, fact: TicketRushCancelled) -> None:
        self.rushed_at = None

    @apply.register
    def _(self, fact: TicketChangesSeen) -> None:
        self.voids_seen, self.label_seen = max(self.voids_seen, fact.voided), fact.label

    @apply.register
    def _(self, fact: TicketPromised) -> None:
        self.due_at = fact.due_at

    @apply.register
    def _(self, fact: TicketPaperScanned) -> None:
        self.by_paper = self.by_paper or fact.paper_id


def ticket_of(ticket_id: TicketId, facts: Iterable[TicketFact]) -> KitchenTicket:
    """The ticket that these facts, in stamp order, make. Raises NotFound when it was never fired."""
    ticket = KitchenTicket(ticket_id)
    for fact in facts:
        ticket.apply(fact)
    if ticket.fired is None:
        raise NotFound("ticket", ticket_id)
    return ticket
