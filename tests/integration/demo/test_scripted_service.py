"""The demo's scripted service, as a newcomer without a display meets it: real windows, a real node, real paper."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage

LIMIT_SECONDS = 180
LEAST_COLOURS = 60
PINS = (b"4831", b"483916")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder a finished service left."""
    place = tmp_path_factory.mktemp("demo")
    out = place / "service"
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    # Whatever view is asked for, the script works every screen.
    words = ("demo", "--data", str(place / "data"), "--out", str(out), "--view", "kitchen")
    command = (sys.executable, "-m", "aura_terminal", *words)
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


@pytest.fixture(scope="module")
def report(service: Path) -> dict[str, Any]:
    """What the service says about itself."""
    said: dict[str, Any] = json.loads((service / "report.json").read_text("utf-8"))
    return said


def test_the_day_is_closed_over_what_was_clicked(report: dict[str, Any]) -> None:
    closing = report["z_report"]
    assert (closing["number"], closing["orders"]) == (1, 3)
    assert closing["gross_minor"] == sum(tender["minor"] for tender in closing["tenders"])
    assert {item["name"]: item["count"] for item in closing["items"]}["Ichnusa 0.33 l"] == 3


def test_each_payment_is_told_apart(report: dict[str, Any]) -> None:
    paid = [step for step in report["steps"] if " paid in cash" in step]
    assert len(paid) == len(set(paid)) == report["z_report"]["orders"]


def test_the_store_is_as_it_was_written(report: dict[str, Any]) -> None:
    assert report["findings"] == []


def test_a_killed_node_was_shown_within_two_seconds_and_came_back(report: dict[str, Any]) -> None:
    assert 0 < report["node_seen_stopped_seconds"] < 2
    assert report["node_back_seconds"] > report["node_seen_stopped_seconds"]


def test_every_picture_shows_something(service: Path, report: dict[str, Any]) -> None:
    assert {name.partition("_")[2] for name in report["pictures"]} >= {"register.png", "payment.png", "kitchen.png"}
    for name in report["pictures"]:
        picture = QImage(str(service / "pictures" / name))
        colours = {picture.pixel(x, y) for x in range(0, picture.width(), 7) for y in range(0, picture.height(), 7)}
        assert len(colours) >= LEAST_COLOURS, name


def test_each_paid_order_has_one_receipt_on_paper(service: Path, report: dict[str, Any]) -> None:
    slips = [service.joinpath(name).read_text("utf-8") for name in report["paper"]]
    receipts = [slip for slip in slips if "TOTAL EUR" in slip and "DUPLICATE" not in slip]
    printed = sum(_cents(line) for receipt in receipts for line in receipt.splitlines() if line.startswith("TOTAL EUR"))
    assert len(receipts) == report["z_report"]["orders"]
    assert printed == report["z_report"]["gross_minor"]


def test_no_pin_is_on_the_disk(service: Path) -> None:
    for file in service.rglob("*"):
        if file.is_file() and file.suffix not in (".png", ".bin", ""):
            words = file.read_bytes().replace(b"-4831", b"").split()
            assert not any(word.strip(b'",:') in PINS for word in words), file


def _cents(line: str) -> int:
    return int(line.split()[-1].replace(".", ""))
