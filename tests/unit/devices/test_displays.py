"""Displays of two lines: every dialect on glass, and nothing but letters ever reaches them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aura_terminal.domain.errors import Unavailable
from aura_terminal.ports.customer_display import DARK, Shown, ShownLine
from aura_terminal.ports.printing import DeviceHealth, HealthKind, Power
from devices.displays.catalog import build_display
from devices.displays.dialects import COLUMNS, DIALECTS
from devices.displays.letters import line_bytes
from devices.displays.two_lines import TO_DISPLAY, TO_PRINTER, TwoLineDisplay
from devices.displays.watch import AGAIN_AFTER, DisplayWatch
from devices.simulators.display_glass import Glass
from devices.transports.memory import Line, MemoryTransport

BEER = Shown(ShownLine("2 × Pils", "8.40"), ShownLine("Total", "12.60"))


def display_on(glass: Glass, dialect: str) -> tuple[TwoLineDisplay, MemoryTransport]:
    pipe = MemoryTransport(glass.take)
    return TwoLineDisplay(pipe, DIALECTS[dialect]), pipe


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_shows_two_lines_and_then_two_others(dialect: str) -> None:
    glass = Glass(dialect)
    display, _ = display_on(glass, dialect)
    display.show(BEER)
    assert glass.lines == ("2 x Pils        8.40", "Total          12.60")
    display.show(Shown(ShownLine("Thank you"), ShownLine("")))
    assert glass.lines == ("Thank you           ", " " * COLUMNS)
    display.close()
    assert glass.lines == (" " * COLUMNS, " " * COLUMNS)
    assert glass.strange == 0


@pytest.mark.parametrize("dialect", DIALECTS)
@given(words=st.text(max_size=40), amount=st.text("0123456789.-", max_size=12))
def test_whatever_a_menu_says_is_letters_and_stays_in_its_line(dialect: str, words: str, amount: str) -> None:
    glass = Glass(dialect)
    display, _ = display_on(glass, dialect)
    display.show(Shown(ShownLine(words, amount), ShownLine("below", "1.00")))
    assert glass.strange == 0
    assert glass.lines[1] == "below           1.00"
    assert glass.lines[0].endswith(amount)


def test_control_characters_are_left_out_of_a_line() -> None:
    said = line_bytes(ShownLine("Pils\x1bp\x00\x0c!\u202e\n0.5", "4.20"))
    assert said == b"Pilsp ! 0.5     4.20"


@pytest.mark.parametrize(
    ("words", "shown"), [("Crème brûlée", "Crème brûlée"), ("Łódź", "?ódz"), ("寿司", "??"), ("−2.90", "-2.90")]
)
def test_letters_a_display_has_not_come_as_near_as_they_can(words: str, shown: str) -> None:
    assert line_bytes(ShownLine(words)).decode("cp437").rstrip() == shown


def test_the_amount_is_never_cut() -> None:
    assert line_bytes(ShownLine("A very long name of a dish", "1234.50")) == b"A very long  1234.50"


def test_a_display_behind_a_printer_gives_the_line_back_with_each_page() -> None:
    sent: list[bytes] = []

    def keep(data: bytes) -> bytes:
        sent.append(data)
        return b""

    TwoLineDisplay(MemoryTransport(keep), DIALECTS["epson_dm"], behind_printer=True).show(BEER)
    assert sent[0].startswith(TO_DISPLAY)
    assert sent[0].endswith(TO_PRINTER)


def test_after_a_failure_the_printer_gets_its_line_back() -> None:
    sent: list[bytes] = []

    class Cut(MemoryTransport):
        """Fails once in the middle of a page."""

        fails = True

        def send(self, data: bytes, within: float) -> None:
            sent.append(data)
            if self.fails:
                self.fails = False
                self.close()
                raise Unavailable("memory", "the line is gone")

    display = TwoLineDisplay(Cut(lambda data: b""), DIALECTS["epson_dm"], behind_printer=True)
    with pytest.raises(Unavailable):
        display.show(BEER)
    assert sent[-1] == TO_PRINTER


class Clock:
    """A moment that stands."""

    def now(self) -> datetime:
        return datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_a_display_that_was_away_shows_what_was_told_meanwhile() -> None:
    glass, told = Glass(), list[DeviceHealth]()
    display, pipe = display_on(glass, "epson_dm")
    watch = DisplayWatch("Guest", display, on_health=told.append, now=Clock().now)
    watch.show(BEER)
    assert watch.step() == AGAIN_AFTER
    pipe.become(Line.CUT)
    watch.show(Shown(ShownLine("Pils", "4.20"), ShownLine("Total", "4.20")))
    assert [watch.step(), watch.step(), watch.step()] == [1.0, 2.0, 5.0]
    pipe.become(Line.WORKING)
    assert watch.step() == AGAIN_AFTER
    assert glass.lines[0] == "Pils            4.20"
    assert [(health.power, health.kind) for health in told] == [
        (Power.ONLINE, HealthKind.CUSTOMER_DISPLAY),
        (Power.UNREACHABLE, HealthKind.CUSTOMER_DISPLAY),
        (Power.ONLINE, HealthKind.CUSTOMER_DISPLAY),
    ]


def test_the_settings_words_become_a_display_or_a_sentence() -> None:
    station = build_display(model="simulated", address="", options={})
    assert station.simulator is not None
    station.simulator.open()
    station.display.show(BEER)
    station.display.show(DARK)
    station.display.close()
    station.simulator.close()
    for model, options in (("nixie", {}), ("cd5220", {"behind_printer": "maybe"}), ("cd5220", {"colour": "red"})):
        with pytest.raises(ValueError, match=r"display"):
            build_display(model=model, address="tcp://127.0.0.1:1", options=options)
