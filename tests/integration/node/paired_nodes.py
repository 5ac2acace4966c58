"""Terminals of one store as real processes on loopback: set up, paired and asked as a person would, by commands."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

from aura_terminal.app.chance import SystemClock, SystemIds
from aura_terminal.store.locks import Role
from aura_terminal.store.open_store import open_store
from sync.node.address import read_address
from tests.integration.node.node_process import ROOT, wait_until

ENVIRONMENT = {"AURA_PEERS_BIND": "127.0.0.1", "AURA_PEERS_PORT": "0", "AURA_PEERS_DISCOVERY": "false"}
COMMAND_WITHIN = 60.0
SHARED_WITHIN = 20.0


def asked(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """One command for a data folder, as typed."""
    line = (sys.executable, "-m", "aura_terminal", *command, "--data", str(folder))
    environment = {**os.environ, **ENVIRONMENT}
    return subprocess.run(
        line, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=COMMAND_WITHIN, check=False
    )


def told(folder: Path, *command: str) -> dict[str, Any]:
    """What a command answers in JSON."""
    done = asked(folder, *command, "--json")
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


class PairedNode:
    """The node of one terminal, and its data folder; it listens on one port for ever, as terminals of a shop do."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._port = str(free_port())
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the node and wait until it answers."""
        self.process = subprocess.Popen(
            (sys.executable, "-m", "aura_terminal", "node", "--data", str(self.folder)),
            cwd=ROOT, env={**os.environ, **ENVIRONMENT, "AURA_PEERS_PORT": self._port}, stdin=subprocess.PIPE,
        )  # fmt: skip
        pid = self.process.pid
        assert wait_until(lambda: (here := read_address(self.folder)) is not None and here.pid == pid)

    def kill(self) -> None:
        """End it as a power cut does."""
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None

    def stop(self) -> None:
        """End it in order, as a closing screen does; its exit code has to be fine."""
        assert self.process is not None
        self.process.communicate(timeout=COMMAND_WITHIN)
        assert self.process.returncode == 0
        self.process = None

    def digest(self) -> str:
        """What the folds of this terminal hold."""
        store = open_store(self.folder, SystemClock(), SystemIds(), role=Role.TOOL)
        try:
            return store.fold_digest()
        finally:
            store.close()

    def pair(self, folder: Path, label: str, *more: str) -> PairedNode:
        """Let a new terminal in through this one."""
        shown = told(self.folder, "pair", "--show-code")
        told(folder, "pair", "--address", shown["addresses"][0], "--code", shown["code"], "--label", label, *more)
        return PairedNode(folder)


def are_equal(*nodes: PairedNode) -> bool:
    """Whether all terminals hold the same."""
    return len({node.digest() for node in nodes}) == 1


def come_to_agree(*nodes: PairedNode) -> bool:
    """Whether they come to hold the same soon."""
    return wait_until(lambda: are_equal(*nodes), SHARED_WITHIN)
