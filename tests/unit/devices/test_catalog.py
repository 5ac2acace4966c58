"""From settings to devices."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from devices.catalog import MODELS, Surroundings, build_printer, read_address
from devices.printers.profiles import GENERIC_80


def surroundings(folder: Path) -> Surroundings:
    return Surroundings(folder / "cache", folder / "slips", lambda: datetime(2026, 11, 22, tzinfo=UTC))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("192.168.1.50", ("192.168.1.50", 9100)),
        ("kitchen.local:9101", ("kitchen.local", 9101)),
        ("[fe80::1]:9100", ("fe80::1", 9100)),
        ("127.0.0.1:0", ("127.0.0.1", 0)),
    ],
)
def test_an_address_is_host_and_port(written: str, meant: tuple[str, int]) -> None:
    assert read_address(written) == meant


@pytest.mark.parametrize("written", ["", ":9100", "host:port", "host:99999", "a/b"])
def test_what_is_no_address_is_refused_in_words(written: str) -> None:
    with pytest.raises(ValueError, match=r"write it like 192\.168\.1\.50:9100"):
        read_address(written)


@pytest.mark.parametrize("model", MODELS)
def test_building_touches_no_hardware_and_no_folder(tmp_path: Path, model: str) -> None:
    station = build_printer(
        name="front", model=model, address="127.0.0.1:0", profile=GENERIC_80, surroundings=surroundings(tmp_path)
    )
    assert (station.simulator is not None) == (model == "simulated")
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_model_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="known are escpos-tcp, simulated"):
        build_printer(
            name="front",
            model="star",
            address="127.0.0.1",
            profile=replace(GENERIC_80),
            surroundings=surroundings(tmp_path),
        )
