"""Devices in settings.toml: one is put or taken away, and everything else a person wrote stays as it is."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

from aura_terminal.app.device_settings import DEVICE_KINDS, DeviceSettings
from aura_terminal.app.settings import FILE_NAME, device_lines

_HEADER = re.compile(r"\s*\[")
_DEVICE = re.compile(r"\s*\[\[\s*[\"']?devices[\"']?\s*\]\]")
_PART_OF_DEVICE = re.compile(r"\s*\[\s*[\"']?devices[\"']?\s*\.")
_KEY = re.compile(r"\s*[\"']?([A-Za-z0-9_\-]+)[\"']?\s*=")


def put_device(folder: Path, device: DeviceSettings, *, instead_of: str = "") -> None:
    """Write a device into the settings of a data folder, in the place of the one called `instead_of` or by its name.

    A new one goes to the end. Comments and what is not known to this program stay. The file is replaced as a whole.
    """
    lines = _read(folder)
    block = _block_of(lines, instead_of or device.name)
    if block is None:
        lines += ["", *device_lines(device)]
    else:
        start, end = block
        lines[start:end] = _rewritten(lines[start:end], device)
    _write(folder, lines)


def remove_device(folder: Path, name: str) -> None:
    """Take a device out of the settings; one that is not there changes nothing."""
    lines = _read(folder)
    block = _block_of(lines, name)
    if block is not None:
        start, end = block
        del lines[start:end]
        _write(folder, lines)


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
    meant = tomllib.loads("\n".join(device_lines(device)))["devices"][0]
    known = {key: value for key, value in told.items() if key in DEVICE_KINDS}
    return bool(known == meant)


def _write(folder: Path, lines: list[str]) -> None:
    """Put the file in place whole and on the disk, with the rights the old one had."""
    file = folder / FILE_NAME
    mode = file.stat().st_mode & 0o777 if file.exists() else 0o600
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    unfinished.unlink(missing_ok=True)
    place = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with open(place, "w", encoding="utf-8", newline="\n") as out:
        out.write("\n".join(lines).rstrip("\n") + "\n")
        out.flush()
        os.fsync(out.fileno())
    unfinished.chmod(mode)  # `open` takes away what the mask of this process forbids
    unfinished.replace(file)
