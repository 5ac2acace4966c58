"""Every codec of a card terminal as one function of bytes, and real conversations to alter: for fuzzing.

`take` may refuse in the codec's own way; any other exception is a finding, and so is a card number in what it answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from random import Random

import msgspec

from aura_terminal.domain.card_slips import CardAct
from aura_terminal.domain.ids import AttemptId
from aura_terminal.domain.money import Money
from aura_terminal.ports.card_reader import CardApproved, Original, ReaderRequest
from devices.readers.caisse_ap import outcome_of as caisse_ap_outcome
from devices.readers.caisse_ap_fields import FieldReader
from devices.readers.cloud_dialect import NotReadable as CloudNotReadable
from devices.readers.cloud_stripe import STRIPE
from devices.readers.cloud_sumup import SUMUP
from devices.readers.concert_frames import ConcertReaderOfBytes, Frame, framed
from devices.readers.concert_words import read_answer
from devices.readers.http_exchange import Reply
from devices.readers.nexo_crypto import NexoKey, SealBroken, seal
from devices.readers.nexo_replies import NotReadable, open_message, outcome_of
from devices.readers.zvt_fields import read_fields
from devices.readers.zvt_frames import Apdu, Framing, SerialFraming, TcpFraming
from devices.readers.zvt_replies import ReceiptLines, read_status
from devices.simulators.card_desk import Charge, Turn
from devices.simulators.nexo_sayings import payment_reply, reversal_reply

CARD = "4111111111111111"
KEY = NexoKey("fuzz", 1, "fuzz")
NONCE = bytes(range(16))
_JSON = msgspec.json.Encoder(decimal_format="number")
REQUEST = ReaderRequest(
    AttemptId("01900000-0000-7000-8000-000000000001"), "K000000001", CardAct.SALE, Money(4250, "EUR"), "R1-001",
    note="pi_1", original=Original("K0", "pi_1", Money(4250, "EUR")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Codec:
    """One codec: what real messages look like, and what takes bytes and answers what it understood."""

    name: str
    samples: tuple[bytes, ...]
    take: Callable[[bytes], object]


def _charge(turn: Turn) -> Charge:
    is_paid = turn is not Turn.DECLINE
    return Charge(1, CardAct.SALE, 4250 if is_paid else 0, 0, "EUR", "K000000001", turn, is_paid)


def _zvt_samples() -> tuple[bytes, ...]:
    status = bytes.fromhex(
        "27000400000000425049097822F0F8" + CARD + "0C1223060D1121870042"
        "0B0007312929525000"
        "8BF0F55669736100" + "060A1F1201011F1002021F11"
    )
    block = bytes.fromhex("06 0C 1F07 01 01 25 06 07 04") + CARD[:4].encode()
    lines = b"\x00Card " + CARD.encode()
    return tuple(
        Apdu(code, data).to_bytes()
        for code, data in ((0x8000, b""), (0x04FF, b"\x0a"), (0x040F, status), (0x06D1, lines), (0x06D3, block),
                           (0x060F, b"\x00"), (0x061E, b"\x6c"), (0x849C, b""))
    )  # fmt: skip


def _through(framing: Framing, data: bytes) -> object:
    told: list[object] = []
    lines = ReceiptLines()
    for heard in framing.feed(data):
        told.append(heard)
        if isinstance(heard, Apdu):
            told += [read_fields(heard.data), read_status(heard.data)]
            lines.add_line(heard.data)
            lines.add_block(heard.data)
    return [*told, lines.cardholder, lines.merchant]


def _concert(data: bytes) -> object:
    heard = ConcertReaderOfBytes().feed(data)
    return [*heard, *(read_answer(one.text) for one in heard if isinstance(one, Frame))]


def _caisse_ap(data: bytes) -> object:
    reader = FieldReader()
    reader.feed(data)
    return [reader, caisse_ap_outcome(REQUEST, "01", reader.fields), reader.may_be_whole]


def _nexo(data: bytes) -> object:
    """A body as it came; where it is a message in clear, sealed first, so that its inside is fuzzed too."""
    told: list[object] = []
    blob, trailer = seal(data, KEY, NONCE)
    header = {"MessageCategory": "Payment", "ServiceID": "K000000001", "SaleID": "R1", "POIID": "P"}
    sealed = _JSON.encode(
        {"SaleToPOIResponse": {"MessageHeader": header, "NexoBlob": blob, "SecurityTrailer": trailer}}
    )
    for body in (data, sealed):
        try:
            message = open_message(body, KEY)
            for reply in (message.payment_response, message.reversal_response):
                if reply is not None:
                    told.append(outcome_of(REQUEST, reply))
        except (NotReadable, SealBroken) as refused:
            told.append(str(refused))
    return told


def _nexo_samples() -> tuple[bytes, ...]:
    header = {"MessageCategory": "Payment", "ServiceID": "K000000001", "SaleID": "R1", "POIID": "P"}
    replies = [
        {"PaymentResponse": payment_reply(_charge(turn), CARD)} for turn in (Turn.APPROVE, Turn.DECLINE, Turn.PART)
    ]
    replies.append({"ReversalResponse": reversal_reply(_charge(Turn.APPROVE), CARD)})
    return tuple(_JSON.encode({"SaleToPOIResponse": {"MessageHeader": header, **reply}}) for reply in replies)


def _stripe(data: bytes) -> object:
    reply, told = Reply(200, data), list[object]()
    for read in (
        lambda: STRIPE.read_look(REQUEST, reply), lambda: STRIPE.read_failure(REQUEST, reply),
        lambda: STRIPE.read_status(reply), lambda: STRIPE.is_withdrawn(reply), lambda: STRIPE.refused(reply),
        lambda: STRIPE.read_back and STRIPE.read_back(REQUEST, reply),
    ):  # fmt: skip
        try:
            told.append(read())
        except CloudNotReadable as refused:
            told.append(str(refused))
    return told


def _sumup(data: bytes) -> object:
    reply, told = Reply(200, data), list[object]()
    for read in (
        lambda: SUMUP.read_look(REQUEST, reply),
        lambda: SUMUP.read_status(reply),
        lambda: SUMUP.refused(reply),
    ):
        try:
            told.append(read())
        except CloudNotReadable as refused:
            told.append(str(refused))
    return told


_STRIPE_SAMPLES = (
    {"id": "pi_1", "status": "succeeded", "currency": "eur", "amount_received": 4250,
     "metadata": {"attempt": REQUEST.attempt_id}, "amount_details": {"tip": {"amount": 0}},
     "latest_charge": {"payment_method_details": {"card_present": {"brand": "visa", "last4": CARD, "read_method": "x",
                                                                   "receipt": {"authorization_code": CARD}}}}},
    {"status": "online", "device_type": "x", "action": {"status": "failed", "failure_code": "card_declined",
                                                         "process_payment_intent": {"payment_intent": "pi_1"}}},
    {"data": [{"id": "re_1", "status": "succeeded", "amount": 4250, "metadata": {"attempt": REQUEST.attempt_id}}]},
    {"error": {"code": "card_declined", "decline_code": CARD}},
)  # fmt: skip
_SUMUP_SAMPLES = (
    {"foreign_transaction_id": REQUEST.attempt_id, "transaction_code": "T1", "status": "SUCCESSFUL",
     "amount": Decimal("42.50"), "tip_amount": 0, "currency": "EUR", "entry_mode": "chip", "auth_code": CARD,
     "card": {"last_4_digits": CARD, "type": "VISA"}},
    {"data": {"status": "ONLINE", "state": "IDLE"}},
    {"errors": {"type": "READER_BUSY"}},
)  # fmt: skip
_CAISSE_AP = f"CZ0040300CA00201CB0044250CD0010CE003978AE00210AA016{CARD}AC006123456CC003001CI0011"
_CONCERT = framed(f"0100000425010978K000000001{CARD}".encode()) + framed(b"01000042501978K000000001")

CODECS = (
    Codec("zvt", _zvt_samples(), lambda data: _through(TcpFraming(), data)),
    Codec(
        "zvt serial",
        tuple(SerialFraming().frame(heard) for sample in _zvt_samples() for heard in TcpFraming().feed(sample)
              if isinstance(heard, Apdu)),
        lambda data: _through(SerialFraming(), data),
    ),
    Codec("concert", (b"\x05\x06" + _CONCERT + b"\x04",), _concert),
    Codec("caisse-ap", (_CAISSE_AP.encode(), b"CZ0040300AE00201AF00204"), _caisse_ap),
    Codec("nexo", _nexo_samples(), _nexo),
    Codec("stripe", tuple(map(_JSON.encode, _STRIPE_SAMPLES)), _stripe),
    Codec("sumup", tuple(map(_JSON.encode, _SUMUP_SAMPLES)), _sumup),
)  # fmt: skip


def altered(chance: Random, codec: Codec) -> bytes:
    """A real conversation with bytes changed, lost, doubled or put in."""
    data = bytearray(b"".join(chance.choices(codec.samples, k=chance.choice((1, 1, 1, 2, 3)))))
    for _ in range(chance.choice((0, 1, 1, 2, 5))):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(5):
            case 0:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del data[at : at + chance.choice((1, 2, 8, 64))]
            case 2:
                data[at:at] = data[at : at + chance.choice((1, 4, 32))]
            case 3:
                data[at:at] = chance.randbytes(chance.choice((1, 2, 16)))
            case _:
                data[at:at] = chance.choice((b"\x10\x02", b"\x10\x03", b"null", b"-1", b"1e400", b"{", b'"', b"999"))
    return bytes(data)


def finding(codec: Codec, data: bytes) -> str | None:
    """What is wrong with what the codec makes of these bytes, if anything."""
    try:
        told = codec.take(data)
    except Exception as error:  # a fuzzer's top: whatever escapes is what it looks for
        return f"{codec.name}: {type(error).__name__} over {data.hex()}"
    if CARD in repr(told).replace(" ", ""):
        return f"{codec.name}: a card number in what was understood of {data.hex()}"
    for outcome in told if isinstance(told, list) else []:
        if isinstance(outcome, CardApproved) and outcome.amounts.total.minor > 2 * REQUEST.amount.minor:
            return f"{codec.name}: more than twice what was asked after {data.hex()}"
    return None
