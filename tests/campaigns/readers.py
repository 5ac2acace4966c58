"""Card terminals whose line is cut at every byte, and codecs fed with altered conversations.

python -m tests.campaigns.readers --seed 1 --cuts 2000
python -m tests.campaigns.readers --seed 1 --fuzz 1000000

The terminal's own book is compared with every outcome: a charge for each approval, none for anything else that is
known, and never two for one key. `--cuts 0` cuts once at every byte of every conversation, both ways.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from random import Random

from aura_terminal.ports.card_reader import CardApproved
from devices.readers.zvt_frames import SerialFraming
from devices.simulators.card_desk import Turn
from tests.contract.card_reader_contract import judge_cut
from tests.support.cut_line import Cut, Way
from tests.support.reader_benches import (
    ReaderBench,
    caisse_ap_bench,
    cloud_bench,
    concert_bench,
    nexo_bench,
    zvt_bench,
)
from tests.support.reader_codecs import CODECS, altered, finding

BENCHES: dict[str, Callable[[], ReaderBench]] = {
    "zvt": zvt_bench,
    "zvt serial": lambda: zvt_bench(framing=SerialFraming),
    "nexo": nexo_bench,
    "concert": concert_bench,
    "caisse-ap": caisse_ap_bench,
    "stripe": lambda: cloud_bench("stripe"),
    "sumup": lambda: cloud_bench("sumup"),
}
TURNS = (Turn.APPROVE, Turn.APPROVE, Turn.APPROVE, Turn.DECLINE, Turn.REPLY_TWICE, Turn.GUEST_GIVES_UP)
MOST_FINDINGS = 20


def main(words: Sequence[str]) -> int:
    """Run what the words ask for; the last line is the result as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cuts", type=int, help="so many cuts at random places; 0 for every byte once")
    parser.add_argument("--fuzz", type=int, help="so many altered conversations")
    parser.add_argument("--only", choices=[*BENCHES, *(codec.name for codec in CODECS)], help="one protocol alone")
    parser.add_argument("--within", type=float, default=3600.0, help="seconds")
    asked = parser.parse_args(words)
    until = time.monotonic() + asked.within
    result = _fuzz(asked, until) if asked.fuzz is not None else _cut(asked, until)
    print(json.dumps({"seed": asked.seed, **result}))
    return 1 if result["findings"] else 0


def _cut(asked: argparse.Namespace, until: float) -> dict[str, object]:
    chance, told, findings, by_name = Random(asked.seed), Counter[str](), list[str](), Counter[str]()
    benches = {name: make() for name, make in BENCHES.items() if asked.only in (None, name)}
    charges = 0
    try:
        lengths = {name: _lengths(bench) for name, bench in benches.items()}
        for name, cut in _places(chance, lengths, asked.cuts or 0):
            if time.monotonic() > until or len(findings) >= MOST_FINDINGS:
                break
            turn = chance.choice(TURNS) if asked.cuts else Turn.APPROVE
            benches[name].simulator.desk.script(turn)
            try:
                told[type(judge_cut(benches[name], cut)).__name__] += 1
            except AssertionError as found:
                findings.append(f"{name}, {turn}: {found}")
            by_name[name] += 1
        charges = sum(len(bench.simulator.desk.charges) for bench in benches.values())
    finally:
        for bench in benches.values():
            bench.end()
    return {
        "cuts": sum(by_name.values()), "by_protocol": dict(by_name), "outcomes": dict(told), "charges": charges,
        "findings": findings,
    }  # fmt: skip


def _lengths(bench: ReaderBench) -> dict[Way, int]:
    """How many bytes one whole charge takes, each way."""
    request = bench.prepared(bench.request())
    bench.line.arm(None)
    outcome = bench.reader.perform(request, lambda step: None)
    passed = bench.line.passed
    if not isinstance(outcome, CardApproved):
        raise SystemExit(f"a charge over a whole line came to {outcome}")
    return passed


def _places(chance: Random, lengths: dict[str, dict[Way, int]], count: int) -> Iterator[tuple[str, Cut]]:
    if not count:
        for name, ways in lengths.items():
            for way, length in ways.items():
                yield from ((name, Cut(way, after)) for after in range(length))
        return
    for _ in range(count):
        name = chance.choice(list(lengths))
        way = chance.choice(list(Way))
        yield name, Cut(way, chance.randrange(lengths[name][way] + 1))


def _fuzz(asked: argparse.Namespace, until: float) -> dict[str, object]:
    chance, fed, findings = Random(asked.seed), Counter[str](), list[str]()
    codecs = [codec for codec in CODECS if asked.only in (None, codec.name)]
    for number in range(asked.fuzz):
        if time.monotonic() > until or len(findings) >= MOST_FINDINGS:
            break
        codec = codecs[number % len(codecs)]
        found = finding(codec, altered(chance, codec))
        fed[codec.name] += 1
        if found is not None:
            findings.append(found)
    return {"fuzzed": sum(fed.values()), "by_codec": dict(fed), "findings": findings}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
