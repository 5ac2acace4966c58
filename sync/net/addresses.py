"""An address as people type it and as terminals tell it: HOST:PORT, with brackets round an IPv6 address."""

from __future__ import annotations

import re

from aura_terminal.domain.telling import told

DEFAULT_PORT = 47810
_ADDRESS = re.compile(r"(?:\[([0-9A-Fa-f:.]+(?:%[\w.]+)?)\]|([A-Za-z0-9._-]+))(?::([0-9]{1,5}))?")
LONGEST = 300


def read_address(text: str) -> tuple[str, int]:
    """Host and port, the usual port where none is named; ValueError for what is no address."""
    found = _ADDRESS.fullmatch(text.strip()) if len(text) <= LONGEST else None
    port = DEFAULT_PORT if found is None or found[3] is None else int(found[3])
    if found is None or not 0 < port < 65536:
        raise ValueError(told("an address is HOST:PORT, such as 192.168.1.20:{port}", port=DEFAULT_PORT))
    return found[1] or found[2], port


def write_address(host: str, port: int) -> str:
    """The address as `read_address` reads it back."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
