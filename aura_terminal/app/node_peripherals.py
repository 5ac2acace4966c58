"""The node's scale, scanners and customer displays: from settings to threads, and their words on the bus."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar

from aura_terminal.app.device_settings import DeviceKind, DeviceModel, DeviceSettings
from aura_terminal.app.settings import SettingsProblem
from aura_terminal.domain.telling import told
from aura_terminal.ports.chance import Clock
from aura_terminal.ports.printing import Confidence, DeviceHealth, HealthKind, Power
from sync.node.frames import Frame, Topic

if TYPE_CHECKING:
    from aura_terminal.ports.code_source import CodeSource
    from aura_terminal.ports.scale import ScaleWord
    from devices.attendant import Attendant
    from devices.displays.catalog import DisplayStation
    from devices.displays.watch import DisplayWatch
    from devices.scales.catalog import ScaleStation
    from devices.scales.watch import ScaleWatch
    from devices.scanners.watch import ScannerWatch
    from devices.simulators.display import SimulatedDisplay
    from devices.simulators.scale import SimulatedScale

T = TypeVar("T")
KINDS = {
    DeviceKind.SCALE: HealthKind.SCALE,
    DeviceKind.SCANNER: HealthKind.SCANNER,
    DeviceKind.CUSTOMER_DISPLAY: HealthKind.CUSTOMER_DISPLAY,
}
OF_THE_SCREEN = frozenset({DeviceModel.WINDOW, DeviceModel.KEYBOARD})
"""Models the screen's process serves itself: a second window, and scanners that type."""

_log = logging.getLogger(__name__)


class NodePeripherals:
    """Everything on the counter that is neither paper nor a card; a terminal that has none of it loads nothing.

    A terminal has one scale at most. `SettingsProblem` says which line of the settings cannot be used, and why.
    """

    def __init__(self, rows: Iterable[DeviceSettings], clock: Clock) -> None:
        self._clock = clock
        self._attendants: list[Attendant] = []
        self._by_name: dict[str, Attendant] = {}
        self._scale: ScaleWatch | None = None
        self._displays: list[DisplayWatch] = []
        self._simulators: list[SimulatedScale | SimulatedDisplay] = []
        self._rows = tuple(row for row in rows if row.kind in KINDS and row.model not in OF_THE_SCREEN)
        scales = [row.name for row in self._rows if row.kind is DeviceKind.SCALE]
        if len(scales) > 1:
            raise SettingsProblem(
                told(
                    "There are two scales, {one} and {other}. A terminal has one: leave one.",
                    one=scales[0],
                    other=scales[1],
                )
            )
        self._scales = [(row, _tried(row, _scale)) for row in self._rows if row.kind is DeviceKind.SCALE]
        self._scanners = [(row, _tried(row, _scanner)) for row in self._rows if row.kind is DeviceKind.SCANNER]
        self._stations = [(row, _tried(row, _display)) for row in self._rows if row.kind is DeviceKind.CUSTOMER_DISPLAY]

    @property
    def health(self) -> tuple[DeviceHealth, ...]:
        """How each is before it was looked at."""
        now = self._clock.now()
        return tuple(
            DeviceHealth(row.name, Power.UNKNOWN, (), Confidence.UNKNOWN, now, kind=KINDS[row.kind])
            for row in self._rows
        )

    def open(self, publish: Callable[[Topic, str], None], on_health: Callable[[DeviceHealth], None]) -> None:
        """Begin to attend to all of them; `Unavailable` when a simulated one finds no port."""
        if not self._rows:
            return
        self._open_scales(publish, on_health)
        self._open_scanners(publish, on_health)
        self._open_displays(on_health)
        for attendant in self._attendants:
            attendant.start()

    def close(self) -> None:
        """Let all of them go; may be called twice."""
        for attendant in self._attendants:
            attendant.stop()
        for simulator in self._simulators:
            simulator.close()

    def hear(self, frame: Frame) -> None:
        """What a screen says of them; what makes no sense is logged and changes nothing."""
        try:
            self._heed(frame)
        except ValueError as wrong:
            _log.warning("counter_word_unread: %s: %s", frame.topic, wrong)

    def _heed(self, frame: Frame) -> None:
        if frame.topic is Topic.WEIGH and self._scale is not None:
            self._scale.look_at()
            self._by_name[self._scale.name].wake()
        elif frame.topic is Topic.LOAD:
            self._load(frame.payload)
        elif frame.topic is Topic.SHOW:
            self._show(frame.payload)

    def _load(self, payload: str) -> None:
        from devices.simulators.scale import SimulatedScale
        from sync.node.counter_words import read_load

        grams = read_load(payload)
        for simulator in self._simulators:
            if isinstance(simulator, SimulatedScale):
                simulator.pan.put(grams)

    def _show(self, payload: str) -> None:
        from sync.node.counter_words import decode_shown

        shown = decode_shown(payload)
        for display in self._displays:
            display.show(shown)
            self._by_name[display.name].wake()

    def _open_scales(self, publish: Callable[[Topic, str], None], on_health: Callable[[DeviceHealth], None]) -> None:
        for row, station in self._scales:
            from devices.scales.watch import ScaleWatch
            from sync.node.counter_words import encode_word

            def tell(word: ScaleWord) -> None:
                publish(Topic.WEIGHT, encode_word(word))

            if station.simulator is not None:
                station.simulator.open()
                self._simulators.append(station.simulator)
            self._scale = ScaleWatch(
                row.name, station.scale, tell=tell, on_health=on_health, now=self._clock.now,
                is_simulated=station.simulator is not None, monotonic=self._clock.monotonic,
            )  # fmt: skip
            self._attend(self._scale)

    def _open_scanners(self, publish: Callable[[Topic, str], None], on_health: Callable[[DeviceHealth], None]) -> None:
        for row, source in self._scanners:
            from devices.scanners.watch import ScannerWatch

            def tell(code: str) -> None:
                publish(Topic.SCANNED, code)

            self._attend(ScannerWatch(row.name, source, tell=tell, on_health=on_health, now=self._clock.now))

    def _open_displays(self, on_health: Callable[[DeviceHealth], None]) -> None:
        for row, station in self._stations:
            from devices.displays.watch import DisplayWatch

            if station.simulator is not None:
                station.simulator.open()
                self._simulators.append(station.simulator)
            watch = DisplayWatch(row.name, station.display, on_health=on_health, now=self._clock.now)
            self._displays.append(watch)
            self._attend(watch)

    def _attend(self, watch: ScaleWatch | DisplayWatch | ScannerWatch) -> None:
        from devices.attendant import Attendant

        attendant = self._by_name[watch.name] = Attendant(watch)
        self._attendants.append(attendant)


def _tried(row: DeviceSettings, build: Callable[[DeviceSettings], T]) -> T:
    try:
        return build(row)
    except ValueError as wrong:
        raise SettingsProblem(told("The device {name} cannot be used: {wrong}.", name=row.name, wrong=wrong)) from wrong


def _scale(row: DeviceSettings) -> ScaleStation:
    from devices.scales.catalog import build_scale

    return build_scale(model=row.model.value, address=row.address, options=dict(row.options))


def _scanner(row: DeviceSettings) -> CodeSource:
    from devices.scanners.catalog import build_scanner

    return build_scanner(model=row.model.value, address=row.address, options=dict(row.options))


def _display(row: DeviceSettings) -> DisplayStation:
    from devices.displays.catalog import build_display

    return build_display(model=row.model.value, address=row.address, options=dict(row.options))
