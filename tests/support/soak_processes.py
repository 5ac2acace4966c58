"""A node and a service beside it, served for minutes on this machine's clock, and what they take while they do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGKILL
from statistics import median
from typing import Any

from tests.benchmarks.processes import ROOT, pss_megabytes
from tests.support.oracle import judge, read_acks

EVERY_SECONDS = 5.0
START_SECONDS = 90.0
MOST_MEMORY_GROWTH = 0.05
MOST_LOG_MEBIBYTES = 64.0
STORE = "store.sqlite"


@dataclass(frozen=True, slots=True)
class Sample:
    """One process at one moment; memory is its share of pages (Pss) in MB."""

    memory: float
    files: int
    threads: int


@dataclass
class Soaked:
    """Every sample of each process, and what the judge says at the end."""

    samples: dict[str, list[Sample]] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    store_mb: list[float] = field(default_factory=list)
    log_mb: list[float] = field(default_factory=list)
    acts: int = 0
    paid: int = 0

    def finds(self) -> list[str]:
        """What is wrong: what the judge says, what still grows after the first third, a log that is too long.

        Open files and threads come and go: more of them than ever before is a find, one more than a while ago is none.
        """
        found = list(self.complaints)
        for name, samples in self.samples.items():
            first, middle, last = _thirds(samples)
            if not middle or not last:
                found.append(f"{name}: {len(samples)} samples are too few to say anything")
                continue
            before, after = (median(one.memory for one in part) for part in (middle, last))
            if after > before * (1 + MOST_MEMORY_GROWTH):
                found.append(f"{name}: memory grew from {before:.1f} to {after:.1f} MB")
            for what in ("files", "threads"):
                most_before, most_after = (
                    max(getattr(one, what) for one in part) for part in ((*first, *middle), last)
                )
                if most_after > most_before:
                    found.append(f"{name}: {what} grew from {most_before} to {most_after}")
        if max(self.log_mb, default=0.0) > MOST_LOG_MEBIBYTES:
            found.append(f"the log reached {max(self.log_mb):.0f} MB")
        return found

    def told(self) -> dict[str, Any]:
        """The figures, for a line of JSON: medians of the three thirds of memory, most files and threads of each."""
        said: dict[str, Any] = {"acts": self.acts, "paid": self.paid}
        for name, samples in self.samples.items():
            parts = [part for part in _thirds(samples) if part]
            said[name] = {
                "memory_mb": [round(median(one.memory for one in part), 1) for part in parts],
                "files": [max(one.files for one in part) for part in parts],
                "threads": [max(one.threads for one in part) for part in parts],
                "samples": len(samples),
            }
        ends = self.store_mb[:1] + self.store_mb[-1:]
        return said | {"store_mb": ends, "log_mb_most": max(self.log_mb, default=0.0)}


def soak(folder: Path, minutes: float, rate: int, seed: int, *, leaking: bool) -> Soaked:
    """Found a demo shop, serve it for so many minutes, kill both processes and judge what is left."""
    data, acks, soaked = folder / "data", folder / "acknowledged.jsonl", Soaked()
    _run("init", "--data", str(data), "--store", "Soak", "--shop", "demo")
    module = "tests.support.leaking" if leaking else "aura_terminal"
    processes = {
        "node": _start(module, "node", "--data", str(data)),
        "service": _start(
            module, "simulate", "--data", str(data), "--orders", "1000000", "--seed", str(seed), "--acks", str(acks),
            "--now", "--rate", str(rate),
        ),
    }  # fmt: skip
    try:
        _wait_until(acks, processes)
        _watch(soaked, data, processes, time.monotonic() + minutes * 60)
    finally:
        for process in processes.values():
            process.send_signal(SIGKILL)
            process.wait()
    told = read_acks(acks)
    soaked.acts, soaked.paid = len(told), sum(ack["event"] == "paid" for ack in told)
    soaked.complaints += [*judge(data / STORE, told), *_verified(data)]
    return soaked


def _watch(soaked: Soaked, data: Path, processes: dict[str, subprocess.Popen[bytes]], until: float) -> None:
    while time.monotonic() < until:
        for name, process in processes.items():
            if process.poll() is not None:
                soaked.complaints.append(f"the {name} ended by itself with {process.returncode}")
                return
            soaked.samples.setdefault(name, []).append(_sampled(process.pid))
        for sizes, file in ((soaked.store_mb, STORE), (soaked.log_mb, f"{STORE}-wal")):
            place = data / file
            sizes.append(round(place.stat().st_size / (1 << 20), 2) if place.exists() else 0.0)
        time.sleep(EVERY_SECONDS)


def _sampled(pid: int) -> Sample:
    of = Path(f"/proc/{pid}")
    return Sample(pss_megabytes(pid), len(os.listdir(of / "fd")), len(os.listdir(of / "task")))


def _thirds(samples: Sequence[Sample]) -> tuple[Sequence[Sample], Sequence[Sample], Sequence[Sample]]:
    third = len(samples) // 3
    return samples[:third], samples[third : 2 * third], samples[2 * third :]


def _wait_until(acks: Path, processes: dict[str, subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not (acks.exists() and acks.stat().st_size):
        ended = [name for name, process in processes.items() if process.poll() is not None]
        if ended or time.monotonic() > deadline:
            raise RuntimeError(f"nothing was served: {ended or 'nobody'} ended")
        time.sleep(0.05)


def _start(module: str, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        (sys.executable, "-m", module, *arguments), cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _run(*arguments: str) -> None:
    command = (sys.executable, "-m", "aura_terminal", *arguments)
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def _verified(data: Path) -> list[str]:
    command = (sys.executable, "-m", "aura_terminal", "verify", "--data", str(data), "--json")
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if said.returncode not in (0, 1):
        return [f"verify ended with {said.returncode}: {said.stderr[-600:]}"]
    return [f"verify: {finding}" for finding in json.loads(said.stdout)["findings"]]
