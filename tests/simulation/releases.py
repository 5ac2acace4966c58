"""Releases of the program: the current one, and older ones that lack some types of facts.

An older terminal keeps such facts, hands them on and does not work on what they speak of; once updated it folds them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from unittest.mock import patch

from aura_terminal.domain.facts import Fact
from aura_terminal.store import meta
from aura_terminal.store.codec import Codec, UnknownFact
from aura_terminal.store.open_store import Store

Decode = Callable[[str, int, bytes], Fact | UnknownFact]


@dataclass(frozen=True, slots=True)
class Release:
    """What a release does not know: types of facts, and the acts that make them."""

    unknown: frozenset[str] = frozenset()
    acts: frozenset[str] = frozenset()

    @contextmanager
    def starting(self) -> Iterator[None]:
        """While a store is opened: an older release makes its folds anew as it reads, not as the current one does."""
        newest = Codec.decode

        def decode(codec: Codec, type_: str, version: int, payload: bytes) -> Fact | UnknownFact:
            return self._read(type_, version, payload, partial(newest, codec))

        with patch.object(Codec, "decode", decode) if self.unknown else nullcontext():
            yield

    def limit(self, store: Store) -> None:
        """Let a store read facts as this release does."""
        if not self.unknown:
            return
        _say_who_folds(store)
        codec = store._writer.codec
        newest = codec.decode

        def decode(type_: str, version: int, payload: bytes) -> Fact | UnknownFact:
            return self._read(type_, version, payload, newest)

        codec.decode = decode  # type: ignore[method-assign]  # what an older release would do

    def _read(self, type_: str, version: int, payload: bytes, newest: Decode) -> Fact | UnknownFact:
        return UnknownFact(type_, version, payload) if type_ in self.unknown else newest(type_, version, payload)


def _say_who_folds(store: Store) -> None:
    connection = store._connections.write
    connection.begin()
    meta.put(connection, meta.FOLDED_BY, "an older release")
    connection.commit()


CURRENT = Release()
OLDER = (
    Release(frozenset({"guest_named"}), frozenset({"name"})),
    Release(frozenset({"punch_recorded"}), frozenset({"punch"})),
    Release(frozenset({"ticket_recalled"}), frozenset({"recall"})),
    Release(
        frozenset({"lines_moved", "line_split", "lines_settled", "order_merged"}), frozenset({"move", "split", "merge"})
    ),
)
