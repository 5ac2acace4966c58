"""`python -m tests.simulation`: live through seeds, name what fails, and show the shortest way there.

    python -m tests.simulation --seeds 1-5000 --jobs 2
    python -m tests.simulation --trace 4711
    python -m tests.simulation --mutants --seeds 1-500

The same seed gives the same world on every machine; a failure is reproduced by its seed alone.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tests.simulation.lives import lives
from tests.simulation.mutants import MUTANTS, planted
from tests.simulation.outcome import Outcome

REGRESSIONS = Path(__file__).with_name("seeds.txt")
SHOWN_LINES = 40


def main(words: Sequence[str]) -> int:
    """0 when every world was sound (or every mutant was caught), 1 when not."""
    asked = _parser().parse_args(words)
    if asked.trace is not None:
        return _trace(asked.trace, asked.mutant)
    seeds = _seeds(asked.seeds)
    if asked.mutants or asked.mutant:
        return _hunt([asked.mutant] if asked.mutant else list(MUTANTS), seeds)
    return _campaign(seeds, asked.jobs)


def regression_seeds() -> list[int]:
    """Seeds that once failed."""
    lines = REGRESSIONS.read_text("utf-8").splitlines()
    return [int(line.split("#")[0]) for line in lines if line.split("#")[0].strip()]


def outcomes(seeds: Sequence[int], jobs: int) -> Iterator[Outcome]:
    """Every seed's outcome, in whatever order they come."""
    if jobs == 1:
        with lives() as here:
            yield from map(here.live, seeds)
        return
    lists = [list(seeds[start::jobs]) for start in range(jobs)]
    context = multiprocessing.get_context("spawn")
    queue: multiprocessing.Queue[Outcome | None] = context.Queue()
    workers = [context.Process(target=_work, args=(part, queue)) for part in lists]
    for worker in workers:
        worker.start()
    left = jobs
    while left:
        outcome = queue.get()
        if outcome is None:
            left -= 1
        else:
            yield outcome
    for worker in workers:
        worker.join()


def caught_after(mutant: str, seeds: Iterable[int]) -> tuple[int, Outcome] | None:
    """How many seeds it took to notice a planted fault, and what was noticed; None when nobody did.

    A seed that breaks without the fault as well proves nothing and is passed over.
    """
    with lives() as here:
        for count, seed in enumerate(seeds, start=1):
            with planted(mutant):
                outcome = here.live(seed)
            if outcome.complaints and not here.live(seed).complaints:
                return count, outcome
    return None


def shortest(outcome: Outcome) -> Outcome:
    """The same world ended sooner, as soon as it still breaks the same invariant; at most eight tries."""
    kind = outcome.complaints[0].partition(":")[0]
    least, most, best = 0, outcome.service, outcome
    with lives() as here:
        while most - least > 1:
            middle = (least + most) // 2
            tried = here.live(outcome.seed, middle)
            if any(complaint.startswith(kind) for complaint in tried.complaints):
                most, best = middle, tried
            else:
                least = middle
    return best


def _work(seeds: list[int], queue: multiprocessing.Queue[Outcome | None]) -> None:
    try:
        for outcome in outcomes(seeds, 1):
            queue.put(outcome)
    finally:
        queue.put(None)


def _campaign(seeds: Sequence[int], jobs: int) -> int:
    began, done, failed = time.monotonic(), 0, []
    totals = dict.fromkeys(("acts", "facts", "messages", "lost", "virtual_ms"), 0)
    for outcome in outcomes(seeds, jobs):
        done += 1
        for name in totals:
            totals[name] += getattr(outcome, name)
        if outcome.complaints:
            failed.append(outcome.seed)
            _tell(outcome)
        if done % 250 == 0:
            print(f"… {done} seeds, {len(failed)} failed, {done / (time.monotonic() - began):.1f} seeds/s", flush=True)
    seconds = time.monotonic() - began
    print(
        f"{done} seeds, {len(failed)} failed, {done / seconds:.1f} seeds/s; {totals['acts']} acts, "
        f"{totals['facts']} facts, {totals['messages']} messages, {totals['lost']} facts gone with a disk, "
        f"{totals['virtual_ms'] / 3_600_000:.1f} h of virtual time in {seconds:.0f} s"
    )
    if failed:
        print(f"failed: {', '.join(map(str, sorted(failed)))}")
    return 1 if failed or done < len(seeds) else 0


def _tell(outcome: Outcome) -> None:
    print(f"\nseed {outcome.seed} (trace {outcome.hash})")
    for complaint in outcome.complaints[:5]:
        print(f"  {complaint}")
    short = shortest(outcome)
    print(f"  the same within {short.service} of {outcome.service} acts; its last lines:")
    for line in short.lines[-SHOWN_LINES:]:
        print(f"    {line[:220]}")
    print(f"  again: python -m tests.simulation --trace {outcome.seed}", flush=True)


def _trace(seed: int, mutant: str) -> int:
    if mutant:
        caught = caught_after(mutant, [seed])
        outcome = caught[1] if caught else None
    else:
        outcome = next(outcomes([seed], 1))
    for line in outcome.lines if outcome else ():
        print(line)
    print(f"seed {seed}: trace {outcome.hash if outcome else 'without complaint'}")
    return 1 if outcome is not None and outcome.complaints else 0


def _hunt(names: Sequence[str], asked: Sequence[int]) -> int:
    """Seeds that once failed come first: what is rare enough to have been found by chance once is looked for there."""
    seeds = [*dict.fromkeys((*regression_seeds(), *asked))]
    free = 0
    for name in names:
        began = time.monotonic()
        caught = caught_after(name, seeds)
        seconds = time.monotonic() - began
        if caught is None:
            free += 1
            print(f"{name:32} NOT CAUGHT in {len(seeds)} seeds ({seconds:.0f} s)", flush=True)
        else:
            count, outcome = caught
            print(f"{name:32} after {count:3} seeds (seed {outcome.seed}): {outcome.complaints[0][:100]}", flush=True)
    print(f"{len(names) - free} of {len(names)} mutants caught")
    return 1 if free else 0


def _seeds(text: str) -> list[int]:
    first, _, last = text.partition("-")
    return list(range(int(first), int(last or first) + 1))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description="Simulated stores, by seed.")
    parser.add_argument("--seeds", default="1-100", metavar="A-B", help="which seeds (default 1-100)")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("--trace", type=int, metavar="SEED", help="print all that happens in one seed")
    parser.add_argument("--mutants", action="store_true", help="plant every known fault in turn and see it caught")
    parser.add_argument("--mutant", default="", metavar="NAME", choices=["", *MUTANTS], help="plant one of them")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
