"""The bytes of Star, ZPL, ePOS-Print and needle printers, and what is read from their answers, however it is cut."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aura_terminal.domain.paper import Barcode, Buzzer, Cut, CutStyle, PaperDocument, QrCode, Style, text_line
from aura_terminal.ports.printing import Confidence, DrawerState, Fault, Power
from devices.labels.zpl_bytes import ZplEncoder, escaped
from devices.labels.zpl_link import read_host_status
from devices.printers.epos import read_status
from devices.printers.epos_xml import PRINT_SPACE, EposEncoder, read_answer, request
from devices.printers.escpos_bytes import EscPosEncoder
from devices.printers.profiles import DrawerSensor, profile_named
from devices.printers.star_bytes import StarEncoder
from devices.printers.star_status import StarReader, StarStatus
from devices.printers.status import ProcessDone, ReplyReader
from devices.simulators.epos_printer import SimulatedEposPrinter
from devices.simulators.mechanism import Mechanism
from devices.simulators.paper import DecodedSlip
from devices.simulators.star_tokens import StarTokenizer
from devices.simulators.tokens import joined
from devices.simulators.zpl_labels import Formats
from devices.simulators.zpl_mechanism import LabelMechanism
from tests.support.label_samples import TAKEOUT
from tests.support.printer_bench import StoppedTime
from tests.support.printer_samples import KITCHEN_SLIP, RECEIPT

STAR = profile_named("star-80")


def document(*blocks: object) -> PaperDocument:
    return PaperDocument("test", 1, blocks)  # type: ignore[arg-type]  # each test gives blocks


def pieces_of(data: bytes, cuts: list[int]) -> list[bytes]:
    """The stream cut at these places."""
    places = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    return [data[first:last] for first, last in pairwise(places)]


def test_star_letters_grow_turn_and_take_it_back() -> None:
    style = Style(bold=True, width=2, height=2, invert=True)
    data = StarEncoder(STAR).encode(document(text_line("A", style=style)))
    assert data == b"\x1b@" + b"\x1bi\x01\x01\x1b4\x1bEA" + b"\x1bi\x00\x00\x1b5\x1bF\n"


def test_star_cuts_sounds_and_writes_a_euro_in_a_page_that_has_it() -> None:
    data = StarEncoder(STAR).encode(document(text_line("5 €"), Cut(), Cut(CutStyle.FULL), Buzzer(2)))
    assert b"\x1b\x1dt\x045 \xd5\n" in data
    assert data.endswith(b"\x1bd\x03\x1bd\x02" + 2 * b"\x1b\x1d\x07\x01\x0a\x0a")


def test_star_codes_say_their_content() -> None:
    data = StarEncoder(STAR).encode(document(QrCode("hi", module=4), Barcode("AB", height=60)))
    assert b"\x1b\x1dyS2\x04\x1b\x1dyD1\x00\x02\x00hi\x1b\x1dyP" in data
    assert b"\x1bb622\x3cAB\x1e" in data


@given(st.lists(st.integers(0, 10_000), max_size=6))
def test_a_star_stream_cut_anywhere_gives_the_same_tokens(cuts: list[int]) -> None:
    data = StarEncoder(STAR).encode(RECEIPT)
    tokenizer = StarTokenizer()
    found = [token for piece in pieces_of(data, cuts) for token in tokenizer.feed(piece)]
    assert joined(found) == joined(StarTokenizer().feed(data))


_BLOCKS = b"\x23\x86\x00\x00\x00\x00\x00\x02\x00" + b"\x23\x86\x28\x00\x00\x08\x00\x66\x00"


@given(st.lists(st.integers(0, 100), max_size=6), st.binary(max_size=3))
def test_star_status_is_read_however_it_is_cut(cuts: list[int], noise: bytes) -> None:
    noise = bytes(byte & 0x7E for byte in noise)  # never the first byte of a block
    reader = StarReader()
    found = [block for piece in pieces_of(noise + _BLOCKS, cuts) for block in reader.feed(piece)]
    assert [block.etb_count for block in found] == [1, 27]
    assert found[1].read(DrawerSensor.OPEN_HIGH).faults == (Fault.PAPER_OUT, Fault.COVER_OPEN)


@pytest.mark.parametrize(
    ("place", "bits", "fault"),
    [(5, 0x08, Fault.PAPER_OUT), (2, 0x20, Fault.COVER_OPEN), (3, 0x08, Fault.CUTTER), (3, 0x20, Fault.MECHANICAL),
     (2, 0x08, Fault.OFFLINE), (5, 0x04, Fault.PAPER_LOW)],
)  # fmt: skip
def test_each_bit_of_star_is_a_fault(place: int, bits: int, fault: Fault) -> None:
    data = bytearray(b"\x23\x86\x00\x00\x00\x00\x00\x00\x00")
    data[place] |= bits
    assert StarStatus(bytes(data)).read(DrawerSensor.NONE).faults == (fault,)


@given(st.lists(st.integers(0, 100), max_size=5))
def test_the_answer_to_a_process_number_is_read_however_it_is_cut(cuts: list[int]) -> None:
    reader = ReplyReader()
    said = b"\x12" + b"\x37\x22" + b"0042\x00" + b"\x12"
    replies = [reply for piece in pieces_of(said, cuts) for reply in reader.feed(piece)]
    assert ProcessDone(42) in replies
    assert len(replies) == 3


def test_a_needle_printer_gets_its_own_sizes_and_its_red(cache: Path) -> None:
    encoder = EscPosEncoder(profile_named("tm-u220"), cache=cache)
    red = Style(bold=True, height=2, second_colour=True)
    assert encoder.encode(document(text_line("NO", style=red))) == b"\x1b@\x1b!\x18\x1br\x01NO\x1b!\x00\x1br\x00\n"
    inverted = encoder.encode(document(text_line("VOID", style=Style(invert=True))))
    assert inverted == b"\x1b@\x1b!\x08\x1br\x01VOID\x1b!\x00\x1br\x00\n"
    large = EscPosEncoder(profile_named("tm-u220-33"), cache=cache).encode(document(text_line("A", style=red)))
    assert large == b"\x1b@\x1bM\x01\x1b!\x19\x1br\x01A\x1b!\x01\x1br\x00\n"


def test_a_needle_printer_gets_letters_it_lacks_in_passes_of_eight_pins(cache: Path) -> None:
    data = EscPosEncoder(profile_named("tm-u220"), cache=cache).encode(document(text_line("宫")))
    assert data.startswith(b"\x1b@\x1b3\x10\x1b*\x01\x90\x01")
    assert data.count(b"\x1b*\x01\x90\x01") == 2
    assert data.endswith(b"\n\x1b2")


def test_buzzers_sound_in_the_command_of_their_maker(cache: Path) -> None:
    epson = EscPosEncoder(profile_named("tm-t88v"), cache=cache).encode(document(Buzzer(3)))
    assert epson == b"\x1b@\x1b(A\x05\x00ad\x03\x02\x02"


@given(st.text(max_size=60))
def test_no_text_leaves_a_zpl_field(text: str) -> None:
    said = escaped(text)
    assert not set(said) & set("^~\\{}\n\x1b")
    assert said.isascii()


@given(st.lists(st.integers(0, 5000), max_size=6))
def test_a_zpl_stream_cut_anywhere_gives_the_same_labels(cuts: list[int]) -> None:
    data = b"~HS\n" + ZplEncoder(profile_named("label-50x30")).encode(TAKEOUT) + b"~HS"
    reader, whole = Formats(), Formats().feed(data)
    found = [each for piece in pieces_of(data, cuts) for each in reader.feed(piece)]
    assert found == whole
    assert [each == "~HS" for each in found] == [True, False, False, False, True]


_HOST = b"\x02030,%d,%d,0240,%03d,0,0,0,000,0,0,0\x03\r\n\x02000,0,%d,0,0,2,4,0,%08d,1,000\x03\r\n\x021234,0\x03\r\n"


@pytest.mark.parametrize(
    ("numbers", "faults", "waiting"),
    [((0, 0, 0, 0, 0), (), 0), ((1, 1, 2, 0, 3), (Fault.PAPER_OUT,), 5), ((0, 1, 0, 1, 0), (Fault.COVER_OPEN,), 0),
     ((0, 1, 0, 0, 0), (Fault.OFFLINE,), 0)],
)  # fmt: skip
def test_the_three_strings_of_a_label_printer_are_read(
    numbers: tuple[int, ...], faults: tuple[Fault, ...], waiting: int
) -> None:
    found = read_host_status(_HOST % numbers)
    assert found is not None
    assert (found.faults, found.waiting) == (faults, waiting)
    assert read_host_status((_HOST % numbers)[:-6]) is None


@given(st.binary(max_size=200))
def test_what_is_no_host_status_is_none(data: bytes) -> None:
    assert read_host_status(data.replace(b"\x02", b"")) is None


def test_epos_elements_hold_words_and_no_commands() -> None:
    said = EposEncoder(profile_named("tm-m30")).encode(KITCHEN_SLIP).decode("utf-8")
    assert "&#10;" in said
    assert "\x1b" not in said
    assert said.endswith('<sound pattern="pattern_a" repeat="2"/><cut type="feed"/>')


def answer(attributes: str) -> bytes:
    return f'<e xmlns="x"><response xmlns="{PRINT_SPACE}" {attributes}/></e>'.encode()


def test_an_epos_answer_is_read() -> None:
    found = read_answer(answer('success="false" code="EPTR_REC_EMPTY" status="524296" battery="0"'))
    assert (found.success, found.code, found.status) == (False, "EPTR_REC_EMPTY", 0x80008)
    status = read_status(found.status, DrawerSensor.OPEN_HIGH)
    assert (status.power, status.faults) == (Power.OFFLINE, (Fault.PAPER_OUT,))
    assert (status.confidence, status.drawer) == (Confidence.REPORTED, DrawerState.CLOSED)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html/>",
        b"<a>",
        answer('success="true" status="x"'),
        b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>",
        b" " * 70_000,
        b'<?xml version="1.0" encoding="ut8"?>' + answer('success="true" status="1"'),
    ],
)
def test_what_is_no_epos_answer_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"answer"):
        read_answer(data)


def by_epos(paper: PaperDocument) -> tuple[DecodedSlip, ...]:
    printer = SimulatedEposPrinter(now=StoppedTime().now)
    printer.answer(request(EposEncoder(profile_named("tm-m30")).encode(paper), device="local_printer", seconds=10))
    return printer.slips


def by_star(paper: PaperDocument) -> tuple[DecodedSlip, ...]:
    printer = Mechanism(STAR, now=StoppedTime().now, on_slip=lambda slip: None)
    printer.receive(printer.connect(), StarEncoder(STAR).encode(paper))
    return printer.slips


def by_label(paper: PaperDocument) -> tuple[DecodedSlip, ...]:
    printer = LabelMechanism(now=StoppedTime().now, on_slip=lambda slip: None)
    printer.receive(printer.connect(), ZplEncoder(profile_named("label-100x50")).encode(paper))
    return printer.slips


@pytest.mark.parametrize("printed", [by_epos, by_star, by_label])
def test_no_content_of_a_code_is_read_as_a_function(
    printed: Callable[[PaperDocument], tuple[DecodedSlip, ...]],
) -> None:
    content = "\\x1b\\%1>3^~%0>0"
    (slip,) = printed(document(QrCode(content), Barcode(content, height=60), Cut()))
    codes = [line for line in slip.lines if isinstance(line, QrCode | Barcode)]
    assert [code.content for code in codes] == [content, content]
    assert slip.unknown == ()


def test_signs_that_mean_something_in_codes_are_sent_as_their_makers_say() -> None:
    paper = document(Barcode("\\%>^~", height=60))
    assert b">{B\\\\%&gt;^~</barcode>" in EposEncoder(profile_named("tm-m30")).encode(paper)
    assert b"\\%0>^~\x1e" in StarEncoder(STAR).encode(paper)
    said = ZplEncoder(profile_named("label-100x50")).encode(paper).decode("ascii")
    assert f"^FD{escaped(chr(92))}%{escaped('>0><>=')}^FS" in said


def test_a_backslash_on_a_label_is_drawn_for_it_would_break_the_line() -> None:
    said = ZplEncoder(profile_named("label-50x30")).encode(document(text_line("no onions \\& no salt")))
    assert b"^GFA" in said
    assert b"^FD" not in said
