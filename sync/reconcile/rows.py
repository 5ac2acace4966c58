"""Rows of a page: one that cannot be read is left out and named; the others are taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from aura_terminal.domain.facts import Fact
from aura_terminal.ports.central import Sweep
from sync.reconcile.contract import Unreadable
from sync.reconcile.fields import Found
from sync.reconcile.intake import Intake

MOST_BAD_ROWS = 20
"""From so many on it is no row that is wrong, but the page."""


class BadRow(Exception):
    """A row of a page that cannot be read."""

    def __init__(self, row: Found, wrong: Unreadable) -> None:
        super().__init__(str(wrong))
        self.row = row
        self.wrong = wrong


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The rows of a page that could not be read, in words, and the ids of those that could be told by them."""

    troubles: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    has_gaps: bool = False

    def and_(self, bad: BadRow) -> LeftOut:
        """These and one more."""
        try:
            id_ = bad.row["id"].id()
        except Unreadable:
            return LeftOut((*self.troubles, str(bad.wrong)), self.ids, has_gaps=True)
        return LeftOut((*self.troubles, f"{bad.wrong} (id {id_})"), (*self.ids, id_), self.has_gaps)


def first_of(found: Found, *names: str) -> Found | None:
    """The first of some fields that is there: the documents are not of one mind about its name."""
    return next((one for name in names if (one := found.maybe(name)) is not None), None)


def is_repeated(sweep: Sweep, ids: Iterable[str]) -> bool:
    """Whether a later page holds nothing that earlier ones did not: a list that knows no pages."""
    seen = set(sweep.seen)
    return sweep.page > 1 and all(one in seen for one in ids)


@dataclass(frozen=True, slots=True)
class TakenRows:
    """What the rows of a page made, the ids they are known by there, and what was left out."""

    facts: tuple[Fact, ...]
    ids: tuple[str, ...]
    left_out: LeftOut


def taken_rows(
    rows: Sequence[Found], new_intake: Callable[[], Intake], take: Callable[[Intake, Found], str]
) -> TakenRows:
    """What the rows make, each taken by `take`, which answers its id there and raises Unreadable.

    Where no row can be read, or very many cannot, it is the page that is wrong: raises Unreadable.
    """
    left_out, first, good = LeftOut(), None, list(rows)
    while True:
        intake, ids = new_intake(), list[str]()
        try:
            for row in good:
                ids.append(_taken(intake, row, take))
        except BadRow as bad:
            good = [one for one in good if one is not bad.row]
            left_out, first = left_out.and_(bad), first or bad.wrong
            if not good or len(left_out.troubles) > MOST_BAD_ROWS:
                raise first from None
            continue
        return TakenRows(tuple(intake.facts), (*ids, *left_out.ids), left_out)


def _taken(intake: Intake, row: Found, take: Callable[[Intake, Found], str]) -> str:
    try:
        return take(intake, row)
    except Unreadable as wrong:
        raise BadRow(row, wrong) from wrong
