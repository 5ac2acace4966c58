"""Pages of a list, in whichever of the documented ways its end is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aura_terminal.ports.central import Sweep
from sync.connectors.auraconnect.endpoints import PAGE_SIZE
from sync.reconcile.fields import Found
from sync.reconcile.replies import unwrapped
from sync.reconcile.rows import BadRow as BadRow
from sync.reconcile.rows import LeftOut as LeftOut
from sync.reconcile.rows import first_of as first_of
from sync.reconcile.rows import is_repeated as is_repeated

ABSENT = frozenset({404, 405, 501})
"""What a deployment answers where it does not have an endpoint that the documents name."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The rows of a page, whether there is another one, and how many there are in all, if that was said."""

    rows: tuple[Found, ...]
    has_next: bool
    total: int | None


def listed(sweep: Sweep, reading: Found, *names: str) -> Listed:
    """The rows of a reply: its `data`, the whole of it, or the first list under one of these names.

    Whether there is another page: `has_next`, else `total_pages`, else `total_count`, else whether this one is full
    (reference, "Pagination" and the examples of the lists).
    """
    bare = unwrapped(reading)
    found = bare if isinstance(bare.value, list) else _under(bare, (*names, "items", "results"))
    rows = tuple(found.items())
    meta = (reading.maybe("meta") or reading) if isinstance(reading.value, dict) else Found({})
    total = meta.maybe("total_count")
    count = None if total is None else total.whole()
    return Listed(rows, bool(rows) and _goes_on(sweep, meta, len(rows), count), count)


def _under(bare: Found, names: Sequence[str]) -> Found:
    return first_of(bare, *names) or bare[names[0]]


def _goes_on(sweep: Sweep, meta: Found, rows: int, total: int | None) -> bool:
    has_next, pages = meta.maybe("has_next"), meta.maybe("total_pages")
    if has_next is not None:
        return has_next.flag()
    if pages is not None:
        return sweep.page < pages.whole()
    if rows > PAGE_SIZE:
        return False
    size = meta.maybe("page_size")
    return rows == PAGE_SIZE if total is None else sweep.page * (PAGE_SIZE if size is None else size.whole()) < total
