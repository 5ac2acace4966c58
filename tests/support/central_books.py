"""An independent judge of a central's PostgreSQL: plain SQL over its tables, none of the program's own code.

It is told what clients asked and what they were answered, and says what is missing, doubled or half there.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import psycopg

from tests.support.central_writers import Write

Connection = psycopg.Connection[Any]
NOTES = "order_extra"


class Books:
    """What the journal and the kept replies of every store hold, read on from where the last look ended."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._places: dict[int, int] = {}
        self._left: dict[tuple[int, str], set[str]] = defaultdict(set)
        self._replies: set[tuple[int, str]] = set()
        self._read_ms = 0

    def complaints(self, writes: Iterable[Write]) -> list[str]:
        """What is wrong with what these writes left behind; those still under way are left out."""
        settled = [one for one in writes if one.told or one.given_up]  # before the look: what is told is there by then
        with psycopg.connect(self._url) as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            return [*self._read(connection), *(found for one in settled for found in self._of(one))]

    def _read(self, connection: Connection) -> Iterator[str]:
        for tenant, last in connection.execute("SELECT tenant, last_place FROM tenants").fetchall():
            before = self._places.get(tenant, 0)
            if last < before:
                yield f"store {tenant} ended at place {before} and ends at {last} now"
            asked = "SELECT type, aggregate_id, payload FROM journal WHERE tenant = %s AND place > %s AND place <= %s"
            for type_, id_, payload in connection.execute(asked, (tenant, before, last)):
                self._note(tenant, type_, id_, json.loads(bytes(payload)))
            self._places[tenant] = last
        # of two replies the later one may be seen first, by some milliseconds
        asked = "SELECT tenant, key, created_ms FROM replies WHERE created_ms > %s"
        for tenant, key, created_ms in connection.execute(asked, (self._read_ms - 60_000,)).fetchall():
            self._replies.add((tenant, key))
            self._read_ms = max(self._read_ms, created_ms)

    def _note(self, tenant: int, type_: str, id_: str, said: Any) -> None:
        """Take in one fact: under which mark it can be found, and what it made."""
        if type_ == "resource_put" and said["kind"] == NOTES:
            self._left[tenant, str(said["body"].get("notes"))].add(str(said["number"]))
        elif type_ == "payment_taken":
            self._left[tenant, said["payment"]["reference"]].add(said["payment"]["id"])
        elif type_ == "payment_refunded":
            self._left[tenant, said["act"]["approval"]["purpose"]].add(said["refund"]["id"])
        elif type_ == "order_cancelled":
            self._left[tenant, said["reason"]].add(id_)
        elif type_ == "guest_registered":
            self._left[tenant, said["email"].partition("@")[0]].add(id_)

    def _of(self, write: Write) -> Iterator[str]:
        name = f"{write.mark} (store {write.tenant}, asked {write.tries} times)"
        has_reply = (write.tenant, write.key) in self._replies
        made = self._left.get((write.tenant, write.mark), set())
        if write.told and not has_reply:
            yield f"{name} was acknowledged and its reply is not kept"
        if has_reply and write.told_undone and not write.told and write.tries == 1:
            yield f"{name} was answered that nothing was done, and it was done"
        if write.kind == "complete":  # says nothing of its own: the rows of the whole are judged for it
            return
        if len(made) > 1:
            yield f"{name} was done {len(made)} times"
        if write.told and not made:
            yield f"{name} was acknowledged and is not there"
        if has_reply != bool(made):
            yield f"{name} is half there: {len(made)} done, its reply is {'kept' if has_reply else 'missing'}"
        if write.kind == "order" and write.told and made and write.told not in made:
            yield f"{name} was told as number {write.told} and is number {', '.join(made)}"


def whole(url: str, writes: Iterable[Write]) -> list[str]:
    """Everything from the beginning: each write, and whether facts, chains and rows agree."""
    settled = list(writes)
    found = Books(url).complaints(settled)
    with psycopg.connect(url) as connection:
        for complaint, question in WHOLE.items():
            found += [f"{complaint}: {', '.join(map(str, row))}" for row in connection.execute(question.encode())]
        asked = "SELECT tenant, number, status FROM orders"
        rows = {(tenant, number): status for tenant, number, status in connection.execute(asked)}
    ends = {"complete": "completed", "cancel": "cancelled"}
    for one in settled:
        if one.told and one.kind in ends and rows.get((one.tenant, one.about)) != ends[one.kind]:
            found.append(f"{one.mark} was acknowledged and the order is {rows.get((one.tenant, one.about))}")
    return found


WHOLE = {
    "the journal of an origin has a gap": """
        SELECT tenant, origin, min(seq), max(seq), count(*) FROM journal
        GROUP BY 1, 2 HAVING min(seq) <> 1 OR max(seq) <> count(*)""",
    "the places of a store's journal have a gap": """
        SELECT j.tenant, t.last_place, max(j.place), count(*) FROM journal j JOIN tenants t USING (tenant)
        GROUP BY 1, 2 HAVING max(j.place) <> t.last_place OR count(*) <> t.last_place""",
    "a fact does not name the one before it": """
        SELECT tenant, origin, seq FROM (
            SELECT tenant, origin, seq, prev_hash, lag(hash) OVER (PARTITION BY tenant, origin ORDER BY seq) AS before
            FROM journal) AS chained WHERE before IS NOT NULL AND before <> prev_hash""",
    "the head of a chain is not its last fact": """
        SELECT h.tenant, h.origin, h.last_seq FROM heads h LEFT JOIN
            (SELECT DISTINCT ON (tenant, origin) tenant, origin, seq, hash FROM journal
             ORDER BY tenant, origin, seq DESC) AS j USING (tenant, origin)
        WHERE (j.seq, j.hash) IS DISTINCT FROM (h.last_seq, h.last_hash)""",
    "a fact stands twice": "SELECT tenant, fact_id FROM journal GROUP BY 1, 2 HAVING count(*) > 1",
    "an order has no row, or a row no order": """
        SELECT coalesce(o.tenant, j.tenant), coalesce(o.order_id, j.aggregate_id) FROM orders o FULL JOIN
            (SELECT tenant, aggregate_id FROM journal WHERE type = 'order_opened') AS j
            ON j.tenant = o.tenant AND j.aggregate_id = o.order_id
        WHERE o.order_id IS NULL OR j.aggregate_id IS NULL""",
    "an order is called like another": """
        SELECT tenant, order_number, count(*) FROM orders GROUP BY 1, 2 HAVING count(*) > 1""",
    "an order's items are not those of its row": """
        SELECT o.tenant, o.order_number, o.items_count, coalesce(i.items, 0) FROM orders o LEFT JOIN
            (SELECT tenant, order_number, sum(quantity) AS items FROM order_items GROUP BY 1, 2) AS i
            ON i.tenant = o.tenant AND i.order_number = o.number
        WHERE o.items_count <> coalesce(i.items, 0)""",
    "payments have no row, or rows no payment": """
        SELECT tenant, p.rows, j.facts FROM
            (SELECT tenant, count(*) AS rows FROM payments WHERE kind = 'payment' GROUP BY 1) AS p FULL JOIN
            (SELECT tenant, count(*) AS facts FROM journal WHERE type = 'payment_taken' GROUP BY 1) AS j USING (tenant)
        WHERE p.rows IS DISTINCT FROM j.facts""",
    "a completed order is not paid to the cent": """
        SELECT o.tenant, o.order_number, o.total, coalesce(p.paid, 0) FROM orders o LEFT JOIN
            (SELECT tenant, order_number, sum(amount) AS paid FROM payments WHERE kind = 'payment' GROUP BY 1, 2) AS p
            ON p.tenant = o.tenant AND p.order_number = o.number
        WHERE o.status = 'completed' AND o.total <> coalesce(p.paid, 0)""",
    "a completed order was not closed once": """
        SELECT o.tenant, o.order_number, coalesce(j.ends, 0) FROM orders o LEFT JOIN
            (SELECT tenant, aggregate_id, count(*) AS ends FROM journal WHERE type = 'order_closed' GROUP BY 1, 2) AS j
            ON j.tenant = o.tenant AND j.aggregate_id = o.order_id
        WHERE o.status = 'completed' AND coalesce(j.ends, 0) <> 1""",
}
