"""`init` with everything the first run asks: country, taxes, menu, people with PINs, printers."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from aura_terminal.app.chance import SystemClock
from aura_terminal.app.opening import opened
from aura_terminal.app.settings import read_settings
from aura_terminal.domain.ids import StaffId
from aura_terminal.store.locks import Role
from aura_terminal.use_cases.new_store import OWNER
from devices.simulators.escpos_printer import SimulatedPrinter
from tests.integration.command_line.asking import ask


def test_everything_the_first_run_asks_can_be_said_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "data"
    printer = SimulatedPrinter(now=SystemClock().now)
    printer.open()
    monkeypatch.setattr("sys.stdin", io.StringIO("739164\n8305\n"))
    answer = ask(
        "init", "--store", "Corner", "--country", "us", "--tax", "sales=8.875", "--rounding", "0.05", "--paper", "80",
        "--zone", "America/Chicago", "--shop", "demo-menu", "--owner", "Ada", "--staff", "Bo:server", "--pins-stdin",
        "--printer", f"receipts=tcp://127.0.0.1:{printer.address[1]}", "--test-printers", "--json", "--data", folder,
    )  # fmt: skip
    printer.close()
    assert (answer.code, answer.err) == (0, "")
    assert "pins" not in answer.json
    assert [row["name"] for row in answer.json["printers"]] == ["Receipt printer"]
    assert len(printer.slips) == 1
    devices = {device.name: device for device in read_settings(folder, {}, {}).devices}
    assert devices["Receipt printer"].routes == ("receipt", "drawer")
    assert {device.profile for device in devices.values()} == {"generic-80"}
    with opened(folder, Role.TOOL) as here:
        assert here.shop.access.sign_in(OWNER, "739164").name == "Ada"
        assert here.shop.access.sign_in(StaffId("bo"), "8305").name == "Bo"
        profile = here.shop.reads.store.profile()
    assert (profile.currency, profile.calendar.zone) == ("USD", "America/Chicago")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--country", "US"), "add --tax sales=PERCENT"),
        (("--country", "XX"), "There is no preset for the country 'XX'"),
        (("--country", "DE", "--tax", "sales=7"), "There is no tax 'sales'"),
        (("--country", "DE", "--tax", "reduced=much"), "'much' is no percentage"),
        (("--country", "DE", "--rounding", "0.001"), "Cash cannot be rounded to '0.001'"),
        (("--country", "DE", "--staff", "Bo"), "Write NAME:ROLE"),
        (("--country", "DE", "--printer", "bar"), "Write JOB=ADDRESS"),
        (("--country", "DE", "--printer", "both=tcp://192.0.2.1,tm-t99"), "there is no printer profile 'tm-t99'"),
        (("--country", "DE", "--printer", "both=tcp://192.0.2.1:99999"), "cannot be used"),
    ],
)
def test_a_slip_is_told_with_what_would_do_and_leaves_nothing(
    words: tuple[str, ...], says: str, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    answer = ask("init", "--store", "Corner", *words, "--data", folder)
    assert (answer.code, answer.out) == (2, "")
    assert says in answer.err
    assert not (folder / "store.sqlite").exists()
    assert not (folder / "settings.toml").exists()


def test_a_weak_pin_is_refused_with_the_name_it_was_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("739164\n1111\n"))
    words = ("--country", "DE", "--staff", "Bo:server", "--pins-stdin")
    answer = ask("init", "--store", "Corner", *words, "--data", tmp_path / "data")
    assert answer.code == 2
    assert "Bo: a PIN has 4 to 8 digits" in answer.err
    assert "1111" not in answer.err
