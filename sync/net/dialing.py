"""Which address to call, and when: a pure machine.

Every terminal calls every address it knows and has no connection with. A failure waits longer each time, up to five
seconds; news of an address is tried at once. Times are monotonic seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum

FIRST_WAIT, LONGEST_WAIT = 0.25, 5.0
MOST_ADDRESSES = 128


class Source(IntEnum):
    """How an address came to be known, the most trusted last."""

    LEARNT = 0
    ANNOUNCED = 1
    TYPED = 2


@dataclass(slots=True)
class _Place:
    source: Source
    terminal_id: str
    due: float = 0.0
    failures: int = 0
    is_being_called: bool = False
    is_myself: bool = False


class Dialing:
    """Addresses with their tries. `chance` gives a float from 0 to 1, so that two terminals do not retry in step."""

    def __init__(self, me: str, chance: Callable[[], float]) -> None:
        self._me = me
        self._chance = chance
        self._places: dict[str, _Place] = {}

    def know(self, address: str, source: Source, terminal_id: str = "") -> None:
        """An address where a terminal may be; nothing changes for one that is known as well already."""
        place = self._places.get(address)
        if terminal_id == self._me or (place is None and not self._has_room(source)):
            return
        if place is None:
            self._places[address] = _Place(source, terminal_id)
            return
        place.source = max(place.source, source)
        place.terminal_id = terminal_id or place.terminal_id

    def announced(self, address: str, terminal_id: str, now: float) -> None:
        """A terminal says that it is there now: it is called at once."""
        self.know(address, Source.ANNOUNCED, terminal_id)
        place = self._places.get(address)
        if place is not None:
            place.due, place.failures = now, 0

    def due(self, now: float, connected: Iterable[str]) -> list[str]:
        """The addresses to call now, of terminals that are not connected; each counts as being called from here on."""
        held = set(connected) | {place.terminal_id for place in self._places.values() if place.is_being_called}
        held.discard("")
        chosen = []
        for address, place in self._places.items():
            is_free = not place.is_being_called and not place.is_myself and place.due <= now
            if is_free and place.terminal_id not in held:
                place.is_being_called = True
                held |= {place.terminal_id} - {""}
                chosen.append(address)
        return chosen

    def reached(self, address: str, terminal_id: str, now: float) -> None:
        """A call went through, and who answered is proved."""
        place = self._places.get(address)
        if place is not None:
            place.terminal_id, place.failures, place.is_being_called = terminal_id, 0, False
            place.due = now + FIRST_WAIT
            place.is_myself = terminal_id == self._me

    def failed(self, address: str, now: float) -> None:
        """Nobody answered, or somebody else did."""
        place = self._places.get(address)
        if place is not None:
            wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(place.failures, 8))
            place.failures += 1
            place.due = now + wait * (0.5 + 0.5 * self._chance())
            place.is_being_called = False

    def lost(self, terminal_id: str, now: float) -> None:
        """A connection ended: its addresses are tried soon, not all at the same moment everywhere."""
        for place in self._places.values():
            if place.terminal_id == terminal_id:
                place.failures = 0
                place.due = now + FIRST_WAIT * self._chance()

    def _has_room(self, source: Source) -> bool:
        """Room is made by forgetting the address that failed most among those nobody typed."""
        if len(self._places) < MOST_ADDRESSES:
            return True
        spare = [name for name, place in self._places.items() if place.source < Source.TYPED]
        if not spare or source is Source.LEARNT:
            return False
        del self._places[max(spare, key=lambda name: self._places[name].failures)]
        return True
