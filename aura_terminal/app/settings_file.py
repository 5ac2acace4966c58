"""settings.toml as this program writes it: the first one whole, later one table put in or taken out of it.

Every other line stays as a person wrote it; devices are put in their places by `device_file`.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from aura_terminal.app.central_settings import CENTRAL_KINDS, CentralSettings
from aura_terminal.app.device_settings import DEVICE_KINDS, DeviceSettings
from aura_terminal.app.peer_settings import PEER_KINDS
from aura_terminal.app.setting_lines import without_table
from aura_terminal.app.settings import FILE_NAME, SETTING_KINDS, Settings, SettingsProblem, settings_in
from aura_terminal.app.subscriber_settings import SUBSCRIBER_KINDS, SubscriberSettings
from aura_terminal.app.whole_files import rewrite


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
    lines += [
        "# One [[subscriber]] table for each address that is told what happens here: aura-terminal subscriber.",
        "",
    ]
    for subscriber in settings.subscribers:
        lines += [*subscriber_lines(subscriber), ""]
    return "\n".join(lines)


def device_lines(device: DeviceSettings) -> list[str]:
    """A device as lines of settings.toml; lists and tables that are empty are left out."""
    said = {key: getattr(device, key) for key in DEVICE_KINDS}
    written = [f"{key} = {DEVICE_KINDS[key].write(value)}" for key, value in said.items() if value != ()]
    return ["[[devices]]", *written]


def central_lines(central: CentralSettings) -> list[str]:
    """A back office as lines of settings.toml."""
    said = {key: getattr(central, key) for key in CENTRAL_KINDS}
    written = [f"{key} = {CENTRAL_KINDS[key].write(value)}" for key, value in said.items() if value != ()]
    return ["[[central]]", *written]


def subscriber_lines(subscriber: SubscriberSettings) -> list[str]:
    """A subscriber as lines of settings.toml."""
    written = [f"{key} = {kind.write(getattr(subscriber, key))}" for key, kind in SUBSCRIBER_KINDS.items()]
    return ["[[subscriber]]", *written]


def add_central(folder: Path, central: CentralSettings) -> None:
    """Add a back office to the settings.toml of a data folder; every other line stays as it is.

    Raises SettingsProblem, and writes nothing, where the next start would refuse the file with it.
    """
    _add_lines(folder, central_lines(central))


def add_subscriber(folder: Path, subscriber: SubscriberSettings) -> None:
    """The same with a subscriber."""
    _add_lines(folder, subscriber_lines(subscriber))


def remove_subscriber(folder: Path, name: str) -> None:
    """Take a subscriber's table out of settings.toml; every other line stays as it is. Nothing where there is none.

    Raises SettingsProblem, and writes nothing, where a person wrote it in a form that cannot be changed line by line.
    """
    file = folder / FILE_NAME
    before = file.read_text("utf-8") if file.exists() else ""
    known = settings_in(file, before)
    names = [one.name for one in known.subscribers]
    if name not in names:
        return
    meant = replace(known, subscribers=tuple(one for one in known.subscribers if one.name != name))
    after = without_table(before, "subscriber", names.index(name))
    if settings_in(file, after) != meant:
        raise SettingsProblem(
            f"{name} is not written as a [[subscriber]] table in {file} that can be taken out from here. Nothing was "
            "changed: take it out by hand."
        )
    rewrite(file, after)


def _add_lines(folder: Path, lines: list[str]) -> None:
    file = folder / FILE_NAME
    before = file.read_text("utf-8") if file.exists() else ""
    after = "\n".join([before, *lines, ""])
    settings_in(file, after)
    rewrite(file, after)


def write_first_settings(folder: Path, settings: Settings) -> Path:
    """Write settings.toml into a data folder that has none yet; raises FileExistsError where there is one."""
    file = folder / FILE_NAME
    with file.open("x", encoding="utf-8", newline="\n") as out:
        out.write(settings_text(settings))
    return file
