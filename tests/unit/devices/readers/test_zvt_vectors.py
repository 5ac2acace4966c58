"""ZVT bytes as other programs write them: vectors that were checked against an independent implementation."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aura_terminal.domain.card_slips import CardAct
from aura_terminal.domain.ids import AttemptId
from aura_terminal.domain.money import EXPONENTS, Money
from aura_terminal.ports.card_reader import CardCancelled, CardDeclined, Declining, Original, ReaderRequest
from devices.readers import zvt_commands as commands
from devices.readers.currency_numbers import CURRENCY_OF, NUMBER_OF
from devices.readers.zvt_frames import Apdu, SerialFraming, TcpFraming, check_sum
from devices.readers.zvt_replies import ReceiptLines, read_status, refusal

STATUS = bytes.fromhex(
    "2700 04 000000004250 49 0978 0C 122306 0D 1121 22 F0F8 474843EEEEEE7743 87 0042 0B 000731 29 29525000"
)


def _request(act: CardAct, original: Original | None = None) -> ReaderRequest:
    return ReaderRequest(AttemptId("a"), "K1", act, Money(4250, "EUR"), "R1-001", original=original)


def test_the_registration_is_the_known_one() -> None:
    assert commands.registration("000000").to_bytes() == bytes.fromhex("06 00 04 00 00 00 BA")


def test_a_sale_carries_amount_and_currency() -> None:
    said = commands.asking(_request(CardAct.SALE), "000000").to_bytes()
    assert said == bytes.fromhex("06 01 0A 04 00 00 00 00 42 50 49 09 78")


def test_a_serial_frame_is_the_known_one() -> None:
    apdu = Apdu(0x0601, bytes.fromhex("04 00 00 00 00 42 50"))
    assert SerialFraming().frame(apdu) == bytes.fromhex("10 02 06 01 07 04 00 00 00 00 42 50 10 03 CE 74")


def test_a_byte_of_the_frame_inside_a_message_is_doubled_on_the_wire_only() -> None:
    apdu = Apdu(0x0601, bytes.fromhex("10 10 02 03"))
    wire = SerialFraming().frame(apdu)
    assert wire.count(b"\x10\x10") == 2
    assert SerialFraming().feed(wire) == [apdu]


def test_the_check_sum_is_that_of_the_frame() -> None:
    assert check_sum(bytes.fromhex("06 01 07 04 00 00 00 00 42 50 03")) == 0x74CE


def test_the_known_status_is_read_and_only_the_last_four_digits_are_kept() -> None:
    told = read_status(STATUS)
    assert (told.result, told.minor, told.currency, told.receipt, told.trace) == (0, 4250, "EUR", 42, 731)
    assert (told.slip.last_four, told.slip.terminal_id) == ("7743", "29525000")


def test_a_whole_conversation_is_heard_in_order() -> None:
    stream = bytes.fromhex("80 00 00 06 0F 0C 19 00 29 52 50 00 07 49 09 78 06 00 04 FF 01 0A 06 0F 00")
    heard = TcpFraming().feed(stream)
    codes = [apdu.code for apdu in heard if isinstance(apdu, Apdu)]
    assert codes == [0x8000, 0x060F, 0x04FF, 0x060F]


def test_a_long_message_has_its_length_in_two_bytes_the_low_one_first() -> None:
    apdu = Apdu(0x06D3, bytes(300))
    assert apdu.to_bytes()[:5] == bytes.fromhex("06 D3 FF 2C 01")
    assert TcpFraming().feed(apdu.to_bytes()) == [apdu]


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (CardAct.REVERSAL, "06 30 06 00 00 00 87 00 42"),
        (CardAct.REFUND, "06 31 0D 00 00 00 04 00 00 00 00 42 50 49 09 78"),
        (CardAct.PREAUTHORISATION, "06 22 0A 04 00 00 00 00 42 50 49 09 78"),
        (CardAct.CAPTURE, "06 24 11 04 00 00 00 00 42 50 49 09 78 87 00 42 0B 00 07 31"),
        (CardAct.RELEASE, "06 25 07 87 00 42 0B 00 07 31"),
    ],
)
def test_every_act_has_its_command(act: CardAct, expected: str) -> None:
    original = Original("K0", "0042/000731", Money(4250, "EUR"))
    assert commands.asking(_request(act, original), "000000").to_bytes() == bytes.fromhex(expected)


@pytest.mark.parametrize("amount", [Money(0, "EUR"), Money(-1, "EUR"), Money(10**12, "EUR"), Money(1, "XYZ")])
def test_what_cannot_be_said_is_refused_in_words(amount: Money) -> None:
    with pytest.raises(ValueError, match="known currency"):
        commands.asking(replace(_request(CardAct.SALE), amount=amount), "000000")


def test_every_currency_of_a_shop_has_a_number() -> None:
    assert NUMBER_OF.keys() == EXPONENTS.keys()
    assert len(CURRENCY_OF) == len(NUMBER_OF)


def test_a_part_of_a_charge_is_not_reversed_since_the_terminal_would_take_back_all() -> None:
    with pytest.raises(ValueError, match="as a whole only"):
        commands.asking(_request(CardAct.REVERSAL, Original("K0", "0042/000731", Money(9900, "EUR"))), "000000")


@pytest.mark.parametrize(
    ("code", "why"),
    [(0x05, Declining.REFUSED), (0x37, Declining.WRONG_PIN), (0x64, Declining.CARD_UNREADABLE), (0x9C, Declining.BUSY),
     (0x6B, Declining.LOGGED_OUT), (0xA3, Declining.HOST_UNREACHABLE), (0xDC, Declining.INSERTED_CARD),
     (0xFF, Declining.OTHER)],
)  # fmt: skip
def test_a_code_says_why(code: int, why: Declining) -> None:
    told = refusal(code)
    assert isinstance(told, CardDeclined)
    assert told.why is why
    assert told.words == f"ZVT {code:02X}"


def test_the_abort_key_is_no_decline() -> None:
    assert isinstance(refusal(0x6C), CardCancelled)


def test_lines_are_two_receipts_parted_by_the_last_line_of_the_first() -> None:
    lines = ReceiptLines()
    for attribute, text in ((0, "Customer"), (0xC0, "thanks"), (0, "Merchant"), (0xFF, "\x02"), (0xC0, "sign here")):
        lines.add_line(bytes([attribute]) + text.encode())
    assert lines.cardholder == ("Customer", "thanks")
    assert lines.merchant == ("Merchant", "sign here")


def test_a_card_number_in_a_receipt_is_cut_down() -> None:
    lines = ReceiptLines()
    lines.add_line(b"\x00Card 4111 1111 1111 1111 \x1bp")
    assert lines.cardholder == ("Card [card 1111]  p",)
