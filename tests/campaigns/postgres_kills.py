"""Kill the PostgreSQL under a self-hosted central while clients write without pause, and judge the books each time.

    python -m tests.campaigns.postgres_kills --kills 600 --seconds 1800 --seed 1 [--control async|doubled]

A server of its own on loopback, a central process on it, tills that sell, change, cancel and refund and ask again under
the same key until they are told. At random moments all processes of the server are killed with SIGKILL (now and then
its first one alone, one that serves, or the central too) and started again. What was acknowledged has to be there once,
what was asked again once, what nobody was told whole or not at all; a request that could not be served has to be
answered 503 in the documented shape, and nobody may be kept waiting. The controls must fail: `async` lets the server
answer a commit before it is written, `doubled` asks again under another key.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from aura_terminal.store.driver import sqlite
from sync.central import wiring
from sync.central.settings import CentralSettings
from tests.support.central_books import Books, whole
from tests.support.central_process import CentralProcess
from tests.support.central_writers import Troubles, Write, Writer
from tests.support.own_central import documented_documents
from tests.support.postgres_server import PostgresServer, free_port

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60.0
STORES, TILLS = 2, 2
VICTIMS = ("server",) * 13 + ("its head",) * 2 + ("one child",) * 2 + ("server and central",)
ASYNC = ("synchronous_commit=off", "wal_writer_delay=10s")
CONTROLS = ("none", "async", "doubled")


class CentralAt:
    """The central's process on one database and one port; it can be killed and started again."""

    def __init__(self, folder: Path, url: str) -> None:
        self._folder, self._url, self.port = folder, url, free_port()
        self.log = folder / "central.log"
        self.process = self._begun()

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def kill(self) -> None:
        """Kill it, without a word."""
        self.process.kill()
        self.process.wait(SECONDS)

    def start_again(self) -> None:
        """Start it on the same port."""
        self._close()
        self.process = self._begun()

    def end(self) -> None:
        """End it in order."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(SECONDS)
        finally:
            if self.process.poll() is None:
                self.kill()
            self._close()

    def _begun(self) -> subprocess.Popen[str]:
        command = [
            sys.executable, "-m", "aura_terminal", "central", "--data", str(self._folder), "--database", self._url,
            "--port", str(self.port), "--json", "--tier", "enterprise",
        ]  # fmt: skip
        with self.log.open("a", encoding="utf-8") as log:
            process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=log, text=True, cwd=ROOT, env=dict(os.environ)
            )
        assert process.stdout is not None
        if not process.stdout.readline():
            raise RuntimeError(f"the central did not start: {self.log.read_text('utf-8')[-600:]}")
        return process

    def _close(self) -> None:
        if self.process.stdout is not None:
            self.process.stdout.close()


class Campaign:
    """One server, one central, its tills, and what was found wrong."""

    def __init__(self, server: PostgresServer, central: CentralAt, writers: Sequence[Writer], seed: int) -> None:
        self._server, self._central, self.writers = server, central, writers
        self._chance = Random(seed)
        self._books = Books(server.plain_url)
        self.victims: Counter[str] = Counter()
        self.finds: list[str] = []
        self.away: list[float] = []

    @property
    def writes(self) -> list[Write]:
        """Every write of every till so far."""
        return [one for writer in self.writers for one in list(writer.writes)]

    def run(self, kills: int, until: float, troubles: Troubles) -> None:
        """Kill so often, or until the time is over, or until something is wrong."""
        self._until_told(more=4)
        for number in range(1, kills + 1):
            if time.monotonic() > until:
                break
            time.sleep(self._chance.expovariate(4.0))
            victim = self._chance.choice(VICTIMS)
            self._kill(victim, troubles)
            self.victims[victim] += 1
            gone = time.monotonic()
            self._until_told(more=4)
            self.away.append(time.monotonic() - gone)
            found = [*self._books.complaints(self.writes), *troubles.finds]
            self.finds += [f"kill {number} ({victim}): {one}" for one in found]
            if found:
                break
            if number % 50 == 0:
                print(f"{number} kills, {sum(one.told for one in self.writers)} writes acknowledged", flush=True)

    def _kill(self, victim: str, troubles: Troubles) -> None:
        if victim == "server and central":
            troubles.is_away = True
            troubles.lives += 1
            self._central.kill()
        if victim == "its head":
            self._server.kill_its_head()
        elif victim == "one child":
            self._server.kill_one_child(self._chance.randrange(1000))
        else:
            self._server.kill()
        time.sleep(self._chance.choice((0.0, 0.0, 0.1, 0.4)))
        self._server.start()
        if victim == "server and central":
            self._central.start_again()
            troubles.is_away = False

    def _until_told(self, more: int) -> None:
        """Return when each till was acknowledged so many writes more."""
        before, until = [one.told for one in self.writers], time.monotonic() + SECONDS
        while any(one.told < told + more for one, told in zip(self.writers, before, strict=True)):
            if time.monotonic() > until:
                raise RuntimeError(f"no till was told anything within {SECONDS} s")
            if not all(one.is_alive() for one in self.writers):
                return
            time.sleep(0.01)


@contextmanager
def standing(folder: Path, seed: int, control: str, troubles: Troubles) -> Iterator[tuple[PostgresServer, Campaign]]:
    """Everything that a campaign needs, with the tills at work."""
    server = PostgresServer(folder, *(ASYNC if control == "async" else ()))
    server.start()
    try:
        central = CentralAt(folder, server.url)
        try:
            tenants = _stores(server.url, central.process)
            writers = [
                Writer(central.address, tenant, email, seed * 100 + till, troubles, control == "doubled")
                for tenant, email in tenants for till in range(TILLS)
            ]  # fmt: skip
            for one in writers:
                one.start()
            try:
                yield server, Campaign(server, central, writers, seed)
            finally:
                for one in writers:
                    one.end()
        finally:
            central.end()
        log = central.log.read_text("utf-8")
        if "Traceback" in log:
            trace = log[log.index("Traceback") :][:3000]
            troubles.finds.append(f"the central's log holds {log.count('Traceback')} traces, the first: {trace}")
    finally:
        server.stop()
    troubles.finds.extend(server.damaged_pages())


def _stores(url: str, process: subprocess.Popen[str]) -> list[tuple[int, str]]:
    database = wiring.opened(CentralSettings(url), sqlite)
    try:
        founder = CentralProcess("", database, process)
        emails = [f"owner-{number}@example.com" for number in range(STORES)]
        return [(founder.add_store(documented_documents(), email).tenant, email) for email in emails]
    finally:
        database.close()


def campaign(folder: Path, kills: int, seconds: float, seed: int, control: str = "none") -> dict[str, Any]:
    """Run it; what came of it, with everything that was found."""
    troubles, began = Troubles(), time.monotonic()
    with standing(folder, seed, control, troubles) as (server, running):
        begun = time.monotonic()
        running.run(kills, begun + seconds, troubles)
        for one in running.writers:
            one.end()
        writes = running.writes
        running.finds += whole(server.plain_url, writes)
    finds = [*dict.fromkeys([*running.finds, *troubles.finds])]
    again = [one for one in writes if one.tries > 1]
    return {
        "campaign": "postgres_kills", "seed": seed, "control": control, "kills": sum(running.victims.values()),
        "victims": dict(running.victims), "seconds": round(time.monotonic() - began),
        "acknowledged": sum(1 for one in writes if one.told), "asked_again": len(again),
        "given_up": sum(1 for one in writes if one.given_up), "answers": troubles.statuses,
        "slowest_answer_s": round(troubles.slowest, 2),
        "until_all_were_told_again_s": round(sorted(running.away)[len(running.away) // 2], 2) if running.away else 0,
        "longest_s": round(max(running.away, default=0), 2),
        "finds": len(finds), "first": finds[:20],
    }  # fmt: skip


def main() -> int:
    """Parse, run, say; 1 for a find (or, with a control, for none)."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=600)
    parser.add_argument("--seconds", type=float, default=1800.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--control", choices=CONTROLS, default="none")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="aura-postgres-") as folder:
        told = campaign(Path(folder), asked.kills, asked.seconds, asked.seed, asked.control)
    print(json.dumps(told))
    return int(bool(told["finds"]) != (asked.control != "none"))


if __name__ == "__main__":
    sys.exit(main())
