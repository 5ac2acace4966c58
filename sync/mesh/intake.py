"""What was received and not taken yet: bounded for each link, cut into slices in turn from every link."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import islice

from aura_terminal.ports.journal import JournalRow
from sync.mesh.columns import Altered, check_run, rows_of
from sync.mesh.contract import LinkId, MeshLimits
from sync.mesh.wire import Malformed, Wire
from sync.protocol import Facts, Run

OPENED_AT_ONCE = 8
"""Messages opened for one slice: a replay of what is known is passed over in short turns too."""

LIVE_FACTS, LIVE_BYTES = 64, 16_384
"""What may wait of a link without being a backlog."""

Gap = Callable[[LinkId, str], None]
"""Told of a link on which an origin's facts do not begin where ours end."""
Wrong = Callable[[LinkId, str], None]
"""Told of a link on which something came that is no message, and why."""
Foreign = Callable[[LinkId, str, str], None]
"""Told of a link, of an origin whose facts were altered on their way by it, and of how that shows."""


@dataclass(slots=True)
class Slice:
    """Facts that go into one transaction, each origin without a gap, and the links their messages came by."""

    rows: list[JournalRow] = field(default_factory=list)
    sources: dict[str, set[LinkId]] = field(default_factory=dict)
    finished: list[LinkId] = field(default_factory=list)
    """A link once for every message that is dealt with when this slice is."""

    def without(self, origin: str) -> None:
        """Leave one origin's facts out; its messages are still dealt with."""
        self.rows = [row for row in self.rows if row.origin != origin]
        self.sources.pop(origin, None)


@dataclass(slots=True)
class _Inbox:
    """One link's messages in the order they came; the oldest one is opened when its turn comes."""

    messages: deque[bytes] = field(default_factory=deque)
    size: int = 0
    runs: deque[Run] = field(default_factory=deque)
    rows: deque[JournalRow] = field(default_factory=deque)
    is_open: bool = False

    @property
    def facts(self) -> int:
        """How many facts are opened and not taken."""
        return len(self.rows) + sum(len(run.stamps) for run in self.runs)


class Intake:
    """Messages of facts by link, opened as late as can be so that what waits stays compressed.

    `slice_rows` is how many facts the next slice may hold; 0 leaves a backlog where it is.
    """

    def __init__(self, limits: MeshLimits, wire: Wire, gap: Gap, wrong: Wrong, foreign: Foreign) -> None:
        self._limits = limits
        self.slice_rows = limits.slice_rows
        self._wire = wire
        self._gap = gap
        self._wrong = wrong
        self._foreign = foreign
        self._inboxes: dict[LinkId, _Inbox] = {}

    def __bool__(self) -> bool:
        return bool(self._inboxes)

    @property
    def is_backlog(self) -> bool:
        """Whether more is waiting than what terminals tell each other while they work."""
        return any(inbox.facts > LIVE_FACTS or inbox.size > LIVE_BYTES for inbox in self._inboxes.values())

    def waits(self, link: LinkId) -> bool:
        """Whether something of this link was not taken yet."""
        return link in self._inboxes

    def put(self, link: LinkId, message: bytes) -> bool:
        """Keep a message for later; False when the link has sent more than it was asked for and this is let go."""
        inbox = self._inboxes.setdefault(link, _Inbox())
        too_many = len(inbox.messages) >= self._limits.inbox_messages
        if too_many or (inbox.messages and inbox.size + len(message) > self._limits.inbox_bytes):
            return False
        inbox.messages.append(message)
        inbox.size += len(message)
        return True

    def drop(self, link: LinkId) -> None:
        """Forget what a link has sent."""
        self._inboxes.pop(link, None)

    def next_slice(self, known: Mapping[str, int], refused: Callable[[LinkId, str], bool]) -> Slice:
        """Up to `slice_rows` new facts, in turn from every link; what is known is passed over unopened."""
        slice_, ends = Slice(), dict(known)
        for link in list(self._inboxes):
            room = (self.slice_rows or LIVE_FACTS) - len(slice_.rows)
            if room <= 0:
                break
            try:
                self._take_from(link, room, slice_, ends, refused)
            except Malformed as wrong:  # what else the link has sent is forgotten
                self._wrong(link, str(wrong))
        return slice_

    def _take_from(
        self, link: LinkId, room: int, slice_: Slice, ends: dict[str, int], refused: Callable[[LinkId, str], bool]
    ) -> None:
        inbox, turns = self._inboxes.pop(link), OPENED_AT_ONCE
        while room > 0:
            if not (inbox.rows or inbox.runs):
                if inbox.is_open:
                    inbox.is_open = False
                    slice_.finished.append(link)
                if not inbox.messages:
                    return
                if not turns:
                    break
                turns -= 1
                self._open(inbox)
                continue
            if not inbox.rows:
                inbox.rows = self._useful(link, inbox.runs.popleft(), ends, refused)
            room -= self._move(link, inbox, room, slice_, ends)
        if inbox.rows or inbox.runs or inbox.messages:
            self._inboxes[link] = inbox  # behind the others
        elif inbox.is_open:
            slice_.finished.append(link)

    def _open(self, inbox: _Inbox) -> None:
        message = inbox.messages.popleft()
        inbox.size -= len(message)
        facts = self._wire.decode(message)
        if not isinstance(facts, Facts):
            raise Malformed("facts were expected")
        for run in facts.runs:
            check_run(run)
        inbox.runs.extend(facts.runs)
        inbox.is_open = True

    def _useful(
        self, link: LinkId, run: Run, ends: Mapping[str, int], refused: Callable[[LinkId, str], bool]
    ) -> deque[JournalRow]:
        """The rows of a run that are new here; none when it is known, refused, or begins behind a gap."""
        end = ends.get(run.origin, 0)
        if run.first + len(run.stamps) - 1 <= end or refused(link, run.origin):
            return deque()
        if run.first > end + 1:
            self._gap(link, run.origin)
            return deque()
        try:
            return deque(islice(rows_of(run), end + 1 - run.first, None))
        except Altered as altered:
            self._foreign(link, run.origin, str(altered))
            return deque()

    def _move(self, link: LinkId, inbox: _Inbox, room: int, slice_: Slice, ends: dict[str, int]) -> int:
        """Move what follows our end into the slice; what became known since the run was opened falls away."""
        moved = 0
        while inbox.rows and moved < room:
            row = inbox.rows[0]
            end = ends.get(row.origin, 0)
            if row.seq > end + 1:  # what lay before it was refused meanwhile
                inbox.rows.clear()
                self._gap(link, row.origin)
                break
            inbox.rows.popleft()
            if row.seq == end + 1:
                slice_.rows.append(row)
                slice_.sources.setdefault(row.origin, set()).add(link)
                ends[row.origin] = row.seq
                moved += 1
        return moved
