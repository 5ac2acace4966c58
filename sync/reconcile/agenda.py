"""Which records may have something to be told, in what order, and which of them wait for another one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from heapq import heappop, heappush

from aura_terminal.domain.central import RecordId
from sync.reconcile.contract import Lane

_GLANCE = 8  # how far a lane is looked along for somebody who was left alone


@dataclass(slots=True)
class _Entry:
    lane: Lane
    turn: int
    since: float
    touched: float


class Agenda:
    """Records by lane, and within a lane by how long they wait; in memory, made anew from the store at each start."""

    def __init__(self) -> None:
        self._entries: dict[RecordId, _Entry] = {}
        self._heaps: dict[Lane, list[tuple[int, RecordId]]] = {lane: [] for lane in Lane}
        self._ready: set[RecordId] = set()
        self._parents: dict[RecordId, tuple[RecordId, ...]] = {}
        self._children: dict[RecordId, set[RecordId]] = {}
        self._turn = 0

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, record: RecordId) -> bool:
        return record in self._entries

    @property
    def blocked(self) -> int:
        """How many wait for another record."""
        return len(self._parents)

    @property
    def has_ready(self) -> bool:
        """Whether somebody is to be planned."""
        return bool(self._ready)

    def since(self, record: RecordId) -> float:
        """Since when it waits, in monotonic seconds; minus infinity for one that waited before this start."""
        entry = self._entries.get(record)
        return entry.since if entry else float("-inf")

    def touched(self, record: RecordId) -> float:
        """When it changed last, in monotonic seconds."""
        entry = self._entries.get(record)
        return entry.touched if entry else float("-inf")

    def wait(self, record: RecordId, lane: Lane, *, since: float, touched: float) -> None:
        """It may have something to be told now; who waits already keeps the place."""
        entry = self._entries.get(record)
        if entry is None:
            self._turn += 1
            entry = self._entries[record] = _Entry(lane, self._turn, since, touched)
        entry.touched = max(entry.touched, touched)
        if lane < entry.lane:
            entry.lane = lane
            self._ready.discard(record)
        self._make_ready(record, entry)

    def go_on(self, record: RecordId, lane: Lane) -> None:
        """Its next step is of this lane."""
        entry = self._entries.get(record)
        if entry is None:
            self.wait(record, lane, since=float("-inf"), touched=float("-inf"))
            return
        if entry.lane is not lane:
            entry.lane = lane
            self._ready.discard(record)
        self._make_ready(record, entry)

    def take(self, most: int, has_room: Callable[[Lane], bool]) -> list[RecordId]:
        """The next to be planned, the most urgent first; they count as planned from here on."""
        taken: list[RecordId] = []
        for lane, heap in self._heaps.items():
            while heap and len(taken) < most and has_room(lane):
                record = heappop(heap)[1]
                if self._is_current(record, lane):
                    self._ready.discard(record)
                    taken.append(record)
        return taken

    def take_quiet(self, most: int, before: float) -> list[RecordId]:
        """Some that nobody has touched since then."""
        taken: list[RecordId] = []
        for lane, heap in self._heaps.items():
            held = []
            for _ in range(min(_GLANCE, len(heap))):
                turn, record = heappop(heap)
                if not self._is_current(record, lane):
                    continue
                if len(taken) < most and self._entries[record].touched <= before:
                    self._ready.discard(record)
                    taken.append(record)
                else:
                    held.append((turn, record))
            for place in held:
                heappush(heap, place)
        return taken

    def block(self, record: RecordId, parents: Iterable[RecordId]) -> None:
        """It waits until one of these has changed."""
        if record in self._entries:
            self._parents[record] = tuple(parents)
            for parent in self._parents[record]:
                self._children.setdefault(parent, set()).add(record)

    def release(self, parent: RecordId) -> None:
        """Something became known of a record: who waits for it is planned again."""
        for child in sorted(self._children.pop(parent, ())):
            entry = self._entries.get(child)
            if entry is not None:
                self._make_ready(child, entry)

    def settle(self, record: RecordId) -> None:
        """Nothing is left to be told of it."""
        self._entries.pop(record, None)
        self._ready.discard(record)
        self._unblock(record)

    def rouse(self) -> None:
        """Everybody is planned again."""
        for record, entry in self._entries.items():
            self._make_ready(record, entry)

    def rouse_left(self) -> None:
        """Everybody who was planned and waits for nobody is planned again."""
        for record, entry in self._entries.items():
            if record not in self._ready and record not in self._parents:
                self._make_ready(record, entry)

    def _make_ready(self, record: RecordId, entry: _Entry) -> None:
        self._unblock(record)
        if record not in self._ready:
            self._ready.add(record)
            heappush(self._heaps[entry.lane], (entry.turn, record))

    def _unblock(self, record: RecordId) -> None:
        for parent in self._parents.pop(record, ()):
            self._children.get(parent, set()).discard(record)

    def _is_current(self, record: RecordId, lane: Lane) -> bool:
        return record in self._ready and self._entries[record].lane is lane
