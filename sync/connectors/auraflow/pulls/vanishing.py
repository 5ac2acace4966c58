"""What follows from products that two complete passes did not show any more: they are not offered here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from aura_terminal.domain.central import CentralConfirmed
from aura_terminal.domain.documents import put
from aura_terminal.domain.errors import NotFound
from aura_terminal.domain.facts import Fact
from aura_terminal.domain.menu import Item
from aura_terminal.ports.central import PULLED, Picture, Sweep
from sync.connectors.auraflow.naming import CONNECTOR, NAMING, record_of
from sync.reconcile.intake import at
from sync.reconcile.vanishing import VANISHED, is_everything, known_there


def vanished(sweep: Sweep, ids: Iterable[str], picture: Picture) -> tuple[Fact, ...]:
    """Items that are gone there; of all of them at once it is believed of none."""
    gone = set(ids)
    if sweep.resource != "products" or is_everything(
        gone, known_there(NAMING, "item", picture.documents(Item), picture)
    ):
        return ()
    return tuple(fact for central_id in sorted(gone) for fact in _gone(central_id, sweep, picture))


def _gone(central_id: str, sweep: Sweep, picture: Picture) -> Iterator[Fact]:
    local_id = picture.local_of(CONNECTOR, "item", central_id)
    try:
        item = picture.document(Item, local_id)
    except NotFound:
        return
    if item.active:
        yield put(replace(item, active=False))
        yield CentralConfirmed(record_of("item", local_id), PULLED, VANISHED, central_id, at(sweep.began_ms))
