"""An independent judge of a store file: plain SQL over the tables, none of the program's own code.

It is told what a service acknowledged and says what is missing, doubled or half-done.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from aura_terminal.store.cipher import open_file

Ack = Mapping[str, Any]  # a line of JSON the service wrote after a commit returned


def read_acks(file: Path) -> list[Ack]:
    """The acknowledgements that were written whole; a kill may leave half a line at the end."""
    if not file.exists():
        return []
    whole = file.read_text("utf-8").rpartition("\n")[0]
    return [json.loads(line) for line in whole.splitlines()]


def judge(store: Path, acks: Iterable[Ack], *, paper: bool = True) -> list[str]:
    """Every complaint about the store, in words; an empty list is a clean bill.

    Jobs for printers lie in the file they were asked for in: without `paper` nothing is said of them, as befits a store
    whose facts came back from another file.
    """
    connection = open_file(store, "mode=ro")
    try:
        return [*_acknowledged(connection, acks), *_half_done(connection, CHECKS if paper else UNPRINTED)]
    finally:
        connection.close()


def _acknowledged(connection: Any, acks: Iterable[Ack]) -> Iterable[str]:
    orders = {
        row[0]: row[1:]
        for row in connection.execute("SELECT order_id, number, status, total_minor, paid_minor FROM orders")
    }
    facts = dict(connection.execute("SELECT aggregate_id, count(*) FROM journal WHERE aggregate='order' GROUP BY 1"))
    told: Counter[str] = Counter()
    for ack in acks:
        order_id = ack["order_id"]
        told[order_id] += 1
        if order_id not in orders:
            yield f"order {ack['number']} was acknowledged ({ack['event']}) and is not in the store"
            continue
        number, status, total, paid = orders[order_id]
        if number != ack["number"]:
            yield f"order {ack['number']} is called {number} in the store"
        if ack["event"] == "paid" and (status != "closed" or total != ack["total_minor"] or paid != total):
            yield f"order {number} was told as paid with {ack['total_minor']}; it is {status}, {paid} of {total}"
        if ack["event"] == "cancelled" and status != "cancelled":
            yield f"order {number} was acknowledged as cancelled; it is {status}"
    for order_id, count in told.items():
        if facts.get(order_id, 0) < count:
            yield f"order {order_id}: {count} acts were acknowledged, the journal holds {facts.get(order_id, 0)} facts"


JOBS = """(SELECT order_id, sum(kind = 'receipt' AND copy_no = 0) AS receipts, sum(kind = 'drawer_kick') AS kicks,
            sum(kind = 'kitchen_slip' AND copy_no = 0) AS slips FROM spool_jobs GROUP BY 1) AS j"""

# A part split off a line that was sent is cooked on that line's ticket.
# Joined to groups and not to correlated questions: a campaign asks them of a growing store after every kill.
CHECKS = {
    "two orders of one day share a label": """
        SELECT number, business_date, count(*) FROM (
            SELECT json_extract(payload, '$.number') AS number, business_date FROM journal WHERE type='order_opened')
        GROUP BY 1, 2 HAVING count(*) > 1""",
    "a closed order is not paid to the cent": """
        SELECT number, total_minor, paid_minor FROM orders WHERE status='closed' AND paid_minor <> total_minor""",
    "an order's payments do not add up to what it says": """
        SELECT o.number FROM orders o
        LEFT JOIN (SELECT order_id, sum(amount_minor) AS paid FROM payments GROUP BY 1) AS p USING (order_id)
        WHERE o.paid_minor <> coalesce(p.paid, 0)""",
    "an attempt was paid twice": "SELECT attempt_id FROM payments GROUP BY 1 HAVING count(*) > 1",
    "a closed order has no receipt, or two": f"""
        SELECT o.number FROM orders o LEFT JOIN {JOBS} USING (order_id)
        WHERE o.status='closed' AND coalesce(j.receipts, 0) <> 1""",
    "a payment has no drawer kick of its own": f"""
        SELECT o.number FROM orders o LEFT JOIN {JOBS} USING (order_id)
        LEFT JOIN (SELECT order_id, count(*) AS payments FROM payments GROUP BY 1) AS p USING (order_id)
        WHERE coalesce(p.payments, 0) <> coalesce(j.kicks, 0)""",
    "a sent line is on no ticket, or on two": """
        SELECT l.order_id, l.line_id FROM order_lines l
        LEFT JOIN (SELECT line_id, count(*) AS tickets FROM ticket_lines GROUP BY 1) AS t USING (line_id)
        WHERE l.state IN ('sent', 'voided') AND coalesce(t.tickets, 0) <> 1 AND l.line_id NOT IN (
            SELECT json_extract(payload, '$.new_line_id') FROM journal WHERE type='line_split')""",
    "a ticket has no slip, or two": f"""
        SELECT t.order_id, t.tickets FROM (SELECT order_id, count(*) AS tickets FROM tickets GROUP BY 1) AS t
        LEFT JOIN {JOBS} USING (order_id) WHERE t.tickets <> coalesce(j.slips, 0)""",
    "the journal of an origin has a gap": """
        SELECT origin, max(seq), count(*) FROM journal GROUP BY origin HAVING max(seq) <> count(*)""",
    "a fact stands twice": "SELECT fact_id FROM journal GROUP BY 1 HAVING count(*) > 1",
}


UNPRINTED = {complaint: question for complaint, question in CHECKS.items() if JOBS not in question}


def _half_done(connection: Any, checks: Mapping[str, str]) -> Iterable[str]:
    for complaint, question in checks.items():
        for row in connection.execute(question).fetchall():
            yield f"{complaint}: {', '.join(str(value) for value in row)}"


def judge_paper(store: Path, printed: Path) -> list[str]:
    """Complaints about what came out of the printers: a receipt lost, or printed twice without saying so.

    One that waited so long that a person is asked about it is neither, as long as it did not come out.
    """
    unmarked: Counter[str] = Counter()
    for slip in printed.rglob("*.txt"):
        text = slip.read_text("utf-8")
        order = next((line.split()[1] for line in text.splitlines() if line.startswith("Order ")), "")
        if "TOTAL " in text and order and not any(mark in text for mark in ("DUPLICATE", "COPY")):
            unmarked[order] += 1
    complaints = [f"the receipt of {order} came out {count} times" for order, count in unmarked.items() if count > 1]
    connection = open_file(store, "mode=ro")
    try:
        jobs = connection.execute(
            "SELECT j.state, o.number FROM spool_jobs j JOIN orders o USING (order_id) "
            "WHERE j.kind='receipt' AND j.copy_no=0"
        ).fetchall()
    finally:
        connection.close()
    for state, number in jobs:
        if state == "printed" and not unmarked[number]:
            complaints.append(f"the receipt of {number} is called printed and is not on paper")
        if state == "late" and unmarked[number]:
            complaints.append(f"the receipt of {number} is asked about, and is on paper")
        if state not in ("printed", "unconfirmed", "late"):
            complaints.append(f"the receipt of {number} is {state}")
    return complaints
