"""Kill the screen's process or the node at random moments of a service, and judge what is left after every restart.

    python tests/campaigns/kill.py --times 200 --seed 1

The seed decides victims and moments; a failure prints the round it happened in. The service keeps one store through all
rounds, so that damage of an early round is still seen in a late one.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random
from signal import SIGKILL

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.support.oracle import judge, judge_paper, read_acks  # noqa: E402  (the campaign is a command of its own)

START_SECONDS = 60
PRINT_SECONDS = 300
VICTIMS = ("screen", "node", "both")


class Round:
    """One life of both processes, ended by SIGKILL."""

    def __init__(self, data: Path, acks: Path, seed: int) -> None:
        self._acks = acks
        self._before = acks.stat().st_size if acks.exists() else 0
        self.node = _start("node", "--data", str(data))
        self.screen = _start(
            "simulate", "--data", str(data), "--orders", "1000000", "--seed", str(seed), "--acks", str(acks), "--now"
        )

    def wait_until_serving(self) -> None:
        """Return when the first act of this round has been acknowledged."""
        deadline = time.monotonic() + START_SECONDS
        while not self._acks.exists() or self._acks.stat().st_size <= self._before:
            if self.screen.poll() is not None:
                raise RuntimeError(f"the service ended with {self.screen.returncode}: {_last_words(self.screen)}")
            if time.monotonic() > deadline:
                raise RuntimeError(f"no act was acknowledged within {START_SECONDS} s")
            time.sleep(0.02)

    def kill(self, victim: str, chance: Random) -> None:
        """Kill the victim; the other one goes on for a moment and is killed then."""
        first, second = (self.screen, self.node) if victim == "screen" else (self.node, self.screen)
        _kill(first)
        if victim != "both":
            time.sleep(chance.uniform(0.0, 0.3))
        _kill(second)


def _start(*arguments: str) -> subprocess.Popen[bytes]:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen(
        (sys.executable, "-m", "aura_terminal", *arguments),
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def _kill(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(SIGKILL)
    process.wait()


def _last_words(process: subprocess.Popen[bytes]) -> str:
    return process.stderr.read().decode(errors="replace")[-600:] if process.stderr else ""


def _verify(data: Path) -> list[str]:
    done = subprocess.run(
        (sys.executable, "-m", "aura_terminal", "verify", "--data", str(data), "--json"),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in (0, 1):
        return [f"verify ended with {done.returncode}: {done.stderr[-600:]}"]
    findings: list[object] = json.loads(done.stdout)["findings"]
    return [f"verify: {finding}" for finding in findings]


def _paper(data: Path) -> list[str]:
    """Let a last node print what is still to be printed, and judge the paper."""
    node = _start("node", "--data", str(data))
    deadline = time.monotonic() + PRINT_SECONDS
    try:
        while waiting := _jobs_waiting(data):
            if time.monotonic() > deadline:
                return [f"{waiting} jobs are still waiting for paper after {PRINT_SECONDS} s"]
            time.sleep(1)
    finally:
        _kill(node)
    return judge_paper(data / "store.sqlite", data / "printed")


def _jobs_waiting(data: Path) -> int:
    command = (sys.executable, "-m", "aura_terminal", "status", "--data", str(data), "--json")
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return int(json.loads(said.stdout)["jobs_waiting"])


def campaign(data: Path, times: int, seed: int) -> int:
    """Run the rounds; the number of complaints is the answer."""
    chance = Random(seed)
    acks = data / "acknowledged.jsonl"
    subprocess.run(
        (sys.executable, "-m", "aura_terminal", "init", "--data", str(data), "--store", "Campaign", "--shop", "demo"),
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    victims: Counter[str] = Counter()
    complaints = 0
    for number in range(1, times + 1):
        victim = chance.choice(VICTIMS)
        round_ = Round(data, acks, seed * 1_000_003 + number)
        try:
            round_.wait_until_serving()
            time.sleep(chance.uniform(0.0, 1.2))
        finally:
            round_.kill(victim, chance)
        victims[victim] += 1
        found = [*_verify(data), *judge(data / "store.sqlite", read_acks(acks))]
        for complaint in found:
            print(f"round {number} (seed {seed}, killed {victim}): {complaint}")
        complaints += len(found)
        if found:
            break
        if number % 20 == 0:
            print(f"{number} rounds, {len(read_acks(acks))} acts acknowledged, clean", flush=True)
    if not complaints:
        found = _paper(data)
        for complaint in found:
            print(f"paper (seed {seed}): {complaint}")
        complaints = len(found)
    told = read_acks(acks)
    paid = sum(1 for ack in told if ack["event"] == "paid")
    print(f"killed {dict(victims)}; {len(told)} acts and {paid} paid orders acknowledged; {complaints} complaints")
    return complaints


def main() -> int:
    """Parse, run, say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", type=Path, help="keep the store here (else a temporary folder)")
    arguments = parser.parse_args()
    if arguments.data:
        return 1 if campaign(arguments.data, arguments.times, arguments.seed) else 0
    with tempfile.TemporaryDirectory(prefix="aura-kill-") as folder:
        return 1 if campaign(Path(folder), arguments.times, arguments.seed) else 0


if __name__ == "__main__":
    sys.exit(main())
