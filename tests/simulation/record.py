"""What was acknowledged: the facts behind every act whose commit returned, read from the journal with plain SQL.

Nothing here is asked of the program's own folds; a fact is known by its origin, its number and the bytes it is made of.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from aura_terminal.store.cipher import open_file
from aura_terminal.store.driver import RawConnection
from aura_terminal.store.folders import store_file

Place = tuple[str, int]

_COLUMNS = "origin, seq, fact_id, stamp, aggregate, aggregate_id, type, payload, hash"


@dataclass(frozen=True)
class Kept:
    """One fact as its maker's journal has it."""

    origin: str
    seq: int
    fact_id: str
    stamp: int
    aggregate: str
    aggregate_id: str
    type: str
    payload: bytes
    hash: bytes

    @property
    def place(self) -> Place:
        """Where it stands for ever."""
        return self.origin, self.seq

    @cached_property
    def body(self) -> Mapping[str, Any]:
        """What it says, as plain JSON values."""
        said: Mapping[str, Any] = json.loads(self.payload)
        return said


class Looking:
    """A look into one terminal's file beside the program: plain SQL, nothing is written."""

    def __init__(self, folder: Path) -> None:
        self._raw: RawConnection = open_file(store_file(folder), "mode=ro")
        self._raw.isolation_level = None

    def rows(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        """The answer to a question."""
        return [tuple(row) for row in self._raw.execute(question, values).fetchall()]

    def made_after(self, origin: str, seq: int) -> list[Kept]:
        """What an origin did after a place, as this file has it."""
        asked = f"SELECT {_COLUMNS} FROM journal WHERE origin = ? AND seq > ? ORDER BY seq"
        return [_kept(row) for row in self.rows(asked, origin, seq)]

    def everything(self) -> list[Kept]:
        """The whole journal."""
        return [_kept(row) for row in self.rows(f"SELECT {_COLUMNS} FROM journal ORDER BY origin, seq")]

    def known(self) -> dict[str, int]:
        """How far the journal reaches for each origin, counted from its rows and not from what was noted."""
        return dict(self.rows("SELECT origin, max(seq) FROM journal GROUP BY origin"))

    def hashes_of(self, origin: str) -> dict[int, bytes]:
        """The hash at every place of one origin's chain."""
        return {seq: bytes(hash_) for seq, hash_ in self.rows("SELECT seq, hash FROM journal WHERE origin = ?", origin)}

    def close(self) -> None:
        """Look no longer."""
        self._raw.close()


class Record:
    """Every fact that must be everywhere in the end."""

    def __init__(self, founders: Iterable[Kept]) -> None:
        self.facts: dict[Place, Kept] = {}
        self.heads: dict[str, int] = {}
        self._about: dict[str, list[Kept]] = {}
        for kept in founders:
            self._note(kept)
            self.heads[kept.origin] = max(kept.seq, self.heads.get(kept.origin, 0))
        self.floors: dict[str, int] = {}
        self.lost = 0

    def take(self, looking: Looking, origin: str) -> list[Kept]:
        """Note what an origin has done since the last look, on its own disk."""
        fresh = looking.made_after(origin, self.heads.get(origin, 0))
        for kept in fresh:
            self._note(kept)
            self.heads[origin] = kept.seq
        return fresh

    def about(self, aggregate_id: str) -> list[Kept]:
        """Every fact of one aggregate that survives, as far as disks that were lost are concerned."""
        return [kept for kept in self._about.get(aggregate_id, ()) if self.survives(kept)]

    def disk_was_lost(self, origin: str, survivors: Iterable[Mapping[str, int]]) -> None:
        """An origin's own disk is gone: what no surviving terminal holds may be lost, and nothing else.

        Called for every disk that is lost, it lowers the floor of those lost before as well.
        """
        held = list(survivors)
        self.floors.setdefault(origin, self.heads.get(origin, 0))
        for lost in self.floors:
            reach = max((known.get(lost, 0) for known in held), default=0)
            self.floors[lost] = min(self.floors[lost], reach)

    def survives(self, kept: Kept) -> bool:
        """Whether a fact is held anywhere, as far as disks that were lost are concerned."""
        return kept.seq <= self.floors.get(kept.origin, kept.seq)

    def settle(self, reached: Mapping[str, int]) -> list[Kept]:
        """Take out what went down with a disk; answers what that was. `reached` is how far any terminal got."""
        gone = [
            kept for (origin, seq), kept in self.facts.items()
            if origin in self.floors and seq > reached.get(origin, 0)
        ]  # fmt: skip
        for kept in gone:
            del self.facts[kept.place]
        self.lost = len(gone)
        return gone

    def _note(self, kept: Kept) -> None:
        self.facts[kept.place] = kept
        self._about.setdefault(kept.aggregate_id, []).append(kept)


def _kept(row: tuple[Any, ...]) -> Kept:
    origin, seq, fact_id, stamp, aggregate, aggregate_id, type_, payload, hash_ = row
    return Kept(origin, seq, fact_id, stamp, aggregate, aggregate_id, type_, bytes(payload), bytes(hash_))
