"""The journal of one store as its terminals see it: the mesh's port over the central's tables."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnection

from aura_terminal.domain.documents import Document, DocumentPut, DocumentWithdrawn
from aura_terminal.domain.errors import RuleBroken, Unavailable
from aura_terminal.domain.facts import Aggregate
from aura_terminal.domain.holding import release
from aura_terminal.domain.ids import OrderId, Origin
from aura_terminal.domain.joining import links_of
from aura_terminal.ports.journal import JournalRow, Received
from aura_terminal.ports.store import SYSTEM
from sync.central.catalogue.numbering import number as number_parts
from sync.central.peer.delivery import Delivery
from sync.central.peer.news import news_of, statuses_of
from sync.central.store import journal
from sync.central.store.database import Database
from sync.central.store.desk import Desk, Press
from sync.central.store.journal import Tenant
from sync.central.store.tables import ORDER_LINKS
from sync.central.webhooks.queue import queue_events

LOG = logging.getLogger("aura_terminal.central")

NOT_LAID_OUT = (RuleBroken, LookupError, ValueError, TypeError, AttributeError, ArithmeticError, SQLAlchemyError)
"""What laying out facts raises that do not belong together, or that a database cannot keep; the facts are kept."""

KINDS = {kind.value: kind for kind in Aggregate}


class CentralJournal:
    """The SharedJournal port for one store. Each call is a transaction of its own; any thread may make it."""

    def __init__(self, database: Database, press: Press, tenant: int) -> None:
        self._database = database
        self._press = press
        self._tenant = tenant

    def known(self) -> tuple[tuple[Origin, int], ...]:
        """The known vector, ordered by origin."""
        with _in_words(), self._database.reading() as connection:
            heads = journal.heads(connection, self._tenant)
        return tuple((Origin(origin), heads[origin].seq) for origin in sorted(heads))

    def facts_after(self, origin: str, seq: int, limit: int) -> tuple[JournalRow, ...]:
        """What an origin did after a place, oldest first."""
        with _in_words(), self._database.reading() as connection:
            return journal.after(connection, self._tenant, origin, seq, limit)

    def hash_at(self, origin: str, seq: int) -> bytes | None:
        """The hash of the fact at a place."""
        with _in_words(), self._database.reading() as connection:
            return journal.hash_at(connection, self._tenant, origin, seq)

    def receive(self, rows: Iterable[JournalRow]) -> Received:
        """Take exactly what comes next of each origin and lay it out for REST, in one transaction."""
        with _in_words(), self._database.writing() as connection:
            held = self._held(connection)
            heads = journal.heads(connection, self._tenant)
            delivery = Delivery(connection, held, heads)
            delivery.take(rows)
            if delivery.taken:
                desk = Desk(self._press, connection, held, SYSTEM)
                before = statuses_of(desk, delivery.taken)
                self._append(desk, delivery, frozenset(heads))
                _lay_out(desk, delivery.taken)
                queue_events(desk, news_of(desk, before))
                desk.flush()
            return Received(len(delivery.taken), delivery.known, tuple(sorted(delivery.wanted.items())))

    def settle(self, most: int) -> bool:
        """Nothing waits: what is received is laid out at once."""
        return False

    def release_token(self, order_id: OrderId, to: str) -> None:
        """Hand an order's money token to a terminal; refuses by doing nothing."""
        try:
            with _in_words(), self._database.writing() as connection:
                desk = Desk(self._press, connection, self._held(connection), SYSTEM)
                seen = journal.seen(connection, self._tenant, Aggregate.ORDER.value, order_id)
                desk.keep(release(desk.order(order_id), desk.tenant.label, to, desk.known, seen))
                desk.file()
        except (RuleBroken, Unavailable) as refused:
            LOG.info("The money token of %s was not handed to %s: %s", order_id, to, refused)

    def _held(self, connection: Connection) -> Tenant:
        held = journal.locked(connection, self._tenant)
        if held is None:
            raise Unavailable("Central", "the store is not kept here any more.")
        return held

    def _append(self, desk: Desk, delivery: Delivery, known: frozenset[str]) -> None:
        held, rows = desk.tenant, delivery.taken
        last = max((at for at, row in enumerate(rows, 1) if row.aggregate == "document"), default=0)
        desk.write(journal.FACT, *journal.fact_values(held, rows))
        desk.write(journal.MOVE_PLACE, journal.place_values(held, len(rows), held.last_place + last if last else 0))
        for origin, head in delivery.moved.items():
            moved = journal.MOVE_HEAD if origin in known else journal.BEGIN_HEAD
            desk.write(moved, journal.head_values(held.number, origin, head))


def _lay_out(desk: Desk, rows: Iterable[JournalRow]) -> None:
    """Write the rows that follow: reference data at once, then the rest; what cannot be shown hinders no other."""
    touched = dict.fromkeys((KINDS[row.aggregate], row.aggregate_id) for row in rows if row.aggregate in KINDS)
    documents = [one for one in touched if one[0] is Aggregate.DOCUMENT]
    if documents:
        number_parts(desk, _put_by(desk, rows))
    others = sorted((one for one in touched if one not in documents), key=lambda one: one[0] is Aggregate.ORDER)
    together = _shown(desk, documents)
    for one in others if together else (*documents, *others):
        _shown(desk, [one])


def _put_by(desk: Desk, rows: Iterable[JournalRow]) -> list[Document]:
    """The documents that facts put, once they stand on the shelf."""
    found: list[Document] = []
    for row in rows:
        if row.aggregate == Aggregate.DOCUMENT:
            fact = desk.press.codec.told(row.aggregate, row.aggregate_id, row.type, row.version, row.payload)
            if isinstance(fact, DocumentPut | DocumentWithdrawn):
                desk.hear(row.stamp, fact)
            if isinstance(fact, DocumentPut):
                found.append(fact.body)
    return found


def _shown(desk: Desk, touched: list[tuple[Aggregate, str]]) -> bool:
    """Write the rows of some aggregates, or of none of them; whether they are written."""
    try:
        with desk.connection.begin_nested():
            for kind, id_ in touched:
                if kind is Aggregate.ORDER:
                    _note_links(desk, id_)
                desk.touch(kind, id_)
            desk.lay_out()
    except NOT_LAID_OUT as trouble:
        desk.forget()
        desk.renumber()
        LOG.warning("%s of store %s is kept and not shown: %r", touched[:1], desk.tenant.number, trouble)
        return False
    return True


def _note_links(desk: Desk, order_id: str) -> None:
    """Remember which orders share lines, so that who loads one loads them all."""
    links = links_of(desk.aggregate(Aggregate.ORDER, order_id))
    known = select(ORDER_LINKS.c.other).where(
        ORDER_LINKS.c.tenant == desk.tenant.number, ORDER_LINKS.c.one == order_id
    )  # fmt: skip
    new = links - set(desk.connection.execute(known).scalars()) if links else frozenset()
    if new:
        rows = [{"tenant": desk.tenant.number, "one": order_id, "other": other} for other in sorted(new)]
        desk.connection.execute(insert(ORDER_LINKS), rows)
        desk.forget()


@contextmanager
def _in_words() -> Iterator[None]:
    """A database that cannot do it just now is trouble that passes."""
    try:
        yield
    except (OperationalError, NoConnection) as trouble:
        raise Unavailable("Central", "its database does not answer just now.") from trouble
