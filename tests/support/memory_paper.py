"""Facts as they go on paper and come back, for the journal in memory; codes and rules are those of the store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.carried import Carried
from aura_terminal.domain.facts import Aggregate, Fact
from aura_terminal.domain.paper_bundle import Telling
from aura_terminal.domain.stamps import Stamp, milliseconds_of
from aura_terminal.store import spreading
from aura_terminal.store.codec import Codec, UnknownFact
from aura_terminal.store.paper_rows import flat

if TYPE_CHECKING:
    from tests.support.memory_journal import Entry

_CODEC = Codec()
_LAST = 2**62


def with_carried(
    aggregate: Aggregate, id_: str, places: Sequence[tuple[Stamp, str]], facts: Sequence[Fact]
) -> list[Fact]:
    """An aggregate's facts in the order in which they are folded; those beyond `places` are being kept just now."""
    at: list[tuple[int, str]] = [*places, *((_LAST + place, str(place)) for place in range(len(facts) - len(places)))]
    history = [(stamp, fact_id, fact) for (stamp, fact_id), fact in zip(at, facts, strict=True)]
    told = spreading.with_carried(aggregate, id_, history)
    return [fact for _, _, fact in told if not isinstance(fact, UnknownFact)]


def told(aggregate: Aggregate, id_: str, entries: Sequence[Entry], calendar: BusinessCalendar) -> Telling:
    """The same as they would go on paper."""
    rows = []
    for entry in entries:
        _, type_, payload = _CODEC.encode(entry.fact)
        day = calendar.date_of(datetime.fromtimestamp(milliseconds_of(entry.stamp) / 1000, UTC))
        rows.append(Carried(
            entry.origin, entry.seq, entry.fact_id, entry.stamp, type_.name, type_.version, payload.decode(),
            entry.actor, day.isoformat(),
        ))  # fmt: skip
    return Telling(aggregate.value, id_, flat(_CODEC, aggregate.value, id_, rows))
