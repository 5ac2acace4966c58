"""A PostgreSQL of a test's own: made in a folder, on loopback, killed with SIGKILL and started again."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg

from tests.benchmarks.processes import children_of

SECONDS = 60.0
USER = "postgres"
ASKED = (
    "fsync=on",
    "full_page_writes=on",
    "max_connections=60",
    "shared_buffers=32MB",
    "log_min_messages=warning",
    "recovery_init_sync_method=syncfs",
)


def tools() -> Path | None:
    """Where PostgreSQL's own programs are, or None where it is not installed."""
    found = shutil.which("postgres") or next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))), None)
    return None if found is None else Path(found).resolve().parent


def why_not() -> str:
    """Why no server can be run here; empty where one can."""
    if tools() is None:
        return "PostgreSQL's server is not installed here"
    if os.geteuid() == 0 and USER not in {one.pw_name for one in pwd.getpwall()}:
        return f"PostgreSQL does not run as root, and there is no account {USER}"
    return ""


class PostgresServer:
    """One cluster with page checksums. It refuses to run as root: then it runs as the account `postgres`."""

    def __init__(self, folder: Path, *options: str) -> None:
        found = tools()
        if found is None or why_not():
            raise RuntimeError(f"{why_not()}: install it, or leave this out.")
        self._tools, self._data, self._sockets = found, folder / "cluster", folder / "sockets"
        self._log, self._options = folder / "postgres.log", (*ASKED, *options)
        self._as: dict[str, Any] = {}  # arguments of subprocess
        if os.geteuid() == 0:
            self._as = {"user": USER, "group": USER, "extra_groups": []}
            folder.chmod(0o711)
        for made in (self._data, self._sockets):
            made.mkdir(mode=0o700)
            if self._as:
                shutil.chown(made, USER, USER)
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        words = ("--pgdata", str(self._data), "--data-checksums", "--auth=trust", "--username", USER, "--no-sync")
        self._run("initdb", *words, "--locale=C", "--encoding=UTF8")

    @property
    def plain_url(self) -> str:
        """As psycopg names it."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/postgres"

    @property
    def url(self) -> str:
        """As the central names it."""
        return self.plain_url.replace("postgresql://", "postgresql+psycopg://", 1)

    def start(self) -> None:
        """Start, or start again: it is up when this returns, whatever it had to make good."""
        until = time.monotonic() + SECONDS
        while self._process is None or not self._answers():
            if self._process is None or self._process.poll() is not None:
                self._process = self._begun()  # whoever is left of the server before still holds its memory
            if time.monotonic() > until:
                raise RuntimeError(f"PostgreSQL did not come up: {self._log.read_text('utf-8')[-600:]}")
            time.sleep(0.02)

    def wait(self) -> None:
        """Return when it answers: it starts again by itself when one of its processes was killed."""
        self.start()

    def kill(self) -> None:
        """Kill all of its processes at once, as a machine does that runs out of memory or is reset."""
        process = self._running()
        process.send_signal(signal.SIGSTOP)  # it begets no more, so that these are all
        for pid in (process.pid, *children_of(process.pid)):
            _kill(pid)
        process.wait(SECONDS)

    def kill_its_head(self) -> None:
        """Kill the first process alone: the others see that and end, each at its next word."""
        process = self._running()
        process.kill()
        process.wait(SECONDS)

    def kill_one_child(self, number: int) -> None:
        """Kill one of the processes that serve; the first process then sends all others home and starts anew."""
        children = children_of(self._running().pid)
        _kill(children[number % len(children)])

    def stop(self) -> None:
        """End in order, with everything in the files."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(SECONDS)
            finally:
                if self._process.poll() is None:
                    self.kill()

    def damaged_pages(self) -> list[str]:
        """What PostgreSQL's own check of all checksums says; the server must be stopped."""
        said = self._asked("pg_checksums", "--check", "--pgdata", str(self._data))
        return [] if said.returncode == 0 else [f"pg_checksums: {said.stdout[-300:]}{said.stderr[-300:]}"]

    def _begun(self) -> subprocess.Popen[bytes]:
        command = [str(self._tools / "postgres"), "-D", str(self._data), "-k", str(self._sockets), "-p", str(self.port)]
        for option in ("listen_addresses=127.0.0.1", *self._options):
            command += ["-c", option]
        with self._log.open("ab") as log:
            return subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, cwd="/", **self._as
            )

    def _answers(self) -> bool:
        try:
            with psycopg.connect(self.plain_url, connect_timeout=5) as connection:
                connection.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            raise RuntimeError("PostgreSQL is not running")
        return self._process

    def _run(self, tool: str, *words: str) -> None:
        said = self._asked(tool, *words)
        if said.returncode != 0:
            raise RuntimeError(f"{tool} ended with {said.returncode}: {said.stderr}")

    def _asked(self, tool: str, *words: str) -> subprocess.CompletedProcess[str]:
        command = [str(self._tools / tool), *words]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", **self._as)


def free_port() -> int:
    """A port of loopback that nobody listens at now."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):  # it had ended by itself meanwhile
        os.kill(pid, signal.SIGKILL)
