"""What a ZVT terminal may say to a sale, word for word, and what the driver makes of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aura_terminal.domain.card_slips import CardAct
from aura_terminal.domain.ids import AttemptId
from aura_terminal.domain.money import Money
from aura_terminal.ports.card_reader import (
    CannotTell,
    CardApproved,
    CardCancelled,
    CardDeclined,
    CardLost,
    NotSent,
    Original,
    QueryOutcome,
    ReaderOutcome,
    ReaderRequest,
    Step,
)
from devices.readers.zvt import ANOTHER, ZvtReader, ZvtSetup
from devices.readers.zvt_frames import Apdu, TcpFraming
from devices.readers.zvt_link import ZvtLink
from devices.transports.memory import MemoryTransport

REQUEST = ReaderRequest(AttemptId("a"), "K1", CardAct.SALE, Money(4250, "EUR"), "R1-001", note="receipt=41")
TAKEN, DONE, ABORTED = "80 00 00", "06 0F 00", "06 1E 01 6C"


def _status(fields: str) -> str:
    data = bytes.fromhex(fields)
    return Apdu(0x040F, data).to_bytes().hex()


PAID = "27 00 04 000000004250 49 0978 87 0042 0B 000731"


def _performed(*replies: str) -> tuple[ReaderOutcome, list[Step], list[int]]:
    """The outcome where the terminal says these things to a sale, the steps it showed, and what it was told."""
    passed, told, steps = [0.0], list[int](), list[Step]()
    ears = TcpFraming()

    def answer(data: bytes) -> bytes:
        said = b""
        for heard in ears.feed(data):
            assert isinstance(heard, Apdu)
            told.append(heard.code)
            if heard.code == 0x0600:
                said += bytes.fromhex(TAKEN + DONE)
            elif heard.code == 0x0601:
                said += bytes.fromhex("".join(replies))
        return said

    def wait(seconds: float) -> None:
        passed[0] += max(seconds, 0.01)

    def now() -> float:
        return passed[0]

    link = ZvtLink(MemoryTransport(answer, passed=wait), TcpFraming, monotonic=now)
    outcome = ZvtReader(link, ZvtSetup(), monotonic=now).perform(REQUEST, steps.append)
    return outcome, steps, told


def test_paid_is_a_status_with_result_00_and_a_completion() -> None:
    outcome, steps, told = _performed(TAKEN, "04 FF 01 0A", "04 FF 01 04", _status(PAID), DONE)
    assert isinstance(outcome, CardApproved)
    assert (outcome.amounts.taken.minor, outcome.reference) == (4250, "0042/000731")
    assert steps == [Step.WAITING_FOR_CARD, Step.ASKING_HOST]
    assert told.count(0x0601) == 1
    assert told.count(0x8000) == 5  # what ended the registration, both steps, the status and the completion


@pytest.mark.parametrize(
    "replies",
    [
        (TAKEN, DONE),
        (TAKEN, _status(PAID), ABORTED),
        (TAKEN, _status("04 000000004250 87 0042"), DONE),
        (TAKEN, _status("27 00 04 000000004250 49 0978 87 0041"), DONE),
        (TAKEN, _status("27 00 04 000000004250 49 0978 87 0099"), DONE),
        (TAKEN, _status("27 00 04 000000004250 49 0756 87 0042"), DONE),
        (TAKEN, _status("27 00 04 000000009999 49 0978 87 0042"), DONE),
        (TAKEN, _status("27 00 04 0000000042"), DONE),
        (TAKEN,),
        (),
    ],
)
def test_whatever_is_not_said_in_full_is_unknown_and_asked_once(replies: tuple[str, ...]) -> None:
    outcome, _, told = _performed(*replies)
    assert isinstance(outcome, CardLost)
    assert told.count(0x0601) == 1


@pytest.mark.parametrize("replies", [("84 9C 00",), (TAKEN, _status("27 05 87 0042"), "06 1E 01 05")])
def test_a_refusal_is_a_decline(replies: tuple[str, ...]) -> None:
    assert isinstance(_performed(*replies)[0], CardDeclined)


def test_the_abort_key_cancels() -> None:
    assert isinstance(_performed(TAKEN, "04 FF 01 0A", ABORTED)[0], CardCancelled)


def test_a_terminal_that_says_nothing_more_is_asked_to_give_up() -> None:
    assert 0x06B0 in _performed(TAKEN, "04 FF 01 0A")[2]


def _told_again(note: str, status: str) -> QueryOutcome:
    """What a query comes to where the terminal, ready for use, repeats this as its last receipt."""
    repeated = {0x0620: TAKEN + _status(status) + DONE}
    ears = TcpFraming()

    def answer(data: bytes) -> bytes:
        heard = [apdu.code for apdu in ears.feed(data) if isinstance(apdu, Apdu) and apdu.code != 0x8000]
        return b"".join(bytes.fromhex(repeated.get(code, TAKEN + DONE)) for code in heard)

    reader = ZvtReader(ZvtLink(MemoryTransport(answer), TcpFraming), ZvtSetup(settle=0.0))
    return reader.query(replace(REQUEST, note=note))


@pytest.mark.parametrize("note", ["receipt=0", "receipt=41"])
def test_a_last_receipt_without_a_number_is_for_a_person(note: str) -> None:
    told = _told_again(note, "27 00 04 000000004250 49 0978")
    assert isinstance(told, CannotTell)
    assert told.is_final
    assert isinstance(_told_again(note, PAID), CardApproved)


ELSEWHERE = f"{PAID} 29 52500007"


@pytest.mark.parametrize("receipt", [41, 42])
def test_another_terminals_receipts_say_nothing_of_a_charge(receipt: int) -> None:
    told = _told_again(f"receipt={receipt} terminal=29525000", ELSEWHERE)
    assert told == CannotTell(ANOTHER, is_final=False)
    assert isinstance(_told_again("receipt=41 terminal=52500007", ELSEWHERE), CardApproved)


def test_a_charge_is_given_back_at_its_own_terminal_only() -> None:
    told: list[int] = []
    ears = TcpFraming()

    def answer(data: bytes) -> bytes:
        told.extend(apdu.code for apdu in ears.feed(data) if isinstance(apdu, Apdu))
        return bytes.fromhex(TAKEN + DONE)

    reader = ZvtReader(ZvtLink(MemoryTransport(answer), TcpFraming))
    original = Original("K0", "0042/000731/52500007", Money(4250, "EUR"))
    request = replace(REQUEST, act=CardAct.REVERSAL, note="receipt=41 terminal=29525000", original=original)
    assert isinstance(reader.perform(request, lambda _: None), NotSent)
    assert told == []


def test_the_password_is_not_in_what_is_written_of_it() -> None:
    assert "271828" not in repr(ZvtSetup(password="271828"))


def test_more_than_was_asked_is_a_tip_and_less_is_a_part() -> None:
    tipped, _, _ = _performed(TAKEN, _status(PAID.replace("4250 49", "4700 49")), DONE)
    part, _, _ = _performed(TAKEN, _status(PAID.replace("4250 49", "2000 49")), DONE)
    assert isinstance(tipped, CardApproved)
    assert isinstance(part, CardApproved)
    assert (tipped.amounts.taken.minor, tipped.amounts.tip.minor) == (4250, 450)
    assert (part.amounts.taken.minor, part.amounts.tip.minor) == (2000, 0)
