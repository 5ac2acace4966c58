"""The network between terminals: ordered links that die, stall, go quiet in one direction, and repeat old frames.

A link behaves as TCP does: what arrives, arrives in order; a cut direction holds messages back until it heals or the
link is given up. A message that is lost takes its link with it. `repeats` are frames of earlier links that come once
more on a new one, which no TLS would let through: the machine must not depend on that.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from tests.simulation.agenda import Agenda
from tests.simulation.extremes import Extremes
from tests.simulation.trace import Trace

MOST_REMEMBERED = 40


@dataclass(eq=False)
class End:
    """One end of a link, at the terminal of a label."""

    label: str
    link: int
    is_open: bool = True
    is_dead: bool = False
    inbox_at_ms: int = 0
    held: deque[bytes] = field(default_factory=deque)
    other: End | None = None

    @property
    def far(self) -> End:
        """The other end."""
        assert self.other is not None
        return self.other


@dataclass(frozen=True, slots=True)
class Ears:
    """What the network tells a terminal."""

    terminal_id: str
    is_up: Callable[[], bool]
    connected: Callable[[int, str, str], None]
    received: Callable[[int, bytes], None]
    lost: Callable[[int], None]


class Network:
    """Every link there is."""

    def __init__(
        self, agenda: Agenda, chance: Random, extremes: Extremes, trace: Trace, alter: Callable[[bytes], bytes | None]
    ) -> None:
        self._agenda, self._chance, self._extremes, self._trace = agenda, chance, extremes, trace
        self._alter = alter
        self._ears: dict[str, Ears] = {}
        self._ends: dict[int, End] = {}
        self._at: dict[str, list[End]] = {}
        self._cut: set[tuple[str, str]] = set()
        self._old: dict[tuple[str, str], list[bytes]] = {}
        self._links = 0
        self.is_kind = False
        self.sent = 0
        self.bytes_sent = 0

    def join(self, label: str, ears: Ears) -> None:
        """A terminal listens from now on."""
        self._ears[label] = ears

    @property
    def labels(self) -> tuple[str, ...]:
        """Every terminal that ever joined."""
        return tuple(self._ears)

    def leave(self, label: str) -> None:
        """A terminal is gone for good."""
        self.vanish(label)
        del self._ears[label]

    # What is wrong with it

    def cut(self, from_label: str, to_label: str) -> None:
        """Nothing arrives in this direction any more."""
        self._cut.add((from_label, to_label))

    def mend(self, from_label: str, to_label: str) -> None:
        """What was held back in this direction arrives after all."""
        self._cut.discard((from_label, to_label))
        for end in [end for end in self._ends.values() if end.is_open]:
            if (end.far.label, end.label) == (from_label, to_label):
                held, end.held = list(end.held), deque()
                for message in held:
                    self._carry(end, message)

    def heal(self) -> None:
        """From now on the network is as good as new."""
        self.is_kind = True
        for pair in sorted(self._cut):
            self.mend(*pair)

    def vanish(self, label: str) -> None:
        """A terminal crashed: its ends are gone; the others hear of it, or do not."""
        for end in self._open_at(label):
            end.is_open = False
            self._tell_lost(end.far)

    # What terminals ask of it

    def dial(self, label: str, to: str) -> bool:
        """Open a link, when the caller has none to that terminal and the way is free."""
        if label not in self._ears or to not in self._ears:
            return False
        if not (self._ears[label].is_up() and self._ears[to].is_up()):
            return False
        if {(label, to), (to, label)} & self._cut:
            return False
        linked = any(end.far.label == to for end in self._open_at(label))
        if linked and (self.is_kind or self._chance.random() >= self._extremes.twins):
            return False
        self._link(label, to)
        return True

    def send(self, link: int, message: bytes) -> None:
        """Send on a link; on one that is gone this comes to nothing."""
        end = self._ends.get(link)
        if end is None or not end.is_open or end.is_dead:
            return
        self.sent += 1
        self.bytes_sent += len(message)
        if not self.is_kind and self._chance.random() < self._extremes.loss:
            self._trace.note(f"link {link} {end.label}-{end.far.label} dies with {len(message)} bytes on it")
            self._die(end)
            return
        self._remember(end, message)
        altered = None
        if not self.is_kind and self._chance.random() < self._extremes.altered:
            altered = self._alter(message)
        if altered is not None:
            self._trace.note(f"link {link} {end.label}-{end.far.label} carries something altered")
        self._carry(end.far, message if altered is None else altered)

    def hang_up(self, link: int) -> None:
        """Close a link from one end."""
        end = self._ends.get(link)
        if end is not None and end.is_open:
            end.is_open = False
            self._tell_lost(end.far)

    def is_linked(self, label: str, to: str) -> bool:
        """Whether both have an open link to each other."""
        return any(end.far.label == to and end.far.is_open for end in self._open_at(label))

    # How it works

    def _open_at(self, label: str) -> list[End]:
        return [end for end in self._at.get(label, ()) if end.is_open]

    def _link(self, label: str, to: str) -> None:
        self._links += 2
        near, far = End(label, self._links), End(to, self._links + 1)
        near.other, far.other = far, near
        self._ends = {link: end for link, end in self._ends.items() if end.is_open or end.far.is_open}
        self._ends[near.link], self._ends[far.link] = near, far
        for end in (near, far):
            self._at[end.label] = [*self._open_at(end.label), end]
        self._trace.note(f"link {near.link} {label}-{to} up")
        for end in (near, far):
            end.inbox_at_ms = self._agenda.now_ms + self._delay()
            self._agenda.at(end.inbox_at_ms, lambda end=end: self._connected(end))  # type: ignore[misc]  # bound default

    def _connected(self, end: End) -> None:
        if not end.is_open or end.label not in self._ears or not self._ears[end.label].is_up():
            return
        far = self._ears.get(end.far.label)
        if far is None:
            return
        self._ears[end.label].connected(end.link, far.terminal_id, end.far.label)
        old = self._old.get((end.far.label, end.label), [])
        if old and not self.is_kind and self._chance.random() < self._extremes.repeats:
            for message in self._chance.sample(old, min(len(old), self._chance.randint(1, 6))):
                self._agenda.after(self._chance.randint(0, 2_000), lambda late=message: self._arrive(end, late))  # type: ignore[misc]  # bound default

    def _remember(self, end: End, message: bytes) -> None:
        if self._extremes.repeats:
            old = self._old.setdefault((end.label, end.far.label), [])
            if len(old) < MOST_REMEMBERED:
                old.append(message)
            else:
                old[self._chance.randrange(MOST_REMEMBERED)] = message

    def _carry(self, end: End, message: bytes) -> None:
        end.inbox_at_ms = max(end.inbox_at_ms, self._agenda.now_ms + self._delay())
        self._agenda.at(end.inbox_at_ms, lambda: self._deliver(end, message))

    def _deliver(self, end: End, message: bytes) -> None:
        if (end.far.label, end.label) in self._cut or end.held:
            end.held.append(message)
        else:
            self._arrive(end, message)

    def _arrive(self, end: End, message: bytes) -> None:
        if end.is_open and end.label in self._ears and self._ears[end.label].is_up():
            self._ears[end.label].received(end.link, message)

    def _die(self, end: End) -> None:
        far, delay = end.far, self._delay()
        end.is_dead = far.is_dead = True
        for side in (end, far):
            if self._chance.random() >= self._extremes.half_open:
                self._agenda.after(delay, lambda side=side: self._lose(side))  # type: ignore[misc]  # bound default
            else:
                self._agenda.after(60_000, lambda side=side: self._lose(side))  # type: ignore[misc]  # bound default

    def _tell_lost(self, end: End) -> None:
        cut = (end.far.label, end.label) in self._cut
        quiet = cut or (not self.is_kind and self._chance.random() < self._extremes.half_open)
        self._agenda.after(60_000 if quiet else self._delay(), lambda: self._lose(end))

    def _lose(self, end: End) -> None:
        if end.is_open:
            end.is_open = False
            if end.label in self._ears and self._ears[end.label].is_up():
                self._ears[end.label].lost(end.link)

    def _delay(self) -> int:
        return 1 if self.is_kind else self._chance.randint(1, self._extremes.delay_ms)
