"""From settings to devices."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from devices.catalog import MODELS, Surroundings, build_printer
from devices.printers.profiles import GENERIC_80, profile_named
from devices.transports.addresses import read_address, read_line, read_url, transport_at
from devices.transports.serial_port import Flow, SerialLine


def surroundings(folder: Path) -> Surroundings:
    return Surroundings(folder / "cache", folder / "slips", lambda: datetime(2026, 11, 22, tzinfo=UTC))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("192.168.1.50", ("192.168.1.50", 9100)),
        ("kitchen.local:9101", ("kitchen.local", 9101)),
        ("[fe80::1]:9100", ("fe80::1", 9100)),
        ("127.0.0.1:0", ("127.0.0.1", 0)),
        ("tcp://192.168.1.50:9100", ("192.168.1.50", 9100)),
    ],
)
def test_an_address_is_host_and_port(written: str, meant: tuple[str, int]) -> None:
    assert read_address(written) == meant


@pytest.mark.parametrize("written", ["", ":9100", "host:port", "host:99999", "a/b"])
def test_what_is_no_address_is_refused_in_words(written: str) -> None:
    with pytest.raises(ValueError, match=r"write it like 192\.168\.1\.50:9100"):
        read_address(written)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("192.168.1.60", "http://192.168.1.60"),
        ("tcp://192.168.1.60:8008", "http://192.168.1.60:8008"),
        ("https://till.local/", "https://till.local"),
        ("[fe80::1]", "http://[fe80::1]"),
    ],
)
def test_a_printer_asked_over_http_has_a_url(written: str, meant: str) -> None:
    assert read_url(written) == meant


@pytest.mark.parametrize("written", ["", "http://", "http://host:99999", "http://host/cgi", "two words", "ftp://host"])
def test_what_is_no_url_is_refused_before_a_job_needs_it(tmp_path: Path, written: str) -> None:
    with pytest.raises(ValueError, match=r"write it like http://192\.168\.1\.60"):
        build_printer(
            name="front", model="epos", address=written, profile=GENERIC_80, surroundings=surroundings(tmp_path)
        )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("/dev/ttyUSB0", SerialLine("/dev/ttyUSB0")),
        ("COM3?baud=38400", SerialLine("COM3", 38400)),
        ("/dev/ttyS0?baud=9600&frame=7E1&flow=dsrdtr", SerialLine("/dev/ttyS0", 9600, "7E1", Flow.DSR_DTR)),
    ],
)
def test_a_serial_line_is_a_port_with_its_setting(written: str, meant: SerialLine) -> None:
    assert read_line(written) == meant


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("serial:", "the port is missing"),
        ("serial:COM3?speed=9600", "'speed' is not known"),
        ("serial:COM3?baud=fast", "no speed"),
        ("serial:COM3?baud=²", "no speed"),
        ("serial:COM3?frame=9X3", "no frame"),
        ("serial:COM3?flow=maybe", "known are none, rtscts, dsrdtr, xonxoff"),
        ("usb:lp0", "usb:/dev/usb/lp0"),
        ("lpt:one", "no address"),
    ],
)
def test_a_wrong_address_says_what_is_wrong(written: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        transport_at(written)


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("tcp://10.0.0.9", "10.0.0.9:9100"),
        ("serial:/dev/ttyUSB0?baud=38400", "/dev/ttyUSB0"),
        ("usb:/dev/usb/lp0", "/dev/usb/lp0"),
    ],
)
def test_a_pipe_is_called_by_where_it_leads_before_it_is_opened(address: str, leads_to: str) -> None:
    assert transport_at(address).name == leads_to


@pytest.mark.parametrize("model", MODELS)
def test_building_touches_no_hardware_and_no_folder(tmp_path: Path, model: str) -> None:
    station = build_printer(
        name="front",
        model=model,
        address="127.0.0.1:0",
        profile=profile_named({"star": "star-80", "zpl": "label-50x30"}.get(model, "generic-80")),
        surroundings=surroundings(tmp_path),
    )
    assert (station.simulator is not None) == (model == "simulated")
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_model_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="known are escpos, simulated, epos, star, zpl"):
        build_printer(
            name="front",
            model="braille",
            address="127.0.0.1",
            profile=replace(GENERIC_80),
            surroundings=surroundings(tmp_path),
        )
