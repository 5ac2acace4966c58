"""An encrypted store and the keyring of a real desktop: GNOME Keyring, asked over a session bus of its own."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from aura_terminal.store.folders import store_file
from tests.integration.command_line.asking import PATIENCE, Answer, command
from tests.integration.command_line.test_encrypting import is_open
from tests.integration.node.node_process import wait_until
from tests.peers.using import program_named

PASSWORD = b"of the person who signs in to this desktop"


class Desktop:
    """Somebody's session: a bus, and a keyring that opens when they sign in."""

    def __init__(self, home: Path, bus: str) -> None:
        self._environment = os.environ | {
            "HOME": str(home), "XDG_RUNTIME_DIR": str(home), "DBUS_SESSION_BUS_ADDRESS": bus,
        }  # fmt: skip
        for name in ("PYTHON_KEYRING_BACKEND", "DISPLAY", "XDG_DATA_HOME"):
            self._environment.pop(name, None)

    def ask(self, *arguments: object) -> Answer:
        """Run a command to its end."""
        ended = subprocess.run(
            command(*arguments), env=self._environment, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        return Answer(ended.returncode, ended.stdout, ended.stderr)

    @contextmanager
    def signed_in(self) -> Iterator[None]:
        """Meanwhile the keyring is open; made when they sign in for the first time."""
        words = [str(program_named("gnome-keyring")), "--replace", "--unlock", "--components=secrets", "--foreground"]
        daemon = subprocess.Popen(
            words, env=self._environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            assert daemon.stdin is not None
            daemon.stdin.write(PASSWORD)
            daemon.stdin.close()
            assert wait_until(lambda: str(daemon.pid) in self._answering())
            yield
        finally:
            daemon.kill()
            daemon.wait()

    def _answering(self) -> str:
        """What the bus says of the process that is its keyring."""
        asked = ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus"]
        asked += ["org.freedesktop.DBus.GetConnectionUnixProcessID", "string:org.freedesktop.secrets"]
        return subprocess.run(asked, env=self._environment, capture_output=True, text=True, check=False).stdout


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[Desktop]:
    program_named("gnome-keyring")
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    words = ["dbus-daemon", "--session", "--nofork", "--print-address", f"--address=unix:path={home}/bus"]
    bus = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert bus.stdout is not None
    try:
        yield Desktop(home, bus.stdout.readline().strip())
    finally:
        bus.kill()
        bus.wait()
        bus.stdout.close()


def test_the_key_lies_in_the_keyring_and_without_it_nobody_reads(desktop: Desktop, served: Path) -> None:
    with desktop.signed_in():
        assert desktop.ask("encrypt", "--data", served).code == 0
        assert not is_open(store_file(served))
        assert desktop.ask("simulate", "--orders", 1, "--data", served).code == 0
        assert desktop.ask("verify", "--data", served).code == 0
        assert "kept in the system's keyring (keyring.backends.SecretService" in desktop.ask("doctor").out
    locked = desktop.ask("verify", "--data", served)  # whoever did not sign in meets a keyring that is shut
    assert (locked.code, "keyring of this machine does not give its key" in locked.err) == (2, True)
    with desktop.signed_in():
        assert desktop.ask("decrypt", "--data", served).code == 0
    assert is_open(store_file(served))
    assert desktop.ask("verify", "--data", served).code == 0
