"""Bytes from outside, altered at random, for every parser that takes some: no crash, no hang, no memory.

    python -m tests.campaigns.fuzz --parser all --seconds 60 --seed 1
    python -m tests.campaigns.fuzz --parser card --count 200000 --seed 1 [--control]

`--parser` is the beginning of a name: card, peer, central, printer, scale, scanner, file, paper, bus. Each gets its
share of the seconds. One saying may take a second of processor time and the whole process so much memory more than it
has. `--control` adds a parser that breaks: a campaign that does not find that is broken.
"""

from __future__ import annotations

import argparse
import json
import resource
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from tests.support.outside_parsers import Parser, changed, found_in, parsers

CPU_SECONDS = 1.0
MORE_MEMORY = 512 * 1024 * 1024
MOST_FINDS = 20


class Hung(Exception):
    """A parser took longer than it may."""


def main() -> int:
    """Parse, run, say; 1 for a find (or, with the control, for none)."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--parser", default="all")
    asked.add_argument("--seconds", type=float, default=60.0)
    asked.add_argument("--count", type=int, default=0, help="so many for each parser, however long it takes")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--control", action="store_true")
    said = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="aura-fuzz-") as place:
        result = campaign(Path(place), said)
    print(json.dumps(result))
    return int(bool(result["finds"]) != said.control)


def campaign(folder: Path, asked: argparse.Namespace) -> dict[str, object]:
    """Feed each chosen parser for its share of the time, or with its share of sayings."""
    chosen = [each for each in parsers(folder) if asked.parser in ("all", each.name[: len(asked.parser)])]
    if asked.control:
        chosen = [_breaking()]
    if not chosen:
        raise SystemExit(f"there is no parser whose name begins with {asked.parser}")
    fed, finds = Counter[str](), list[str]()
    with _little_memory(), _little_time():
        for parser in chosen:
            until = time.monotonic() + asked.seconds / len(chosen)
            chance, found = Random(f"{asked.seed} {parser.name}"), set[str]()
            while (fed[parser.name] < asked.count) if asked.count else (time.monotonic() < until):
                data = changed(chance, parser)
                fed[parser.name] += 1
                complaint = _timed(parser, data)
                kind = (complaint or "").partition("Error")[0]
                if complaint and kind not in found and len(finds) < MOST_FINDS:
                    found.add(kind)
                    finds.append(f"{complaint} (number {fed[parser.name]})")
    return {"campaign": "fuzz", "seed": asked.seed, "fed": dict(fed), "sayings": fed.total(), "finds": finds}


def _timed(parser: Parser, data: bytes) -> str | None:
    signal.setitimer(signal.ITIMER_VIRTUAL, CPU_SECONDS)
    try:
        return found_in(parser, data)
    except MemoryError:
        return f"{parser.name}: too much memory over {data[:400].hex()}"
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


@contextmanager
def _little_time() -> Iterator[None]:
    def ring(number: int, frame: object) -> None:
        raise Hung(f"more than {CPU_SECONDS} s")

    before = signal.signal(signal.SIGVTALRM, ring)
    try:
        yield
    finally:
        signal.signal(signal.SIGVTALRM, before)


@contextmanager
def _little_memory() -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0]) if Path("/proc/self/statm").exists() else 0
    if pages:
        resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + MORE_MEMORY, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def _breaking() -> Parser:
    def take(data: bytes) -> object:
        return data[:4].decode("ascii")

    return Parser("control", (b"abcdefgh",), take)


if __name__ == "__main__":
    sys.exit(main())
