"""In what order devices stand: what somebody has to go to comes first."""

from __future__ import annotations

from datetime import UTC, datetime

from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.ports.printing import Confidence, DeviceHealth, Fault, Power
from aura_terminal.view_models.device_cards import Reading, SetUp, cards_of

NOW = datetime(2026, 5, 15, 17, 30, tzinfo=UTC)
READING = Reading("R1", BusinessCalendar("Europe/Berlin"), (), ())
SET_UP = tuple(SetUp(name) for name in ("front", "bar", "grill"))


def health(device: str, *faults: Fault) -> DeviceHealth:
    """How a printer is."""
    return DeviceHealth(device, Power.ONLINE, faults, Confidence.REPORTED, NOW)


def names(*told: DeviceHealth) -> list[str]:
    """The devices from above."""
    return [card.name for card in cards_of(READING, SET_UP, told, {})]


def test_what_does_not_work_stands_above_what_does() -> None:
    assert names(health("front"), health("bar"), health("grill")) == ["front", "bar", "grill"]
    assert names(health("front"), health("grill", Fault.PAPER_OUT)) == ["grill", "front", "bar"]


def test_a_warning_keeps_its_place() -> None:
    assert names(health("front"), health("bar"), health("grill", Fault.PAPER_LOW)) == ["front", "bar", "grill"]
