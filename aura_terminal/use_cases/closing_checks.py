"""What is still going on in the store when somebody wants to close a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from aura_terminal.domain.card_attempts import CardAttempt
from aura_terminal.domain.closing import OpenOrder
from aura_terminal.domain.closing_checks import CheckKind, ClosingCheck, ClosingRules, Weight
from aura_terminal.domain.coverage import Coverage
from aura_terminal.domain.events import is_subscriber
from aura_terminal.domain.money import Money, total
from aura_terminal.ports.cash_rows import SessionRow
from aura_terminal.ports.printing import PaperReads
from aura_terminal.ports.reads import Reads

MOST_NAMES = 12
MOST_CONFLICTS = 200
FEW_TITLES = 4
JUST_ASKED = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class _Found:
    """One kind of thing that goes on."""

    kind: CheckKind
    count: int
    names: Sequence[str] = ()
    amount: Money | None = None
    since: datetime | None = None


def checks_of(
    reads: Reads, running: Iterable[SessionRow], paper: PaperReads, rules: ClosingRules, coverage: Coverage,
    open_orders: Sequence[OpenOrder], now: datetime,
) -> tuple[ClosingCheck, ...]:  # fmt: skip
    """Everything that is still going on and that the house wants to know, in the order of its kinds."""
    currency = reads.store.profile().currency
    found = (
        *_cards(reads.cards.unsettled(), currency),
        _drawers(running, coverage),
        _Found(
            CheckKind.OPEN_ORDERS, len(open_orders), [_table(order) for order in open_orders],
            total((order.due for order in open_orders), currency),
        ),
        _conflicts(reads),
        _unprinted(paper, now),
        _clocked_in(reads, now),
        _missing(coverage),
        _unshared(reads, coverage),
        _not_told(reads),
    )  # fmt: skip
    weighed = ((one, rules.weight_of(one.kind)) for one in found if one.count)
    checks = (
        ClosingCheck(one.kind, weight, one.count, one.amount, tuple(one.names[:MOST_NAMES]), one.since)
        for one, weight in weighed
        if weight is not Weight.SILENT
    )
    order = list(CheckKind)
    return tuple(sorted(checks, key=lambda check: order.index(check.kind)))


def _cards(attempts: Iterable[CardAttempt], currency: str) -> Iterator[_Found]:
    known = [one for one in attempts if one.asked.amount.currency == currency]
    undecided = [one for one in known if one.holds_up]
    risky = [one for one in known if one.is_at_risk and one.charged is not None]
    for kind, attempts_, amounts in (
        (CheckKind.CARDS_UNDECIDED, undecided, [one.asked.amount + one.asked.tip for one in undecided]),
        (CheckKind.CARDS_AT_RISK, risky, [one.charged for one in risky if one.charged is not None]),
    ):
        since = min((one.asked.created_at for one in attempts_), default=None)
        names = [one.asked.label for one in attempts_]
        yield _Found(kind, len(attempts_), names, total(amounts, currency), since)


def _drawers(running: Iterable[SessionRow], coverage: Coverage) -> _Found:
    """Drawers somebody still answers for, at terminals that could be heard."""
    heard = [one for one in running if coverage.has(one.terminal)]
    names = [f"{one.drawer_name} {one.cashier}".strip() for one in heard]
    return _Found(CheckKind.DRAWERS_RUNNING, len(heard), names, since=min((one.begun for one in heard), default=None))


def _table(order: OpenOrder) -> str:
    return f"{order.number} ({order.table_name})" if order.table_name else order.number


def _conflicts(reads: Reads) -> _Found:
    rows = [row for row in reads.mesh.conflicts(limit=MOST_CONFLICTS) if row.decided_at is None]
    names = [row.order_number for row in rows if row.order_number]
    return _Found(CheckKind.CONFLICTS, len(rows), names, since=min((row.opened_at for row in rows), default=None))


def _unprinted(paper: PaperReads, now: datetime) -> _Found:
    """Paper that nobody settled, without what has only just been asked for."""
    jobs = [job for job in paper.queue() if now - job.created_at > JUST_ASKED]
    since = min((job.created_at for job in jobs), default=None)
    return _Found(CheckKind.UNPRINTED, len(jobs), [job.job.title for job in jobs[:FEW_TITLES]], since=since)


def _clocked_in(reads: Reads, now: datetime) -> _Found:
    rows = reads.labor.on_duty(now)
    since = min((row.since for row in rows if row.since is not None), default=None)
    return _Found(CheckKind.CLOCKED_IN, len(rows), [row.name for row in rows], since=since)


def _missing(coverage: Coverage) -> _Found:
    names = [label for label, _ in coverage.missing]
    since = min((at for _, at in coverage.missing), default=None)
    return _Found(CheckKind.TERMINALS_MISSING, len(names), names, since=since)


def _unshared(reads: Reads, coverage: Coverage) -> _Found:
    """What only this machine holds, where there are others that could hold it."""
    unshared = reads.mesh.unshared()
    return _Found(CheckKind.UNSHARED, unshared.facts if coverage.terminals > 1 else 0, since=unshared.oldest)


def _not_told(reads: Reads) -> _Found:
    """What back offices are still to hear of; a subscriber that is down keeps nobody from closing a day."""
    offices = (one for one in reads.central.figures() if not is_subscriber(one.connector))
    figures = [one for one in offices if one.pending + one.unknown]
    count = sum(one.pending + one.unknown for one in figures)
    since = min((one.oldest for one in figures if one.oldest is not None), default=None)
    return _Found(CheckKind.NOT_TOLD, count, [one.connector for one in figures], since=since)
