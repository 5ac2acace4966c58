"""The two texts of the Concert protocol: what a till asks, and what the terminal answers (E+, fields of fixed width).

The answer flag is always 0: with 1 the terminal would tell the card's number.
"""

from __future__ import annotations

from dataclasses import dataclass

from aura_terminal.domain.card_slips import CardAct
from aura_terminal.domain.telling import told
from aura_terminal.ports.card_reader import ReaderRequest
from devices.readers.currency_numbers import CURRENCY_OF, NUMBER_OF

KEY_LENGTH = 10
NO_CARD_NUMBER, BY_CARD, WAIT_FOR_THE_END, NO_FORCED_CALL = "0", "1", "A010", "B010"
TYPES = {CardAct.SALE: "0", CardAct.REFUND: "1"}
LARGEST = 10**8 - 1
_HEAD, _TAIL = 12, 13
_PRIVATE = 10


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it: 0 paid, 7 refused, 9 not verified."""

    result: str
    minor: int
    currency: str
    key: str


def asking(request: ReaderRequest, till: str) -> bytes:
    """The text that asks; ValueError where the protocol has no room for it."""
    if request.act not in TYPES:
        raise ValueError(told("this terminal takes sales and refunds only"))
    amount, key = request.amount, request.key
    if not 0 < amount.minor <= LARGEST or amount.currency not in NUMBER_OF:
        raise ValueError(told("this terminal takes amounts of eight digits in a known currency"))
    if not (key.isascii() and key.isalnum() and len(key) <= KEY_LENGTH):
        raise ValueError(told("a key of at most ten letters and digits is needed"))
    text = (
        till, f"{amount.minor:08d}", NO_CARD_NUMBER, BY_CARD, TYPES[request.act], NUMBER_OF[amount.currency],
        key.ljust(KEY_LENGTH), WAIT_FOR_THE_END, NO_FORCED_CALL,
    )  # fmt: skip
    return "".join(text).encode("ascii")


def read_answer(text: bytes) -> Answer | None:
    """The answer in a frame; none where it is no answer. What some terminals put between is passed over unread."""
    if len(text) < _HEAD + _TAIL or not text.isascii():
        return None
    head, tail = text[:_HEAD].decode("ascii"), text[-_TAIL:].decode("ascii")
    if not head[3:11].isdecimal():
        return None
    return Answer(head[2], int(head[3:11]), CURRENCY_OF.get(tail[:3], ""), tail[3:].strip())
