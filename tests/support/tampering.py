"""Somebody alters a store's file behind the program's back, at random: what was done, and where."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from aura_terminal.store.driver import RawConnection

ELSEWHERE = 1_000_000
"""A place no fact has, for two to change theirs."""

Change = Callable[[RawConnection, Random], "Altered"]


FOLDS = (
    "UPDATE orders SET total_minor = total_minor + 1, due_minor = due_minor + 1 WHERE status <> 'closed'",
    "UPDATE order_lines SET price_minor = price_minor + 1",
    "DELETE FROM payments WHERE payment_id = (SELECT max(payment_id) FROM payments)",
    "UPDATE staff_access SET verifier = 'another' WHERE staff_id = 'marta-rossi'",
    "UPDATE menu_items SET price_minor = 1 WHERE item_id = 'margherita'",
    "UPDATE drawers SET openings = openings + 1",
)


@dataclass(frozen=True, slots=True)
class Altered:
    """What was done to the journal: the kind, and the first fact it concerns, 0 for what lies in a fold."""

    kind: str
    seq: int


def edit(raw: RawConnection, chance: Random) -> Altered:
    """One bit of one column that means something."""
    seq = _any(raw, chance)
    column = chance.choice(("payload", "actor", "business_date", "stamp", "fact_id", "aggregate_id", "version"))
    (held,) = raw.execute(f"SELECT {column} FROM journal WHERE seq = ?", (seq,)).fetchone()
    raw.execute(f"UPDATE journal SET {column} = ? WHERE seq = ?", (_changed(held, chance), seq))
    return Altered("edit", seq)


def delete(raw: RawConnection, chance: Random) -> Altered:
    """A fact is gone from the middle."""
    seq = _any(raw, chance, before_last=1)
    raw.execute("DELETE FROM journal WHERE seq = ?", (seq,))
    return Altered("delete", seq)


def reorder(raw: RawConnection, chance: Random) -> Altered:
    """Two facts in each other's place."""
    first = _any(raw, chance, before_last=2)
    second = first + 1 + chance.randrange(_last(raw) - first)
    for seq, to in ((first, ELSEWHERE), (second, first), (ELSEWHERE, second)):
        raw.execute("UPDATE journal SET seq = ? WHERE seq = ?", (to, seq))
    return Altered("reorder", first)


def cut(raw: RawConnection, chance: Random) -> Altered:
    """The end is missing."""
    seq = _last(raw) - chance.randrange(20)
    raw.execute("DELETE FROM journal WHERE seq >= ?", (seq,))
    return Altered("cut", seq)


def fold(raw: RawConnection, chance: Random) -> Altered:
    """A table says something else than the facts."""
    raw.execute(chance.choice(FOLDS))
    return Altered("fold", 0)


CHANGES: Mapping[str, Change] = {"edit": edit, "delete": delete, "reorder": reorder, "cut": cut, "fold": fold}


def alter(raw: RawConnection, chance: Random) -> Altered:
    """Any of them."""
    return chance.choice(list(CHANGES.values()))(raw, chance)


def _last(raw: RawConnection) -> int:
    return int(raw.execute("SELECT max(seq) FROM journal").fetchone()[0])


def _any(raw: RawConnection, chance: Random, before_last: int = 0) -> int:
    return 1 + chance.randrange(_last(raw) - before_last)


def _changed(held: object, chance: Random) -> object:
    if isinstance(held, int):
        return held + chance.choice((1, 1000))
    if isinstance(held, bytes):
        place = chance.randrange(len(held))
        return held[:place] + bytes([held[place] ^ (1 << chance.randrange(8))]) + held[place + 1 :]
    text = str(held)
    place = chance.choice([place for place, sign in enumerate(text) if sign.isalnum()])
    return text[:place] + ("x" if text[place] != "x" else "y") + text[place + 1 :]
