"""Scale, scanner and customer display behind the node: words on the bus in, words on the bus out."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field

import pytest

from aura_terminal.app.chance import SystemClock
from aura_terminal.app.device_settings import DeviceKind, DeviceModel, DeviceSettings
from aura_terminal.app.node_peripherals import NodePeripherals
from aura_terminal.app.settings import SettingsProblem
from aura_terminal.domain.barcodes import DEFAULT_LAYOUTS, own_code
from aura_terminal.domain.weighing import Reading, WeightState
from aura_terminal.ports.customer_display import Shown, ShownLine
from aura_terminal.ports.printing import DeviceHealth, HealthKind, Power
from aura_terminal.ports.scale import Bounds, ScaleWord
from devices.simulators.display import SimulatedDisplay
from devices.simulators.scanner import SimulatedScanner
from sync.node.counter_words import decode_shown, decode_word, encode_shown, encode_word, read_load
from sync.node.frames import Frame, Topic
from tests.peers.using import python_of
from tests.support.emulated_counter import EmulatedCounter, emulated_counter

WITHIN = 10.0
SCALE = DeviceSettings("Counter scale", DeviceKind.SCALE, DeviceModel.SIMULATED)


@dataclass
class Bus:
    """What the node would publish."""

    words: queue.Queue[tuple[Topic, str]] = field(default_factory=queue.Queue)
    health: queue.Queue[DeviceHealth] = field(default_factory=queue.Queue)

    def publish(self, topic: Topic, payload: str) -> None:
        self.words.put((topic, payload))

    def weighed(self, wanted: Reading) -> ScaleWord:
        """Wait until the scale says that."""
        while True:
            topic, payload = self.words.get(timeout=WITHIN)
            if topic is Topic.WEIGHT and (word := decode_word(payload)).reading == wanted:
                return word

    def healthy(self, device: str, power: Power) -> DeviceHealth:
        """Wait until a device is like that."""
        while True:
            health = self.health.get(timeout=WITHIN)
            if (health.device, health.power) == (device, power):
                return health


@pytest.fixture
def bus() -> Bus:
    return Bus()


def opened(bus: Bus, *rows: DeviceSettings) -> NodePeripherals:
    peripherals = NodePeripherals(rows, SystemClock())
    peripherals.open(bus.publish, bus.health.put)
    return peripherals


def test_a_simulated_scale_is_loaded_by_a_word_and_weighed_by_another(bus: Bus) -> None:
    with closing(opened(bus, SCALE)) as peripherals:
        assert bus.healthy("Counter scale", Power.ONLINE).kind is HealthKind.SCALE
        peripherals.hear(Frame(Topic.WEIGH))
        bus.weighed(Reading(WeightState.ZERO))
        peripherals.hear(Frame(Topic.LOAD, "745"))
        bus.weighed(Reading(WeightState.MOVING))
        first = bus.weighed(Reading(WeightState.STABLE, 745))
        second = bus.weighed(Reading(WeightState.STABLE, 745))
        assert first.is_simulated
        assert 0 < second.at_ms - first.at_ms <= 300


def test_nobody_is_told_of_a_scale_nobody_looks_at(bus: Bus) -> None:
    with closing(opened(bus, SCALE)):
        bus.healthy("Counter scale", Power.ONLINE)
    assert bus.words.empty()


def test_a_scale_that_is_not_there_is_told_with_what_to_do(bus: Bus) -> None:
    gone = DeviceSettings("Counter scale", DeviceKind.SCALE, DeviceModel.CAS, "serial:/dev/no-such-line")
    with closing(opened(bus, gone)) as peripherals:
        health = bus.healthy("Counter scale", Power.UNREACHABLE)
        assert "cable" in health.hint
        peripherals.hear(Frame(Topic.WEIGH))
        assert "cable" in bus.weighed(Reading(WeightState.UNREACHABLE)).hint


def test_words_that_make_no_sense_change_nothing(bus: Bus, caplog: pytest.LogCaptureFixture) -> None:
    with closing(opened(bus, SCALE)) as peripherals:
        for payload in ("", "heavy", "99999999"):
            peripherals.hear(Frame(Topic.LOAD, payload))
        peripherals.hear(Frame(Topic.SHOW, "{}"))
        peripherals.hear(Frame(Topic.WEIGH))
        bus.weighed(Reading(WeightState.ZERO))
    assert caplog.text.count("counter_word_unread") == 4


def test_a_scanner_with_a_line_of_its_own_is_heard(bus: Bus) -> None:
    scanner = SimulatedScanner()
    scanner.open()
    host, port = scanner.address
    row = DeviceSettings("Lane", DeviceKind.SCANNER, DeviceModel.SERIAL_SCANNER, f"tcp://{host}:{port}")
    with closing(opened(bus, row)):
        scanner.scan("4006381333931", within=WITHIN)
        assert bus.words.get(timeout=WITHIN) == (Topic.SCANNED, "4006381333931")
        scanner.close()
        assert bus.healthy("Lane", Power.UNREACHABLE).kind is HealthKind.SCANNER


def test_a_display_shows_what_the_screen_says_and_again_after_it_was_away(bus: Bus) -> None:
    glass = SimulatedDisplay(dialect="cd5220")
    glass.open()
    host, port = glass.address
    row = DeviceSettings("Guest", DeviceKind.CUSTOMER_DISPLAY, DeviceModel.CD5220, f"tcp://{host}:{port}")
    with closing(opened(bus, row)) as peripherals:
        peripherals.hear(Frame(Topic.SHOW, encode_shown(Shown(ShownLine("Pils", "4.20"), ShownLine("Total", "4.20")))))
        assert _at_last(lambda: glass.glass.lines == ("Pils            4.20", "Total           4.20"))
        glass.close()
        peripherals.hear(Frame(Topic.SHOW, encode_shown(Shown(ShownLine("Thank you"), ShownLine("")))))
        bus.healthy("Guest", Power.UNREACHABLE)
        glass.open()
        assert _at_last(lambda: glass.glass.lines[0].startswith("Thank you"))
    glass.close()


def _at_last(is_so: Callable[[], bool]) -> bool:
    pause = threading.Event()
    return any(is_so() or pause.wait(0.05) for _ in range(int(WITHIN * 20)))


@pytest.mark.parametrize(
    "rows",
    [
        (SCALE, DeviceSettings("Second", DeviceKind.SCALE, DeviceModel.SIMULATED)),
        (DeviceSettings("S", DeviceKind.SCALE, DeviceModel.SMA, "tcp://x:1", options=(("most", "heavy"),)),),
        (DeviceSettings("D", DeviceKind.CUSTOMER_DISPLAY, DeviceModel.AEDEX, "tcp://x:1", options=(("a", "b"),)),),
        (DeviceSettings("L", DeviceKind.SCANNER, DeviceModel.SERIAL_SCANNER, "tcp://x:1", options=(("a", "b"),)),),
    ],
)
def test_settings_that_make_no_sense_are_refused_with_the_devices_name(rows: tuple[DeviceSettings, ...]) -> None:
    with pytest.raises(SettingsProblem, match=rows[-1].name):
        NodePeripherals(rows, SystemClock())


def test_windows_and_keyboards_are_the_screens_own() -> None:
    rows = (
        DeviceSettings("Guest", DeviceKind.CUSTOMER_DISPLAY, DeviceModel.WINDOW),
        DeviceSettings("Wedge", DeviceKind.SCANNER, DeviceModel.KEYBOARD),
    )
    assert NodePeripherals(rows, SystemClock()).health == ()


def test_words_of_the_bus_come_back_as_they_were_said() -> None:
    word = ScaleWord("Counter", Reading(WeightState.STABLE, 745), Bounds(40, 15_000, 5), 123_456, "", True)
    assert decode_word(encode_word(word)) == word
    shown = Shown(ShownLine("2 × Pils", "8.40"), ShownLine("Total", "8.40"))
    assert decode_shown(encode_shown(shown)) == shown
    for garbage in ("", "{}", "[]", "null", '{"reading": 1}', '[["a"], 3]'):
        with pytest.raises(ValueError, match=r".*"):
            decode_word(garbage)
        with pytest.raises(ValueError, match=r".*"):
            decode_shown(garbage)
    with pytest.raises(ValueError, match="any scale"):
        read_load("99999999")


@pytest.fixture(scope="module")
def counter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmulatedCounter]:
    """An independent scanner and independent scales on ptys."""
    program = python_of("emupos").with_name("emupos")
    with emulated_counter(program, tmp_path_factory.mktemp("emupos")) as counter:
        yield counter


def test_an_independent_scanner_and_scale_are_heard(counter: EmulatedCounter, bus: Bus) -> None:
    lane = DeviceSettings(
        "Lane", DeviceKind.SCANNER, DeviceModel.SERIAL_SCANNER, f"serial:{counter.line_of('lane')}?frame=8N1"
    )
    scale = DeviceSettings("Meat", DeviceKind.SCALE, DeviceModel.SMA, f"serial:{counter.line_of('meat')}?frame=8N1")
    with closing(opened(bus, lane, scale)) as peripherals:
        bus.healthy("Lane", Power.ONLINE)
        counter.scan("lane", "4006381333931")
        assert bus.words.get(timeout=WITHIN) == (Topic.SCANNED, "4006381333931")
        counter.put("meat", 1250)
        peripherals.hear(Frame(Topic.WEIGH))
        assert not bus.weighed(Reading(WeightState.STABLE, 1250)).is_simulated


@pytest.mark.parametrize(
    ("layout", "value", "said"),
    [("21IIIIIWWWWWC", {"grams": 1250}, (12345, 1250)), ("23IIIIIPPPPPC", {"price_minor": 1299}, (12345, 1299))],
)
def test_labels_an_independent_printer_makes_are_read(
    counter: EmulatedCounter, layout: str, value: dict[str, int], said: tuple[int, int]
) -> None:
    read = own_code(counter.label(layout, 12345, **value), DEFAULT_LAYOUTS)
    assert read is not None
    assert (int(read.item), read.value) == said
