"""How tests ask for an independent peer: its place, a skip that nobody overlooks, or a failure where it is required.

`INDEPENDENT_PEERS=required` makes a peer that could be here and is not a failure; so it is set wherever CI runs. What a
machine cannot have at all (a newer Python) is skipped there too, with its reason at the end of the run.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.peers.installing import InstallFailed, NotToBeHad, folder_of, install, is_installed, program_of
from tests.peers.table import PEERS, SystemPeer

USED: set[str] = set()
MISSING: dict[str, str] = {}


def python_of(name: str) -> Path:
    """The Python of a peer's environment."""
    return _place(name) / "bin" / "python"


def node_folder_of(name: str) -> Path:
    """The folder from which Node finds a peer's packages."""
    return _place(name)


def program_named(name: str) -> Path:
    """A system program."""
    _have(name)
    peer = PEERS[name]
    found = program_of(peer) if isinstance(peer, SystemPeer) else None
    if found is None:
        raise LookupError(f"{name} is no system program of the table")
    return found


def _place(name: str) -> Path:
    _have(name)
    return folder_of(name)


def _have(name: str) -> None:
    if not is_installed(name):
        _install_or_skip(name)
    USED.add(name)


def _install_or_skip(name: str) -> None:
    is_required = os.environ.get("INDEPENDENT_PEERS") == "required"
    if not is_required:
        MISSING[name] = f"not installed: python -m tests.peers install {name}"
        pytest.skip(f"NOT CHECKED AGAINST {name}: {MISSING[name]}")
    try:
        install(name)
    except NotToBeHad as never:
        MISSING[name] = str(never)
        pytest.skip(f"NOT CHECKED AGAINST {name}: {never}")
    except InstallFailed as failed:
        pytest.fail(f"{name} is required and could not be installed: {failed}")
