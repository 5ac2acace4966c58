"""Money that came in: payments into house accounts with the invoices they are for, and a day's takings by tender.

A payment that is for one whole invoice and nothing else marks that invoice as paid ("POST /invoices/:id/mark-paid"),
which cannot be done twice; every other one is recorded with its allocations ("POST /payments").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import cast

from aura_terminal.domain.central import CentralRecord, RecordId
from aura_terminal.domain.closing import DayClosed
from aura_terminal.domain.debts import by_tender
from aura_terminal.domain.field_paths import Plain
from aura_terminal.domain.ids import PaymentId, ValueAccountId, ValueMoveId
from aura_terminal.domain.invoice_facts import Allocation
from aura_terminal.domain.invoicing import allocated_to
from aura_terminal.domain.money import Money, parse_money
from aura_terminal.domain.payments import CASH
from aura_terminal.domain.tenders import Tender, TenderKind
from aura_terminal.domain.value import ValueAccount
from aura_terminal.domain.value_facts import AccountKind, Move, ValueLoaded, ValueWithdrawn, Withdrawal
from aura_terminal.ports.central import Picture
from sync.connectors.unified.customers import account_of, awaited
from sync.connectors.unified.endpoints import CREATE_PAYMENT, MARK_PAID
from sync.connectors.unified.invoices import draw_of, invoice_record
from sync.connectors.unified.naming import COUNTER, central_id_of, record_of, reference
from sync.connectors.unified.words import Words
from sync.reconcile.contract import Lane, Plan, Step, digest_of
from sync.reconcile.written import number

PAY, PAID, BACK = "pay/", "mark-paid", "back"
SAYS_PAID = "total"
"""What an invoice came to when it was marked as paid, as its reply says."""
_FROM_ACCOUNTS = frozenset({TenderKind.GIFT, TenderKind.HOUSE, TenderKind.DEPOSIT})
OTHER_WAY = "other"


def plan_receipt(record: CentralRecord, local_id: str, picture: Picture, words: Words) -> Plan:
    """What is due for a payment into a house account, and for one that came to nothing after it was told."""
    account_id, _, move_id = local_id.partition("/")
    account = account_of(account_id, picture)
    loaded = account.moves.get(ValueMoveId(move_id))
    if account.kind is not AccountKind.HOUSE or not isinstance(loaded, ValueLoaded):
        return Plan()
    undone = _undone(account, loaded)
    if undone is not None and not record.done:
        return Plan()
    every = _told(record, account, loaded, picture, words)
    told = tuple(one for one in every if not record.was_told(one.step))  # once is enough, in whichever words
    if undone is None or record.was_told(BACK):
        return Plan(told)
    mark = reference("", undone.move.id)
    body = _payment("payment", account.id, undone.move.amount, undone.move, OTHER_WAY, mark, (), picture)
    return Plan((*told, Step(record.id, BACK, Lane.MONEY, CREATE_PAYMENT.call(body), digest_of(body), creates=True)))


def _told(
    record: CentralRecord, account: ValueAccount, loaded: ValueLoaded, picture: Picture, words: Words
) -> Iterator[Step]:
    shares, name = _shares(loaded.move, picture), _number(loaded.move, picture)
    known = [one for one in _allocations(account, loaded) if _can_be_told(account, one, picture)]
    needs = (*awaited(account.id, picture), *(invoice_record(account.id, one.invoice) for one in known))
    if _pays_one_whole(account, known, loaded.move, len(shares)):
        method = words.method(shares[0][0])
        yield _marking(record, account, loaded.move, known[0], method, name, picture)
        yield from _beyond(record, account, loaded.move, known[0], method, name, picture)
        return
    left = [(one.invoice, _most(account, loaded, one)) for one in known]
    for place, (tender, amount) in enumerate(shares):
        part, left = _carved(left, amount)
        mark = reference(name, loaded.move.id, place)
        body = _payment("receipt", account.id, amount, loaded.move, words.method(tender), mark, part, picture)
        call = CREATE_PAYMENT.call(body)
        yield Step(record.id, f"{PAY}{place}", Lane.MONEY, call, digest_of(body), creates=True, needs=needs)


def _marking(
    record: CentralRecord, account: ValueAccount, move: Move, one: Allocation, method: str, name: str, picture: Picture
) -> Step:
    invoice = invoice_record(account.id, one.invoice)
    body: dict[str, Plain] = {
        "payment_date": move.business_date.isoformat(),
        "payment_method": method,
        "payment_reference": reference(name, move.id),
    }
    call = MARK_PAID.call(body, picture.record(invoice).central_id)
    return Step(record.id, PAID, Lane.MONEY, call, digest_of(body), creates=True, needs=(invoice,))


def _beyond(
    record: CentralRecord, account: ValueAccount, move: Move, one: Allocation, method: str, name: str, picture: Picture
) -> Iterator[Step]:
    """What was paid beyond what the invoice came to when it was marked: some of the charge had come back by then."""
    paid = record.said.get(SAYS_PAID)
    if paid is None or account.left_of(PaymentId(one.invoice)) == move.amount:
        return
    rest = move.amount - parse_money(paid, move.amount.currency)
    if rest.minor > 0:
        body = _payment("receipt", account.id, rest, move, method, reference(name, move.id, 1), (), picture)
        call = CREATE_PAYMENT.call(body)
        yield Step(record.id, f"{PAY}1", Lane.MONEY, call, digest_of(body), creates=True)


def _pays_one_whole(account: ValueAccount, known: Sequence[Allocation], move: Move, ways: int) -> bool:
    """Whether it is for one whole charge of ours and nothing else, paid in one way."""
    if len(known) != 1 or ways != 1 or known[0].amount != move.amount:
        return False
    drawn = draw_of(account, known[0].invoice)
    others = (one for id_, paid in account.allocated.items() if id_ != move.id for one in paid.allocations)
    is_alone = all(one.invoice != known[0].invoice for one in others)
    return drawn is not None and drawn.move.amount == move.amount and is_alone


def _most(account: ValueAccount, loaded: ValueLoaded, one: Allocation) -> Money:
    """What of an allocation can be told: no more than is left of the charge beside what earlier payments were for."""
    if draw_of(account, one.invoice) is None:
        return one.amount
    earlier = [
        paid for id_, paid in account.allocated.items()
        if id_ in account.loads and _place(account, id_) < _place(account, loaded.move.id)
    ]  # fmt: skip
    before = allocated_to(one.invoice, earlier, account.loads.keys())
    left = account.left_of(PaymentId(one.invoice)).minor - before
    return Money(max(0, min(one.amount.minor, left)), one.amount.currency)


def _place(account: ValueAccount, move_id: ValueMoveId) -> tuple[datetime, str]:
    return account.moves[move_id].move.at, move_id


def _allocations(account: ValueAccount, loaded: ValueLoaded) -> tuple[Allocation, ...]:
    found = account.allocated.get(loaded.move.id)
    return () if found is None else found.allocations


def _can_be_told(account: ValueAccount, one: Allocation, picture: Picture) -> bool:
    """Whether the invoice is or will be known there.

    One that was refused for good is left out, and one whose charge came back before anybody was told.
    """
    record = picture.record(invoice_record(account.id, one.invoice))
    is_gone = draw_of(account, one.invoice) is not None and not account.left_of(PaymentId(one.invoice))
    never = is_gone and not record.is_in_doubt("create")
    return record.is_linked or not (never or record.refused or record.set_aside)


def _carved(left: list[tuple[str, Money]], amount: Money) -> tuple[list[tuple[str, Money]], list[tuple[str, Money]]]:
    """What of the invoices so much pays, and what is left for the next share."""
    part, rest = list[tuple[str, Money]](), list[tuple[str, Money]]()
    for invoice, wanted in left:
        share = min(wanted, amount)
        if share.minor > 0:
            part.append((invoice, share))
        if wanted > share:
            rest.append((invoice, wanted - share))
        amount = amount - share
    return part, rest


def _payment(
    kind: str, account_id: str, amount: Money, move: Move, method: str, mark: str, part: Sequence[tuple[str, Money]],
    picture: Picture,
) -> dict[str, Plain]:  # fmt: skip
    ids = {key: picture.record(invoice_record(ValueAccountId(account_id), key)).central_id for key, _ in part}
    return {
        "payment_type": kind,
        "customer_id": central_id_of(picture, "account", account_id),
        "amount": number(amount),
        "payment_date": move.business_date.isoformat(),
        "payment_method": method,
        "payment_reference": mark,
        "allocations": [{"invoice_id": ids[key], "amount": number(share)} for key, share in part],
    }


def _shares(move: Move, picture: Picture) -> tuple[tuple[str, Money], ...]:
    found = () if move.order_id is None else by_tender(picture.order(move.order_id), move.amount)
    return found or ((OTHER_WAY, move.amount),)


def _number(move: Move, picture: Picture) -> str:
    return "" if move.order_id is None else picture.order(move.order_id).number


def _undone(account: ValueAccount, loaded: ValueLoaded) -> ValueWithdrawn | None:
    line = loaded.move.id.removeprefix("load/")
    found = account.moves.get(ValueMoveId(f"undo/{line}"))
    return found if isinstance(found, ValueWithdrawn) and found.why is Withdrawal.LOAD_UNDONE else None


# A day's takings


def takings_records(closed: DayClosed, picture: Picture) -> tuple[RecordId, ...]:
    """A record for each way money came in."""
    return tuple(record_of("takings", f"{closed.closing_id}/{tender}") for tender in takings(closed, picture))


def takings(closed: DayClosed, picture: Picture) -> dict[str, Money]:
    """What a Z report says came in, by tender: taken less given back, with what coins rounded; without tips.

    What paid house accounts is left out, as each of those payments is told by itself, and so is what was drawn from
    value accounts, which came in when it was put there, or is owed.
    """
    totals, found = closed.totals, dict[str, int]()
    for figures, sign in ((totals.tenders, 1), (totals.refunds, 1), (totals.reversals, 1), (closed.debts_settled, -1)):
        for one in figures:
            if one.amount.currency == totals.currency:
                found[one.name] = found.get(one.name, 0) + sign * one.amount.minor
    found[CASH] = found.get(CASH, 0) + totals.rounding.minor
    drawn = {one.id for one in picture.documents(Tender) if one.kind in _FROM_ACCOUNTS} | set(_FROM_ACCOUNTS)
    return {name: Money(minor, totals.currency) for name, minor in sorted(found.items()) if minor and name not in drawn}


def plan_takings(record: CentralRecord, local_id: str, picture: Picture, words: Words) -> Plan:
    """One payment for each tender of a Z report; a tender that gave more than it took is a payment to customers."""
    closing_id, _, tender = local_id.partition("/")
    closed = cast(DayClosed | None, getattr(picture.aggregate("closing", closing_id), "closed", None))
    if closed is None or record.was_told("create") or record.set_aside:
        return Plan()
    amount = takings(closed, picture).get(tender)
    if amount is None:
        return Plan()
    body: dict[str, Plain] = {
        "payment_type": "receipt" if amount.minor > 0 else "payment",
        "customer_id": central_id_of(picture, "account", COUNTER),
        "amount": number(max(amount, -amount)),
        "payment_date": closed.totals.business_date.isoformat(),
        "payment_method": words.method(tender),
        "payment_reference": takings_reference(closed, tender),
        "allocations": [],
    }
    needs, call = awaited(COUNTER, picture), CREATE_PAYMENT.call(body)
    return Plan((Step(record.id, "create", Lane.MONEY, call, digest_of(body), creates=True, needs=needs),))


def takings_reference(closed: DayClosed, tender: str) -> str:
    """By which a day's takings are found again."""
    return reference(f"Z{closed.number}-{closed.terminal}-{tender}", closed.closing_id)
