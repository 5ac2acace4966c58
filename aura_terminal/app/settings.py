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

from aura_terminal.app.central_settings import CENTRAL_KINDS, CentralSettings
from aura_terminal.app.device_settings import DEVICE_KINDS, MODELS_OF, NEEDS_NO_ADDRESS, DeviceSettings
from aura_terminal.app.peer_settings import PEER_KINDS, PeerSettings
from aura_terminal.app.setting_kinds import Number, OneOf, SettingKind, Text, WholeNumber, WrongValue, nearest
from aura_terminal.app.setting_lines import line_of

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
    """Light on dark, or dark on light."""

    NIGHT = "night"
    DAY = "day"


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
    kitchen_station: str = ""
    idle_lock_seconds: int = 120
    lock_after: LockAfter = LockAfter.IDLE
    peers: PeerSettings = PeerSettings()
    devices: tuple[DeviceSettings, ...] = ()
    centrals: tuple[CentralSettings, ...] = ()


SETTING_KINDS: Mapping[str, SettingKind] = {
    "terminal": Text(pattern=r"[A-Za-z0-9]{1,6}", says="1 to 6 letters and digits, such as R1"),
    "view": OneOf(View),
    "theme": OneOf(Theme),
    "screen_diagonal_inches": Number(least=5, most=100, unit="inches"),
    "kitchen_station": Text(says='the id of the station this kitchen screen shows, "" for all of them'),
    "idle_lock_seconds": WholeNumber(least=10, most=900, unit="seconds"),
    "lock_after": OneOf(LockAfter),
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
        table = tomllib.loads(text)
    except OSError as error:
        raise SettingsProblem(
            f"{file} cannot be read ({error.strerror}). Give this user the right to read it."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsProblem(
            f"{file} is not written as TOML: {error}. Mend that place, or move the file away."
        ) from error
    devices, peers, centrals = table.pop("devices", []), table.pop("peers", {}), table.pop("central", [])
    values: dict[str, Any] = {
        key: _parse(SETTING_KINDS, key, said, _place(file, text, key)) for key, said in table.items()
    }
    values["devices"] = _devices(file, text, devices)
    values["peers"] = _peers(file, text, peers)
    values["centrals"] = _centrals(file, text, centrals)
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
            place = _central_place(file, text, "connector", index)
            raise SettingsProblem(f"There are two tables for {central.connector.value} ({place}). Leave one.")
    return centrals


def _central(file: Path, text: str, index: int, table: Mapping[str, object]) -> CentralSettings:
    for needed in ("connector", "url", "user"):
        if needed not in table:
            kind = CENTRAL_KINDS[needed].describe()
            raise SettingsProblem(
                f"A back office has no `{needed}` ({_central_place(file, text, None, index)}): {kind}."
            )
    values: dict[str, Any] = {
        key: _parse(CENTRAL_KINDS, key, said, _central_place(file, text, key, index)) for key, said in table.items()
    }
    return CentralSettings(**values)


def _central_place(file: Path, text: str, key: str | None, index: int) -> str:
    return f"{file}, line {line_of(text, key, index, array='central')}"


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


def settings_text(settings: Settings) -> str:
    """The settings as a file that `read_settings` reads back, with a comment beside each key."""
    lines = [
        "# Settings of this terminal, read when it starts. Environment variables AURA_* and arguments win over it.",
        "",
    ]
    for key, kind in SETTING_KINDS.items():
        lines += [f"# {kind.describe()}", f"{key} = {kind.write(getattr(settings, key))}"]
    lines += ["", "# How this terminal meets the others it is paired with.", "[peers]"]
    for key, kind in PEER_KINDS.items():
        lines += [f"# {kind.describe()}", f"{key} = {kind.write(getattr(settings.peers, key))}"]
    lines += ["", "# One [[devices]] table for each printer, reader, scale …; simulated ones need no address.", ""]
    for device in settings.devices:
        lines += [*device_lines(device), ""]
    lines += ["# One [[central]] table for each back office; its secret is kept in the keyring, never here.", ""]
    for central in settings.centrals:
        lines += [*central_lines(central), ""]
    return "\n".join(lines)


def device_lines(device: DeviceSettings) -> list[str]:
    """A device as lines of settings.toml; lists and tables that are empty are left out."""
    said = {key: getattr(device, key) for key in DEVICE_KINDS}
    written = [f"{key} = {DEVICE_KINDS[key].write(value)}" for key, value in said.items() if value != ()]
    return ["[[devices]]", *written]


def central_lines(central: CentralSettings) -> list[str]:
    """A back office as lines of settings.toml."""
    written = [f"{key} = {kind.write(getattr(central, key))}" for key, kind in CENTRAL_KINDS.items()]
    return ["[[central]]", *written]


def add_central(folder: Path, central: CentralSettings) -> None:
    """Add a back office to the settings.toml of a data folder; every other line stays as it is."""
    from aura_terminal.app.whole_files import rewrite

    file = folder / FILE_NAME
    before = file.read_text("utf-8") if file.exists() else ""
    rewrite(file, "\n".join([before, *central_lines(central), ""]))


def write_first_settings(folder: Path, settings: Settings) -> Path:
    """Write settings.toml into a data folder that has none yet; raises FileExistsError where there is one."""
    file = folder / FILE_NAME
    with file.open("x", encoding="utf-8", newline="\n") as out:
        out.write(settings_text(settings))
    return file
