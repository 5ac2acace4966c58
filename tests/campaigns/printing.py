"""Printing while everything fails: none lost, none twice without a word, and what nobody can vouch for is listed.

python -m tests.campaigns.printing --jobs 10000 --seed 1

Cut at every byte, stalled, black-holed replies, refused, switched off and on, out of paper before and within a job, and
the node killed before and after any of its transactions and in the middle of sending. `--control` plants a fault into
the program, which has to be found: a run that finds nothing with a control in place proves nothing.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from aura_terminal.domain.paper import PrintJob, PrintJobId, SpooledJob, SpoolState
from devices import spool_policy, spooling
from tests.support.printing_chaos import Evening
from tests.support.printing_stations import Station

MOST_SHOWN = 10


def forget_the_words() -> None:
    """A slip that is repeated does not say so."""

    def unworded(job: PrintJob, copy_id: PrintJobId) -> PrintJob:
        return replace(job, job_id=copy_id, copy_no=job.copy_no + 1, duplicate_of=job.job_id)

    spool_policy.possible_duplicate = unworded


def believe_in_bytes() -> None:
    """What was handed over counts as printed, as most programs have it."""
    settle = spooling.DeviceWorker._settle

    def trusting(worker: spooling.DeviceWorker, spooled: SpooledJob, state: SpoolState, note: str) -> None:
        settle(worker, spooled, SpoolState.PRINTED if state is SpoolState.UNCONFIRMED else state, note)

    spooling.DeviceWorker._settle = trusting  # type: ignore[method-assign,assignment]  # the planted fault


def repeat_at_once() -> None:
    """A receipt nobody can vouch for is queued again, as it was."""

    def impatient(spooled: SpooledJob, now: datetime) -> bool:
        return True

    spool_policy.repeat_is_due = impatient
    spool_policy.repeats_by_itself = lambda spooled: spooled.job.copy_no < spool_policy.MOST_REPEATS
    forget_the_words()


CONTROLS: Mapping[str, Callable[[], None]] = {
    "forget-words": forget_the_words,
    "believe-bytes": believe_in_bytes,
    "repeat-at-once": repeat_at_once,
}


def uncut(stations: Sequence[Station]) -> dict[str, int]:
    """For each printer, how many byte places of a job without a header were never the place of a cut."""
    return {each.device: len(set(range(each.shortest + 1)) - each.cut_places) for each in stations if each.cut_places}


def main(arguments: Sequence[str]) -> int:
    """Run, print one line of JSON, and answer 0 only when nothing is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=3600.0, help="end after so long")
    parser.add_argument("--control", choices=CONTROLS)
    options = parser.parse_args(arguments)
    if options.control:
        CONTROLS[options.control]()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        evening = Evening(Path(folder) / "store", Path(folder) / "tables", options.seed)
        done = 0
        while done < options.jobs and time.monotonic() - began < options.seconds:
            evening.run(min(500, options.jobs - done))
            done += 500
        findings = evening.findings
        places = uncut(evening.stations)
        evening.close()
    told = vars(findings) | {"wrong": findings.wrong[:MOST_SHOWN], "wrong_count": len(findings.wrong)}
    told |= {"seed": options.seed, "uncut_places": places, "seconds": round(time.monotonic() - began, 1)}
    print(json.dumps(told))
    return 1 if findings.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
