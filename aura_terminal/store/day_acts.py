"""Who entered what, read off the journal; what left it for a day document is not told any more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from aura_terminal.domain.ids import OrderId, Origin, StaffId
from aura_terminal.domain.stamps import Stamp, milliseconds_of
from aura_terminal.ports.day_acts import ACT_NAMES, OPENED_NAME, Act
from aura_terminal.store.codec import Codec, UnknownFact
from aura_terminal.store.engine import StoreConnection
from aura_terminal.store.groups import json_list
from aura_terminal.store.moments import instant
from aura_terminal.store.statements import Prepared, Row, literal

_NAMES = ", ".join(f"'{name}'" for name in ACT_NAMES)
_ON_ORDERS = literal(f"""SELECT origin, seq, stamp, actor, type, version, payload FROM journal
WHERE aggregate = 'order' AND aggregate_id IN (SELECT value FROM json_each(:ids)) AND type IN ({_NAMES})
ORDER BY stamp, fact_id""")
_OPENINGS = literal(f"""SELECT origin, seq, stamp, actor, type, version, payload FROM journal
WHERE aggregate = 'drawer' AND aggregate_id IN (SELECT drawer_id FROM drawers) AND business_date = :day
AND type = '{OPENED_NAME}' ORDER BY stamp, fact_id""")


def on_orders(connection: StoreConnection, codec: Codec, order_ids: Iterable[OrderId]) -> Iterator[Act]:
    """What people did to orders, oldest first."""
    return _acts(connection, codec, _ON_ORDERS, (json_list(order_ids),))


def openings(connection: StoreConnection, codec: Codec, day: date) -> Iterator[Act]:
    """How often drawers were opened on a business date, oldest first."""
    return _acts(connection, codec, _OPENINGS, (day.isoformat(),))


def _acts(connection: StoreConnection, codec: Codec, statement: Prepared, values: Row) -> Iterator[Act]:
    for origin, seq, stamp, actor, type_, version, payload in connection.rows(statement, values):
        fact = codec.decode(type_, version, payload)
        if not isinstance(fact, UnknownFact):
            yield Act(Origin(origin), seq, instant(milliseconds_of(Stamp(stamp)) * 1000), StaffId(actor), fact)
