"""What a card leaves on paper: the block on the guest's receipt, and the slips of what was declined or is signed.

A terminal's own lines are printed as they are, between rules; where it gave none, the fields the card schemes ask for
(EPC020-08; EMV Book 4, section 11.3).
"""

from __future__ import annotations

from collections.abc import Iterable

from aura_terminal.domain.card_attempts import CardAttempt
from aura_terminal.domain.card_facts import CardAttemptApproved, CardAttemptCreated
from aura_terminal.domain.card_payments import split_of
from aura_terminal.domain.card_slips import CardAct, CardEntry, CardProof, CardSlip
from aura_terminal.domain.paper import (
    Align,
    Block,
    Cell,
    Columns,
    Cut,
    Feed,
    PaperDocument,
    Rule,
    SpoolKind,
    text_line,
)
from aura_terminal.domain.paper_ways import RECEIPT_ROUTE
from aura_terminal.domain.saying import said
from aura_terminal.domain.shop import StoreProfile
from aura_terminal.use_cases.paper_blocks import row
from aura_terminal.use_cases.slips import BOLD, TALL, Slip

ACT_WORDS = {
    CardAct.SALE: said("PAYMENT"),
    CardAct.REFUND: said("REFUND"),
    CardAct.REVERSAL: said("REVERSAL"),
    CardAct.PREAUTHORISATION: said("PREAUTHORISATION"),
    CardAct.CAPTURE: said("PAYMENT"),
    CardAct.RELEASE: said("RELEASE"),
}
ENTRY_WORDS = {
    CardEntry.CHIP: said("Chip"),
    CardEntry.CONTACTLESS: said("Contactless"),
    CardEntry.STRIPE: said("Magnetic stripe"),
    CardEntry.KEYED: said("Keyed"),
    CardEntry.UNKNOWN: "",
}
PROOF_WORDS = {CardProof.PIN: said("PIN verified"), CardProof.DEVICE: said("Verified on the guest's device")}


def card_blocks(attempts: Iterable[CardAttempt]) -> Iterable[Block]:
    """The block of each card that moved money on an order."""
    for attempt in attempts:
        if attempt.approved is not None and not attempt.taken_back:
            yield Rule()
            yield from _approved(attempt.asked, attempt.approved)


def declined_slip(attempt: CardAttempt, profile: StoreProfile) -> Slip:
    """The slip of an attempt that moved nothing; the guest gets it in the hand."""
    asked, declined = attempt.asked, attempt.declined
    slip = None if declined is None else declined.slip
    blocks: list[Block] = [*_head(asked, profile), text_line(said("DECLINED"), style=BOLD, align=Align.CENTER)]
    if attempt.words:
        blocks.append(text_line(attempt.words, align=Align.CENTER))
    blocks.append(row(said("Not charged"), asked.amount + asked.tip))
    if slip is not None:
        blocks.extend(_slip_lines(slip, slip.cardholder))
    return _paper(asked, "declined", [*blocks, Feed(2), Cut()])


def merchant_slip(attempt: CardAttempt, approved: CardAttemptApproved, profile: StoreProfile) -> Slip:
    """The house's copy of what somebody has to sign."""
    asked, slip = attempt.asked, approved.slip
    blocks = [
        *_head(asked, profile),
        text_line(said("MERCHANT COPY"), style=BOLD, align=Align.CENTER),
        *_amounts(asked, approved),
        *_slip_lines(slip, slip.merchant),
        *_signature(),
    ]
    return _paper(asked, "merchant copy", [*blocks, Feed(2), Cut()])


def _approved(asked: CardAttemptCreated, approved: CardAttemptApproved) -> Iterable[Block]:
    yield Columns(
        (
            Cell(said("CARD {act}", act=ACT_WORDS[asked.act]), style=BOLD),
            Cell(said("APPROVED"), Align.RIGHT, style=BOLD),
        )
    )
    yield from _amounts(asked, approved)
    if approved.offline:
        yield text_line(said("Approved offline"))
    yield from _slip_lines(approved.slip, approved.slip.cardholder)


def _amounts(asked: CardAttemptCreated, approved: CardAttemptApproved) -> Iterable[Block]:
    amount, tip = split_of(asked, approved.amounts)
    amounts = approved.amounts
    parts = (
        (said("Amount"), amount), (said("Tip"), tip), (said("Surcharge"), amounts.surcharge),
        (said("Cash out"), amounts.cashback),
    )  # fmt: skip
    shown = [(words, money) for words, money in parts if money]
    if len(shown) > 1:
        for words, money in shown:
            yield row(words, money)
    yield row(said("Charged to the card"), amounts.total)


def _slip_lines(slip: CardSlip, own: tuple[str, ...]) -> Iterable[Block]:
    if own:
        for line in own:
            yield text_line(line)
        return
    if slip.scheme or slip.last_four:
        number = f"**** {slip.last_four}" if slip.last_four else ""
        yield Columns((Cell(slip.scheme), Cell(number, Align.RIGHT)))
    for words, value in _fields(slip):
        if value:
            yield Columns((Cell(words), Cell(value, Align.RIGHT)))


def _fields(slip: CardSlip) -> tuple[tuple[str, str], ...]:
    return (
        (said("Card read"), ENTRY_WORDS[slip.entry]),
        (said("Holder"), PROOF_WORDS.get(slip.proof, "")),
        (said("Application"), slip.application),
        (said("AID"), slip.application_id),
        (said("Cryptogram"), slip.cryptogram),
        (said("TVR"), slip.verification_results),
        (said("TSI"), slip.status_information),
        (said("Response"), slip.response_code),
        (said("Authorisation"), slip.authorisation),
        (said("Merchant"), slip.merchant_id),
        (said("Terminal"), slip.terminal_id),
        (said("Slip no."), slip.receipt_number),
    )


def _head(asked: CardAttemptCreated, profile: StoreProfile) -> list[Block]:
    at = profile.calendar.local(asked.created_at)
    return [
        text_line(profile.name, style=TALL, align=Align.CENTER),
        Columns(
            (
                Cell(said("Order {number}", number=asked.label), style=BOLD),
                Cell(said("{at:%d.%m.%Y %H:%M}", at=at), Align.RIGHT),
            )
        ),
        Columns((Cell(said("CARD {act}", act=ACT_WORDS[asked.act])), Cell(asked.reader, Align.RIGHT))),
        Rule(),
    ]


def _signature() -> tuple[Block, ...]:
    return (Feed(3), Rule(), text_line(said("Signature")))


def _paper(asked: CardAttemptCreated, what: str, blocks: list[Block]) -> Slip:
    title = f"Card {what} {asked.label}"
    return Slip(SpoolKind.RECEIPT, RECEIPT_ROUTE, title, asked.order_id, PaperDocument("card_slip", 1, tuple(blocks)))
