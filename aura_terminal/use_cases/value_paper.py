"""Paper of value accounts: a gift card's slip, what a guest signs for a house account, a statement."""

from __future__ import annotations

from collections.abc import Iterator

from aura_terminal.domain.money import Money
from aura_terminal.domain.ordering import Order
from aura_terminal.domain.paper import (
    Align,
    Barcode,
    Block,
    Cell,
    Columns,
    Cut,
    Feed,
    PaperDocument,
    QrCode,
    Rule,
    RuleStyle,
    SpoolKind,
    text_line,
)
from aura_terminal.domain.paper_ways import RECEIPT_ROUTE
from aura_terminal.domain.saying import said
from aura_terminal.domain.shop import StoreProfile
from aura_terminal.domain.value import ValueAccount, signed
from aura_terminal.domain.value_facts import (
    AccountKind,
    MoveFact,
    OverdraftBorne,
    ValueDrawn,
    ValueLoaded,
    ValueReturned,
)
from aura_terminal.domain.value_numbers import TEMPLATE, stand_in
from aura_terminal.use_cases.paper_blocks import head, row
from aura_terminal.use_cases.receipts import head_of
from aura_terminal.use_cases.slips import BOLD, HIGH, TALL, Slip

KIND_WORDS = {
    AccountKind.GIFT_CARD: said("Gift card"),
    AccountKind.HOUSE: said("House account"),
    AccountKind.DEPOSIT: said("Deposit"),
}
SIGNATURE = "X" + "_" * 30


def card_slip(account: ValueAccount, profile: StoreProfile) -> Slip:
    """What the guest takes home: the number as digits, bars and QR, each as its stand-in until it is printed."""
    number = account.number
    if number is None:
        raise ValueError(f"account {account.id} has no number to print")
    code, balance = stand_in(account.id, number.issue), account.balance
    blocks = (
        *head_of(profile),
        text_line(said("GIFT CARD"), style=TALL, align=Align.CENTER),
        text_line(said("{left} {currency}", left=balance, currency=balance.currency), style=TALL, align=Align.CENTER),
        *([text_line(account.terms.name, align=Align.CENTER)] if account.terms.name else ()),
        Feed(),
        QrCode(code, module=6),
        Barcode(code),
        text_line(code, style=BOLD, align=Align.CENTER),
        Feed(),
        text_line(said("Whoever has this number can spend it."), align=Align.CENTER),
        Feed(2),
        Cut(),
    )
    title = said("Gift card {number}", number=f"...{account.last_four}")
    return Slip(SpoolKind.RECEIPT, RECEIPT_ROUTE, title, None, PaperDocument(TEMPLATE, 1, blocks))


def charge_slip(account: ValueAccount, order: Order, amount: Money, profile: StoreProfile) -> Slip:
    """What the holder of a house account signs; `account` is as it stands after the charge."""
    at = profile.calendar.local(account.last_moved_at)
    blocks = (
        *head_of(profile),
        text_line(said("HOUSE ACCOUNT"), style=TALL, align=Align.CENTER),
        Columns(
            (
                Cell(said("Order {number}", number=order.number), style=BOLD),
                Cell(said("{at:%d.%m.%Y %H:%M}", at=at), Align.RIGHT),
            )
        ),
        Rule(),
        text_line(account.terms.name, style=BOLD),
        row(said("Charged"), amount, style=HIGH),
        row(said("Owed now"), -account.balance),
        Feed(3),
        text_line(SIGNATURE),
        text_line(said("Signature")),
        Feed(2),
        Cut(),
    )
    document = PaperDocument("house_charge", 1, blocks)
    return Slip(
        SpoolKind.RECEIPT, RECEIPT_ROUTE, said("House account {number}", number=order.number), order.id, document
    )


def statement(account: ValueAccount, profile: StoreProfile) -> Slip:
    """All that moved on an account, oldest first, with what it came to after each."""
    document = PaperDocument("statement", 1, (*_statement(account, profile), Feed(2), Cut()))
    title = said("Statement {account}", account=account.terms.name or account.last_four)
    return Slip(SpoolKind.REPORT, RECEIPT_ROUTE, title, None, document)


def move_words(fact: MoveFact) -> str:
    """What happened, as a statement says it."""
    if isinstance(fact, ValueLoaded):
        return said("Paid in")
    if isinstance(fact, ValueDrawn):
        return said("Spent")
    if isinstance(fact, ValueReturned):
        return said("Given back")
    return said("Borne by the house") if isinstance(fact, OverdraftBorne) else said("Paid out")


def _statement(account: ValueAccount, profile: StoreProfile) -> Iterator[Block]:
    opened = account.terms
    named = f"...{account.last_four}" if account.last_four else ""
    yield from head(said("STATEMENT"), profile, KIND_WORDS[opened.kind], " ".join(filter(None, (opened.name, named))))
    yield Rule()
    left = 0
    for fact in account.in_order:
        left += signed(fact)
        at = profile.calendar.local(fact.move.at)
        amount = Money(signed(fact), opened.currency)
        yield row(said("{at:%d.%m.%Y} {what}", at=at, what=move_words(fact)), amount)
        if fact.move.reason:
            yield text_line(f"   {fact.move.reason}")
        yield text_line(said("= {left}  ", left=Money(left, opened.currency)), align=Align.RIGHT)
    yield Rule(RuleStyle.DOUBLE)
    if account.kind is AccountKind.HOUSE:
        yield row(said("Owed"), -account.balance, style=HIGH)
        yield row(said("Limit"), account.limit)
        terms = "" if account.limited is None else account.limited.terms
        if terms:
            yield text_line(terms)
    else:
        yield row(said("Left"), account.balance, style=HIGH)
