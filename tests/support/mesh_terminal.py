"""One terminal of a mesh campaign: a data folder, its node and its hand, all of them real processes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from signal import SIGKILL
from threading import Thread

from aura_terminal.store.folders import store_file
from sync.node.address import read_address

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 60.0
LAST_WORDS = 800
LOOK_SECONDS = 0.05
ENVIRONMENT = {"QT_QPA_PLATFORM": "offscreen", "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
PEERS = re.compile(r"^\[peers\].*?(?=^\[|\Z)", re.MULTILINE | re.DOTALL)

Command = Callable[[str, Sequence[str]], Sequence[str]]


class NotUp(Exception):
    """A process did not come up; the text says which and why."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a terminal listens for its peers, where it calls them, and whether it also looks for them."""

    bind: str
    port: int
    addresses: tuple[str, ...]
    discovery: bool


@dataclass(eq=False)
class Terminal:
    """Started, killed and started again; `command` says how a process is run on this terminal's machine."""

    label: str
    folder: Path
    acks: Path
    command: Command
    node: subprocess.Popen[bytes] | None = None
    hand: subprocess.Popen[bytes] | None = None
    said: SimpleQueue[str] = field(default_factory=SimpleQueue)
    lives: int = 0
    is_ready: bool = False

    @property
    def store(self) -> Path:
        """The store's file."""
        return store_file(self.folder)

    @property
    def node_is_up(self) -> bool:
        """Whether its node says where it is."""
        address = read_address(self.folder)
        return self.node is not None and address is not None and self.node.pid == address.pid

    @property
    def is_up(self) -> bool:
        """Whether its node says where it is and its hand has its store open."""
        return self.node_is_up and self.hand is not None and self.is_ready

    @property
    def kind(self) -> str:
        """What its hand does."""
        return "kitchen" if self.label.startswith("K") else "register"

    def settle(self, place: Place) -> None:
        """Write where its peers are into its settings."""
        file = self.folder / "settings.toml"
        addresses = ", ".join(f'"{address}"' for address in place.addresses)
        table = (
            f'[peers]\nbind = "{place.bind}"\nport = {place.port}\naddresses = [{addresses}]\n'
            f"discovery = {str(place.discovery).lower()}\n\n"
        )
        text = file.read_text("utf-8")
        without = PEERS.sub("", text)
        first = without.find("[[")
        place_of_table = len(without) if first < 0 else first
        file.write_text(f"{without[:place_of_table]}{table}{without[place_of_table:]}", "utf-8")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """One command of the program on this terminal's data."""
        command = (sys.executable, "-m", "aura_terminal", *arguments, "--data", str(self.folder))
        return subprocess.run(
            self.command(self.label, command), cwd=ROOT, env=os.environ | ENVIRONMENT, capture_output=True, text=True,
            timeout=PATIENCE_SECONDS, check=False,
        )  # fmt: skip

    def start_node(self) -> None:
        """Start the node, unless it runs."""
        if self.node is None:
            self.node = self._start("-m", "aura_terminal", "node", "--data", str(self.folder))

    def wait_for_node(self) -> None:
        """Until it says where it is. Raises NotUp with its last words, or when it takes too long."""
        until = time.monotonic() + PATIENCE_SECONDS
        while not self.node_is_up:
            for word in self.died():
                raise NotUp(word)
            if time.monotonic() > until:
                raise NotUp(f"the node of {self.label} did not come up")
            time.sleep(LOOK_SECONDS)

    def start_hand(self) -> None:
        """Start the hand, unless it is at work."""
        if self.hand is None:
            self.lives, self.is_ready = self.lives + 1, False
            seed = f"{self.label}-{self.lives}"
            acks = str(self.acks / f"{self.label}.jsonl")
            self.hand = self._start("-m", "tests.support.mesh_hand", str(self.folder), self.kind, acks, seed)
            Thread(target=self._listen, args=(self.hand,), name=f"hand-{self.label}", daemon=True).start()

    def tell(self, line: str) -> None:
        """Give the hand a command; one that was killed meanwhile does not hear it."""
        if self.hand is not None and self.hand.stdin is not None:
            try:
                self.hand.stdin.write(f"{line}\n".encode())
                self.hand.stdin.flush()
            except BrokenPipeError:
                return

    def heard(self) -> list[str]:
        """What the hand has said since this was asked last."""
        lines: list[str] = []
        while True:
            try:
                lines.append(self.said.get_nowait())
            except Empty:
                return lines

    def kill_node(self) -> None:
        """SIGKILL."""
        _kill(self.node)
        self.node = None

    def kill_hand(self) -> None:
        """SIGKILL."""
        _kill(self.hand)
        self.hand, self.is_ready = None, False

    def died(self) -> list[str]:
        """The last words of processes that ended by themselves."""
        found = []
        for name, process in (("node", self.node), ("hand", self.hand)):
            if process is not None and process.poll() is not None:
                words = self._errors(name).read_text("utf-8", "replace")[-LAST_WORDS:]
                found.append(f"{self.label}: the {name} ended with {process.returncode}: {words}")
        return found

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        command = self.command(self.label, (sys.executable, *arguments))
        is_hand = "tests.support.mesh_hand" in arguments
        with self._errors("hand" if is_hand else "node").open("ab") as errors:
            return subprocess.Popen(
                command,
                cwd=ROOT,
                env=os.environ | ENVIRONMENT,
                stdin=subprocess.PIPE if is_hand else subprocess.DEVNULL,
                stdout=subprocess.PIPE if is_hand else subprocess.DEVNULL,
                stderr=errors,
            )

    def _errors(self, name: str) -> Path:
        return self.folder.with_name(f"{self.label}-{name}.err")

    def _listen(self, hand: subprocess.Popen[bytes]) -> None:
        assert hand.stdout is not None
        for line in hand.stdout:
            word = line.decode().rstrip("\n")
            self.is_ready |= word == "ready" and hand is self.hand
            self.said.put(word)


def _kill(process: subprocess.Popen[bytes] | None) -> None:
    if process is not None:
        process.send_signal(SIGKILL)
        process.wait(PATIENCE_SECONDS)
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
