"""What this terminal is set to, read once: defaults, settings.toml, AURA_* of the environment, arguments.

On the start path: nothing heavier than tomllib is imported here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from aura_terminal.app.central_settings import CENTRAL_KINDS, NEEDS_USER, CentralSettings, ServedTwice, shared_out
from aura_terminal.app.device_settings import DEVICE_KINDS, MODELS_OF, NEEDS_NO_ADDRESS, DeviceSettings
from aura_terminal.app.peer_settings import PEER_KINDS, PeerSettings
from aura_terminal.app.setting_kinds import Number, OneOf, SettingKind, Text, WholeNumber, WrongValue, nearest
from aura_terminal.app.setting_lines import line_of
from aura_terminal.app.subscriber_settings import MOST_SUBSCRIBERS, SUBSCRIBER_KINDS, SubscriberSettings

FILE_NAME = "settings.toml"
ENVIRONMENT_PREFIX = "AURA_"
PEERS_PREFIX = "peers_"
ENVIRONMENT_OF_OTHERS = frozenset({"AURA_DATA"})


class SettingsProblem(Exception):
    """A setting cannot be used; the text says which, where it stands and what would do."""


class View(StrEnum):
    """Which screens the window holds."""

    ALL = "all"
    REGISTER = "register"
    KITCHEN = "kitchen"


class Theme(StrEnum):
    """Light on dark, dark on light, or black and white with an edge around everything."""

    NIGHT = "night"
    DAY = "day"
    HIGH_CONTRAST = "high_contrast"


class WorkingHand(StrEnum):
    """On which side of the screen stands what is tapped most."""

    RIGHT = "right"
    LEFT = "left"


class LockAfter(StrEnum):
    """When a terminal locks itself: when nobody touches it, or after every sale as well."""

    IDLE = "idle"
    SALE = "sale"


@dataclass(frozen=True, slots=True)
class Settings:
    """All that one terminal can be set to."""

    terminal: str = "R1"
    view: View = View.ALL
    theme: Theme = Theme.NIGHT
    screen_diagonal_inches: float = 15.6
    scale_percent: int = 100
    hand: WorkingHand = WorkingHand.RIGHT
    kitchen_station: str = ""
    idle_lock_seconds: int = 120
    lock_after: LockAfter = LockAfter.IDLE
    copy_every_hours: int = 4
    peers: PeerSettings = PeerSettings()
    devices: tuple[DeviceSettings, ...] = ()
    centrals: tuple[CentralSettings, ...] = ()
    subscribers: tuple[SubscriberSettings, ...] = ()


SETTING_KINDS: Mapping[str, SettingKind] = {
    "terminal": Text(pattern=r"[A-Za-z0-9]{1,6}", says="1 to 6 letters and digits, such as R1"),
    "view": OneOf(View),
    "theme": OneOf(Theme),
    "screen_diagonal_inches": Number(least=5, most=100, unit="inches"),
    "scale_percent": WholeNumber(least=100, most=200, unit="percent"),
    "hand": OneOf(WorkingHand),
    "kitchen_station": Text(says='the id of the station this kitchen screen shows, "" for all of them'),
    "idle_lock_seconds": WholeNumber(least=10, most=900, unit="seconds"),
    "lock_after": OneOf(LockAfter),
    "copy_every_hours": WholeNumber(least=0, most=168, unit="hours; 0 for no copies of its own"),
}


def read_settings(folder: Path, environment: Mapping[str, str], arguments: Mapping[str, str | None]) -> Settings:
    """The settings of the data folder, overlaid by the environment and the arguments; raises `SettingsProblem`.

    `arguments` maps setting names to what the command line gave, None where it gave nothing.
    """
    file = folder / FILE_NAME
    values = _from_file(file) if file.exists() else {}
    values |= _from_environment(environment, values.get("peers", PeerSettings()))
    values |= {
        key: _parse(SETTING_KINDS, key, said, f"the argument --{key.replace('_', '-')}")
        for key, said in arguments.items()
        if said is not None
    }
    return _told_once(Settings(**values))


def settings_in(file: Path, text: str) -> Settings:
    """What a file would say with this text in it, and nothing else; raises `SettingsProblem`."""
    return _told_once(Settings(**_from_text(file, text)))


def _told_once(settings: Settings) -> Settings:
    """Refuse to tell one central the same sales twice, as facts and as requests."""
    told = settings.peers.central.rstrip("/")
    if told and any(central.url.rstrip("/") == told for central in settings.centrals):
        raise SettingsProblem(
            f"{told} is named twice: by peers.central, which tells it facts, and by a [[central]] table, which makes "
            "requests. Its orders would be there twice: leave one of the two."
        )
    return settings


def _from_file(file: Path) -> dict[str, Any]:
    try:
        text = file.read_text("utf-8")
    except OSError as error:
        raise SettingsProblem(
            f"{file} cannot be read ({error.strerror}). Give this user the right to read it."
        ) from error
    except UnicodeDecodeError as error:
        raise _no_toml(file, error) from error
    return _from_text(file, text)


def _no_toml(file: Path, error: ValueError | RecursionError) -> SettingsProblem:
    return SettingsProblem(f"{file} is not written as TOML: {error}. Mend that place, or move the file away.")


def _from_text(file: Path, text: str) -> dict[str, Any]:
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # TOML that is none, numbers of thousands of digits, endless nesting
        raise _no_toml(file, error) from error
    devices, peers, centrals = table.pop("devices", []), table.pop("peers", {}), table.pop("central", [])
    subscribers = table.pop("subscriber", [])
    values: dict[str, Any] = {
        key: _parse(SETTING_KINDS, key, said, _place(file, text, key)) for key, said in table.items()
    }
    values["devices"] = _devices(file, text, devices)
    values["peers"] = _peers(file, text, peers)
    values["centrals"] = _centrals(file, text, centrals)
    values["subscribers"] = _subscribers(file, text, subscribers)
    return values


def _peers(file: Path, text: str, table: object) -> PeerSettings:
    if not isinstance(table, dict):
        raise SettingsProblem(f"`peers` ({_place(file, text, 'peers')}) is a table: begin it with a line [peers].")
    values: dict[str, Any] = {
        key: _parse(PEER_KINDS, key, said, f"{file}, line {line_of(text, key, inside='peers')}")
        for key, said in table.items()
    }
    return PeerSettings(**values)


def _devices(file: Path, text: str, tables: object) -> tuple[DeviceSettings, ...]:
    place = _place(file, text, "devices")
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise SettingsProblem(f"`devices` ({place}) is one table per device: begin each with a line [[devices]].")
    devices = tuple(_device(file, text, index, table) for index, table in enumerate(tables))
    names = [device.name for device in devices]
    for index, name in enumerate(names):
        if name in names[:index]:
            place = _place(file, text, "name", index)
            raise SettingsProblem(f"Two devices are called {name} ({place}). Give each its own name.")
    return devices


def _centrals(file: Path, text: str, tables: object) -> tuple[CentralSettings, ...]:
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        place = _place(file, text, "central")
        raise SettingsProblem(f"`central` ({place}) is one table per back office: begin each with a line [[central]].")
    centrals = tuple(_central(file, text, index, table) for index, table in enumerate(tables))
    for index, central in enumerate(centrals):
        if central.connector in [other.connector for other in centrals[:index]]:
            place = _array_place(file, text, "central", "connector", index)
            raise SettingsProblem(f"There are two tables for {central.connector.value} ({place}). Leave one.")
    try:
        shared_out(centrals)
    except ServedTwice as wrong:
        place = _array_place(file, text, "central", "serves", centrals.index(wrong.central))
        raise SettingsProblem(f"`serves` ({place}): {wrong}.") from wrong
    return centrals


def _central(file: Path, text: str, index: int, table: Mapping[str, object]) -> CentralSettings:
    needed = ("connector", "url", "user") if table.get("connector") in NEEDS_USER else ("connector", "url")
    for name in needed:
        if not table.get(name):
            kind = CENTRAL_KINDS[name].describe()
            raise SettingsProblem(
                f"A back office has no `{name}` ({_array_place(file, text, 'central', None, index)}): {kind}."
            )
    values: dict[str, Any] = {
        key: _parse(CENTRAL_KINDS, key, said, _array_place(file, text, "central", key, index))
        for key, said in table.items()
    }
    return CentralSettings(**values)


def _array_place(file: Path, text: str, array: str, key: str | None, index: int) -> str:
    return f"{file}, line {line_of(text, key, index, array=array)}"


def _subscribers(file: Path, text: str, tables: object) -> tuple[SubscriberSettings, ...]:
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        place = _place(file, text, "subscriber")
        raise SettingsProblem(
            f"`subscriber` ({place}) is one table per subscriber: begin each with a line [[subscriber]]."
        )
    subscribers = tuple(_subscriber(file, text, index, table) for index, table in enumerate(tables))
    names = [subscriber.name for subscriber in subscribers]
    for index, name in enumerate(names):
        if name in names[:index]:
            place = _array_place(file, text, "subscriber", "name", index)
            raise SettingsProblem(f"Two subscribers are called {name} ({place}). Give each its own name.")
    if len(subscribers) > MOST_SUBSCRIBERS:
        place = _array_place(file, text, "subscriber", None, MOST_SUBSCRIBERS)
        raise SettingsProblem(f"There are more than {MOST_SUBSCRIBERS} subscribers ({place}). Take one away.")
    return subscribers


def _subscriber(file: Path, text: str, index: int, table: Mapping[str, object]) -> SubscriberSettings:
    for name, kind in SUBSCRIBER_KINDS.items():
        if not table.get(name):
            place = _array_place(file, text, "subscriber", None, index)
            raise SettingsProblem(f"A subscriber has no `{name}` ({place}): {kind.describe()}.")
    values: dict[str, Any] = {
        key: _parse(SUBSCRIBER_KINDS, key, said, _array_place(file, text, "subscriber", key, index))
        for key, said in table.items()
    }
    return SubscriberSettings(**values)


def _device(file: Path, text: str, index: int, table: Mapping[str, object]) -> DeviceSettings:
    place = _place(file, text, None, index)
    if "name" not in table:
        raise SettingsProblem(f'A device has no name ({place}). Add a line such as: name = "Receipt printer"')
    values: dict[str, Any] = {
        key: _parse(DEVICE_KINDS, key, said, _place(file, text, key, index)) for key, said in table.items()
    }
    device = DeviceSettings(**values)
    if device.model not in MODELS_OF[device.kind]:
        models = ", ".join(f'"{model}"' for model in MODELS_OF[device.kind])
        raise SettingsProblem(
            f'The device {device.name} ({place}) is a {device.kind} of model "{device.model}", which there is not. '
            f"A {device.kind} is one of {models}."
        )
    if device.model not in NEEDS_NO_ADDRESS and not device.address:
        raise SettingsProblem(
            f"The device {device.name} has no address ({place}). "
            'Add a line such as: address = "tcp://192.168.1.50:9100"'
        )
    return device


def _from_environment(environment: Mapping[str, str], peers: PeerSettings) -> dict[str, Any]:
    said = {
        name.removeprefix(ENVIRONMENT_PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(ENVIRONMENT_PREFIX) and name not in ENVIRONMENT_OF_OTHERS
    }
    of_peers = {key: said.pop(key) for key in tuple(said) if key.startswith(PEERS_PREFIX)}
    values: dict[str, Any] = {key: _parse(SETTING_KINDS, key, value, _variable(key)) for key, value in said.items()}
    if of_peers:
        told: dict[str, Any] = {
            key.removeprefix(PEERS_PREFIX): _parse(PEER_KINDS, key.removeprefix(PEERS_PREFIX), value, _variable(key))
            for key, value in of_peers.items()
        }
        values["peers"] = replace(peers, **told)
    return values


def _variable(key: str) -> str:
    return f"the environment variable {ENVIRONMENT_PREFIX}{key.upper()}"


def _parse(kinds: Mapping[str, SettingKind], key: str, said: object, place: str) -> object:
    if key not in kinds:
        raise SettingsProblem(f"There is no setting `{key}` ({place}). {nearest(key, kinds)}")
    try:
        return kinds[key].read(said)
    except WrongValue as wrong:
        raise SettingsProblem(f"`{key}` ({place}) is {said!r}, but has to be {wrong}.") from wrong


def _place(file: Path, text: str, key: str | None, device: int | None = None) -> str:
    return f"{file}, line {line_of(text, key, device)}"
