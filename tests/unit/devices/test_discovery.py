"""What could be set up, and who answers at an address."""

from __future__ import annotations

from pathlib import Path

import pytest

from aura_terminal.domain.errors import Unavailable
from devices.discovery import How, Identity, device_id_title, identify, usb_printers
from devices.transports.memory import Line, MemoryTransport
from tests.support.printer_bench import StoppedTime


def pipe_that_says(answers: dict[bytes, bytes], time: StoppedTime) -> MemoryTransport:
    return MemoryTransport(lambda data: answers.get(data, b""), passed=time.pass_by)


def test_a_printer_says_who_it_is() -> None:
    time = StoppedTime()
    pipe = pipe_that_says({b"\x1dIB": b"_EPSON\0", b"\x1dIC": b"_TM-T20III\0"}, time)
    assert identify(pipe, monotonic=time.monotonic) == Identity("EPSON", "TM-T20III")
    with pytest.raises(Unavailable):
        pipe.receive(0.0)


def test_automatic_status_before_the_answer_is_passed_over() -> None:
    time = StoppedTime()
    pipe = pipe_that_says({b"\x1dIB": b"\x14\x00\x00\x0f_STAR\0", b"\x1dIC": b"\x14\0\0\x0f_X\0"}, time)
    assert identify(pipe, monotonic=time.monotonic).title == "STAR X"


def test_something_that_takes_bytes_and_says_nothing_has_no_name() -> None:
    time = StoppedTime()
    assert identify(pipe_that_says({}, time), monotonic=time.monotonic).title == ""


def test_nobody_there_is_told_as_it_is() -> None:
    time = StoppedTime()
    pipe = pipe_that_says({}, time)
    pipe.become(Line.CUT)
    with pytest.raises(Unavailable):
        identify(pipe, monotonic=time.monotonic)


def test_printers_on_usb_are_named_by_their_device_id(tmp_path: Path) -> None:
    devices, classes = tmp_path / "usb", tmp_path / "class"
    devices.mkdir()
    for name, said in (("lp0", "MFG:EPSON;CMD:ESC/POS;MDL:TM-T20II;CLS:PRINTER;"), ("lp1", None)):
        (devices / name).touch()
        if said is not None:
            place = classes / name / "device"
            place.mkdir(parents=True)
            (place / "ieee1284_id").write_text(said, "ascii")
    found = usb_printers(devices, classes)
    assert [(each.how, each.address, each.title) for each in found] == [
        (How.USB, f"usb:{devices / 'lp0'}", "EPSON TM-T20II"),
        (How.USB, f"usb:{devices / 'lp1'}", "lp1"),
    ]


@pytest.mark.parametrize("said", ["", ";;;", "MFG", "\0\0", "MFG:;MDL:;"])
def test_a_device_id_that_says_nothing_names_nobody(said: str) -> None:
    assert device_id_title(said) == ""
