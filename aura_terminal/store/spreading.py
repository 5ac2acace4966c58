"""Facts that came on paper, folded where they belong: read from the fact that carries them, of its aggregate alone."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from aura_terminal.domain.carried import CARRYING, Carried, spread
from aura_terminal.domain.facts import Aggregate, Fact
from aura_terminal.store.codec import Codec, UnknownFact

Told = tuple[int, str, Fact | UnknownFact]
"""A fact of one aggregate with its stamp and its id, by which they are put in order."""

_CODEC = Codec()


def is_carrying(fact: object) -> bool:
    """Whether it brings facts of others along."""
    return isinstance(fact, CARRYING)


def with_carried(aggregate: Aggregate, id_: str, history: Iterable[Told]) -> list[Told]:
    """An aggregate's facts by stamp and id, what is only carried among them; what is there itself counts alone."""
    return spread(history, partial(_read, aggregate, id_), _carried)


def _carried(fact: Fact | UnknownFact) -> tuple[Carried, ...]:
    return fact.carried if isinstance(fact, CARRYING) else ()


def _read(aggregate: Aggregate, id_: str, one: Carried) -> Fact | UnknownFact:
    return _CODEC.told(aggregate.value, id_, one.type, one.version, one.payload.encode())
