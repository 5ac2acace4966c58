"""Where a running node can be reached: node.json in the data folder, readable by its owner alone."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

FILE_NAME = "node.json"
_LARGEST = 4096


@dataclass(frozen=True, slots=True)
class NodeAddress:
    """The bus of one run of a node; `started` is ISO 8601 in UTC, `token` is new with every run."""

    port: int
    pid: int
    started: str
    version: str
    token: str


def write_address(folder: Path, address: NodeAddress) -> None:
    """Put the address in place whole, with mode 0600; a reader sees the old one or the new one."""
    draft = folder / f".{FILE_NAME}.{address.pid}"
    draft.unlink(missing_ok=True)
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        json.dump(asdict(address), out)
    draft.replace(folder / FILE_NAME)


def read_address(folder: Path) -> NodeAddress | None:
    """The address last written, perhaps of a node that is gone; None when there is none that can be read."""
    try:
        with (folder / FILE_NAME).open("rb") as file:
            said = json.loads(file.read(_LARGEST))
        address = NodeAddress(**said)
    except (OSError, ValueError, TypeError):
        return None
    texts = (address.started, address.version, address.token)
    numbers = (address.port, address.pid)
    if not all(isinstance(text, str) for text in texts) or not all(type(number) is int for number in numbers):
        return None
    return address if 0 < address.port < 65536 else None


def forget_address(folder: Path, token: str) -> None:
    """Take the address away if it is still the one of this run."""
    address = read_address(folder)
    if address is not None and address.token == token:
        (folder / FILE_NAME).unlink(missing_ok=True)
