"""Devices in settings.toml: one is put or taken away, and everything else a person wrote stays as it is."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from aura_terminal.app.device_settings import DEVICE_KINDS, DeviceSettings
from aura_terminal.app.settings import FILE_NAME, SettingsProblem
from aura_terminal.app.settings_file import device_lines
from aura_terminal.app.whole_files import rewrite
from aura_terminal.domain import telling

_HEADER = re.compile(r"\s*\[")
_DEVICE = re.compile(r"\s*\[\[\s*[\"']?devices[\"']?\s*\]\]")
_PART_OF_DEVICE = re.compile(r"\s*\[\s*[\"']?devices[\"']?\s*\.")
_KEY = re.compile(r"\s*[\"']?([A-Za-z0-9_\-]+)[\"']?\s*=")


def put_devices(folder: Path, changes: Iterable[tuple[DeviceSettings, str]]) -> None:
    """Write devices into the settings of a data folder, each in the place of the one of that name, or of its own.

    A new one goes to the end. Comments and what is not known to this program stay. All of them are written or none: the
    file is replaced once, as a whole. `SettingsProblem`, and nothing is written, where a person wrote the devices in a
    form of TOML that cannot be changed line by line.
    """
    lines = _read(folder)
    for device, name in changes:
        lines = _with(folder, lines, device, name or device.name)
    rewrite(folder / FILE_NAME, _text(lines))


def put_device(folder: Path, device: DeviceSettings, *, instead_of: str = "") -> None:
    """The same for one device."""
    put_devices(folder, ((device, instead_of),))


def remove_device(folder: Path, name: str) -> None:
    """Take a device out of the settings; one that is not there changes nothing. `SettingsProblem` as above."""
    lines = _read(folder)
    meant = _table(folder, lines)
    rest = [table for table in meant.get("devices", ()) if table.get("name") != name]
    if len(rest) == len(meant.get("devices", ())):
        return
    block = _block_of(lines, name)
    kept = lines if block is None else lines[: block[0]] + lines[block[1] :]
    _check(folder, kept, meant | {"devices": rest})
    rewrite(folder / FILE_NAME, _text(kept))


def _with(folder: Path, lines: list[str], device: DeviceSettings, name: str) -> list[str]:
    """The lines with the device in the place of the one of that name."""
    meant = _table(folder, lines)
    rows = list(meant.get("devices", ()))
    row = _row(device)
    places = [place for place, table in enumerate(rows) if table.get("name") == name]
    if places:
        rows[places[0]] = row
    else:
        rows.append(row)
    block = _block_of(lines, name)
    if block is None:
        changed = [*lines, "", *device_lines(device)]
    else:
        start, end = block
        changed = [*lines[:start], *_rewritten(lines[start:end], device), *lines[end:]]
    _check(folder, changed, meant | {"devices": rows})
    return changed


def _row(device: DeviceSettings) -> dict[str, Any]:
    row: dict[str, Any] = tomllib.loads("\n".join(device_lines(device)))["devices"][0]
    return row


def _table(folder: Path, lines: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads("\n".join(lines))
    except (ValueError, RecursionError) as error:
        raise SettingsProblem(
            telling.told(
                "{file} is not written as TOML: {error}. Mend that place.", file=folder / FILE_NAME, error=error
            )
        ) from error


def _check(folder: Path, lines: list[str], meant: dict[str, Any]) -> None:
    """A file that would not say what is meant is never written."""
    try:
        told = tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError:
        told = {}
    if {"devices": [], **told} != {"devices": [], **meant}:
        raise SettingsProblem(
            telling.told(
                "The devices in {file} are not written as [[devices]] tables that can be changed from here. "
                "Nothing was changed: write it there by hand.",
                file=folder / FILE_NAME,
            )
        )


def _read(folder: Path) -> list[str]:
    file = folder / FILE_NAME
    return file.read_text("utf-8").splitlines() if file.exists() else []


def _block_of(lines: list[str], name: str) -> tuple[int, int] | None:
    """The lines of the device of that name, without the empty and comment lines that lead to the next table."""
    starts = [number for number, line in enumerate(lines) if _DEVICE.match(line)]
    names = [table.get("name") for table in tomllib.loads("\n".join(lines)).get("devices", ())]
    if name not in names or len(starts) != len(names):
        return None
    start = starts[names.index(name)]
    end = start + 1
    while end < len(lines) and (not _HEADER.match(lines[end]) or _PART_OF_DEVICE.match(lines[end])):
        end += 1
    while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return start, end


def _rewritten(block: list[str], device: DeviceSettings) -> list[str]:
    """The block with the device's values in the places of the old ones; written anew where it is spread over lines."""
    wanted = dict(zip(_keys_of(device), device_lines(device)[1:], strict=True))
    lines = []
    for line in block:
        key = _KEY.match(line)
        if key is None or key[1] not in DEVICE_KINDS:
            lines.append(line)
        elif key[1] in wanted:
            lines.append(wanted.pop(key[1]) + _comment_of(line))
    lines += wanted.values()
    return lines if _says(lines, device) else device_lines(device)


def _keys_of(device: DeviceSettings) -> list[str]:
    return [key for key in DEVICE_KINDS if getattr(device, key) != ()]


def _comment_of(line: str) -> str:
    """What a person noted behind a value; nothing where a sign could be part of the value."""
    value, sign, note = line.rpartition("  #")
    return f"  #{note}" if sign and value.count('"') % 2 == 0 and value.count("'") % 2 == 0 else ""


def _says(lines: list[str], device: DeviceSettings) -> bool:
    try:
        told = tomllib.loads("\n".join(lines))["devices"][0]
    except (tomllib.TOMLDecodeError, KeyError, IndexError):
        return False
    known = {key: value for key, value in told.items() if key in DEVICE_KINDS}
    return bool(known == _row(device))


def _text(lines: list[str]) -> str:
    return "\n".join(lines).rstrip("\n") + "\n"
