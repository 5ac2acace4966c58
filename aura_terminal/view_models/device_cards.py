"""A device as people see it: what the settings, the node and the store say of it, as one card."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from aura_terminal.domain.devices import device_id
from aura_terminal.domain.paper_ways import DRAWER_ROUTE
from aura_terminal.ports.printing import Confidence as Confidence
from aura_terminal.ports.printing import Fault, Power
from aura_terminal.ports.printing import HealthKind as HealthKind

if TYPE_CHECKING:
    from aura_terminal.domain.business_day import BusinessCalendar
    from aura_terminal.domain.devices import DeviceState, PaperDetour
    from aura_terminal.ports.printing import DeviceHealth


class Wellness(StrEnum):
    """How a device is, as coarsely as people ask."""

    WELL = "well"
    WARNING = "warning"
    TROUBLE = "trouble"
    UNKNOWN = "unknown"


class Ask(StrEnum):
    """What is asked of a device by way of the node."""

    READ = "read"
    TRY = "try"
    DISCOVER = "discover"
    IDENTIFY = "identify"
    SAMPLE = "sample"


@dataclass(frozen=True, slots=True)
class SetUp:
    """A device as the settings have it."""

    name: str
    kind: HealthKind = HealthKind.PRINTER
    model: str = "simulated"
    address: str = ""
    profile: str = "generic-80"
    routes: tuple[str, ...] = ()
    backups: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What a screen asks the node; `about` is what is not set up yet."""

    ask_id: str
    ask: Ask
    device: str = ""
    about: SetUp | None = None


@dataclass(frozen=True, slots=True)
class FoundRow:
    """Something that could be set up."""

    how: str
    address: str
    title: str
    profile: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What the node answered; `is_sure` is False where only a person can tell, `has_failed` where it was not possible.

    `drawer` is "open", "closed" or "" where nothing tells.
    """

    ask_id: str
    ask: Ask
    words: str = ""
    drawer: str = ""
    is_sure: bool = True
    has_failed: bool = False
    found: tuple[FoundRow, ...] = ()


@dataclass(frozen=True, slots=True)
class DeviceCard:
    """One device. Times are on the store's wall clock. `answer` is what it said when it was last read by hand.

    `goes_to` names the device its paper comes out at now. `asks_confirm`: it takes data and never answers, so a person
    has to say once whether its paper is to be believed. A card of another terminal (`terminal`) can only be looked at.
    """

    id: str
    name: str
    kind: HealthKind
    wellness: Wellness
    power: Power = Power.UNKNOWN
    confidence: Confidence = Confidence.UNKNOWN
    since: datetime | None = None
    last_ok: datetime | None = None
    hint: str = ""
    last_error: str = ""
    last_error_at: datetime | None = None
    set_up: SetUp | None = None
    terminal: str = ""
    goes_to: str = ""
    answer: str = ""
    asks_confirm: bool = False

    @property
    def prints(self) -> bool:
        """Whether it is a printer, of paper or labels, of this terminal."""
        return self.set_up is not None and self.kind in (HealthKind.PRINTER, HealthKind.LABEL_PRINTER)

    @property
    def has_drawer(self) -> bool:
        """Whether the drawer's kicks go to it."""
        return self.set_up is not None and DRAWER_ROUTE in self.set_up.routes


@dataclass(frozen=True, slots=True)
class Reading:
    """What the store says."""

    here: str
    calendar: BusinessCalendar
    detours: tuple[PaperDetour, ...]
    states: tuple[DeviceState, ...]


def wellness_of(health: DeviceHealth) -> Wellness:
    """The coarse word for a health."""
    if health.blocking is not None:
        return Wellness.TROUBLE
    if health.faults:
        return Wellness.WARNING
    return Wellness.UNKNOWN if health.power is Power.UNKNOWN else Wellness.WELL


def cards_of(
    reading: Reading, set_up: Sequence[SetUp], health: Iterable[DeviceHealth], answers: dict[str, str]
) -> tuple[DeviceCard, ...]:
    """The cards as they are now: what is in trouble first, each else in its place; a drawer follows its printer."""
    told = {each.device: each for each in health}
    order = {each.name: place for place, each in enumerate(set_up)}
    names = sorted({*order, *told}, key=lambda name: (order.get(name, len(order)), name))
    mine = tuple(_card(reading, name, told.get(name), _of(set_up, name), answers.get(name, "")) for name in names)
    theirs = tuple(_card_of_other(reading, state) for state in reading.states if state.terminal != reading.here)
    return tuple(sorted((*mine, *theirs), key=lambda card: card.wellness is not Wellness.TROUBLE))


def _card(reading: Reading, name: str, health: DeviceHealth | None, set_up: SetUp | None, answer: str) -> DeviceCard:
    kind = HealthKind.PRINTER if set_up is None else set_up.kind
    card = DeviceCard(name, name, kind, Wellness.UNKNOWN, set_up=set_up, answer=answer)
    goes_to = next((each.to for each in reading.detours if each.id == device_id(reading.here, name)), "")
    if health is None:
        return replace(card, goes_to=goes_to)
    return replace(
        card,
        kind=health.kind,
        wellness=wellness_of(health),
        power=health.power,
        confidence=health.confidence,
        since=_local(reading, health.since),
        last_ok=_local(reading, health.last_ok),
        hint=health.hint,
        last_error=health.last_error,
        last_error_at=_local(reading, health.last_error_at),
        goes_to=goes_to,
        asks_confirm=health.kind is HealthKind.PRINTER and Fault.NO_REPLY in health.faults,
    )


def _card_of_other(reading: Reading, state: DeviceState) -> DeviceCard:
    wellness = Wellness.TROUBLE if state.faults else Wellness.WELL
    goes_to = next((each.to for each in reading.detours if each.id == state.id), "")
    return DeviceCard(
        state.id, state.device, HealthKind(state.kind), wellness, Power(state.power), Confidence.REPORTED,
        _local(reading, state.since), hint=state.hint, terminal=state.terminal, goes_to=goes_to,
    )  # fmt: skip


def _of(set_up: Sequence[SetUp], name: str) -> SetUp | None:
    return next((each for each in set_up if each.name == name), None)


def _local(reading: Reading, moment: datetime | None) -> datetime | None:
    return None if moment is None else reading.calendar.local(moment)
