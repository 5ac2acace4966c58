"""What goes to a peer next: short backlogs at once, long ones batch by batch while a window is open."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping

from sync.mesh.columns import fitting, run_of
from sync.mesh.contract import MeshHost, MeshLimits
from sync.mesh.conversation import Conversation
from sync.mesh.wire import Wire
from sync.protocol import Facts, Gone, Reach, Run

MOST_RUNS = 32
REMEMBERED = 8  # encoded messages: what goes to one peer mostly goes to the next one too

Stretch = tuple[str, int, int]  # origin, after, up to


class Handing:
    """Reads the journal for peers. Nothing is kept for a slow peer but how far it has come."""

    def __init__(self, host: MeshHost, wire: Wire, limits: MeshLimits) -> None:
        self._host = host
        self._wire = wire
        self._limits = limits
        self._encoded: OrderedDict[tuple[Stretch, ...], tuple[bytes, dict[str, int]]] = OrderedDict()

    def serve(self, talk: Conversation, origin: str, after: int) -> bytes | None:
        """Hand an origin over from a place on; answers the message to send when that place has left the journal."""
        keeping = self._host.keeping
        base = keeping.base_of(origin) if keeping else 0
        if after < base:
            talk.serving.pop(origin, None)
            return self._wire.encode(Gone([Reach(origin, base)]))
        talk.serving[origin] = after
        return None

    def live(self, talk: Conversation, known: Mapping[str, int]) -> bytes | None:
        """One message with every short backlog of this peer."""
        if not talk.serving or talk.on_the_way >= self._limits.live_window:
            return None
        stretches = [
            (origin, after, known[origin])
            for origin, after in talk.serving.items()
            if 0 < known.get(origin, 0) - after <= self._limits.live_facts
        ]
        return self._message(talk, tuple(sorted(stretches)[:MOST_RUNS])) if stretches else None

    def bulk(self, talk: Conversation, known: Mapping[str, int]) -> bytes | None:
        """The next batch of the shortest backlog; pieces of snapshots and days when all facts are sent."""
        if not self.has_bulk(talk, known):
            return None
        backlogs = self._backlogs(talk, known)
        if backlogs:
            _, origin = min(backlogs)
            after = talk.serving[origin]
            return self._message(talk, ((origin, after, min(known[origin], after + self._limits.batch_facts)),))
        piece = next(talk.pieces[0], None)
        if piece is None:
            talk.pieces.popleft()
            return None
        talk.bulk_sent += 1
        return self._wire.encode(piece)

    def has_bulk(self, talk: Conversation, known: Mapping[str, int]) -> bool:
        """Whether something waits for this peer, and its window is open."""
        if talk.on_the_way >= self._limits.window:
            return False
        return bool(talk.pieces) or bool(self._backlogs(talk, known))

    def _backlogs(self, talk: Conversation, known: Mapping[str, int]) -> list[tuple[int, str]]:
        return [
            (known.get(origin, 0) - after, origin)
            for origin, after in talk.serving.items()
            if known.get(origin, 0) > after
        ]

    def _message(self, talk: Conversation, stretches: tuple[Stretch, ...]) -> bytes | None:
        """The stretches as one message, as far as they fit; moves what was sent."""
        found = self._encoded.get(stretches)
        if found is None:
            runs = self._runs(talk, stretches)
            if isinstance(runs, bytes):
                return runs
            reached = {run.origin: run.first + len(run.stamps) - 1 for run in runs}
            found = self._encoded[stretches] = (self._wire.encode(Facts(runs)), reached)
            if len(self._encoded) > REMEMBERED:
                self._encoded.popitem(last=False)
        message, reached = found
        talk.serving.update(reached)
        talk.bulk_sent += 1
        return message

    def _runs(self, talk: Conversation, stretches: tuple[Stretch, ...]) -> list[Run] | bytes:
        """Columns of the stretches; the word that they have left the journal when they have."""
        runs, room = [], self._limits.batch_bytes
        for origin, after, upto in stretches:
            rows = self._host.journal.facts_after(origin, after, upto - after)
            if not rows or rows[0].seq != after + 1:
                del talk.serving[origin]
                return self._wire.encode(Gone([Reach(origin, rows[0].seq - 1 if rows else upto)]))
            rows = rows[: fitting(rows, room)]
            runs.append(run_of(rows))
            room -= sum(len(row.payload) for row in rows)
            if room <= 0:
                break
        return runs
