"""How long the audit takes over a long journal: `python -m tests.benchmarks.audit_search FOLDER [FACTS]`.

The journal is built once in FOLDER. Told are the slices in which the record catches up, and each kind of search.
"""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from statistics import median
from time import perf_counter

from aura_terminal.domain.audit import Topic
from aura_terminal.domain.ids import StaffId
from aura_terminal.ports.audit_rows import AuditQuery
from aura_terminal.ports.watching import UNWATCHED
from aura_terminal.store.chain_check import check_chain
from tests.benchmarks.long_journal import long_journal
from tests.benchmarks.stored import opened

ROUNDS = 5
SEARCHES = {
    "newest": AuditQuery(),
    "removed and voided": AuditQuery(topics=frozenset({Topic.REMOVED})),
    "approvals": AuditQuery(only_approved=True),
    "one person": AuditQuery(who=StaffId("marta-rossi")),
    "words that are rare": AuditQuery(text="no such words"),
    "everything, newest": AuditQuery(is_everything=True),
    "everything, rare words": AuditQuery(is_everything=True, text="no such words"),
}


def main(folder: Path, facts: int) -> None:
    """Catch up, then search."""
    with closing(opened(long_journal(folder, facts))) as stored:
        audit, slices = stored.store.reads.audit, []
        while True:
            began = perf_counter()
            reached = audit.catch_up()
            slices.append(perf_counter() - began)
            if reached.is_all:
                break
        worst, middle = max(slices) * 1000, median(slices) * 1000
        print(f"{facts:,} facts taken in by {len(slices)} slices in {sum(slices):.1f} s")
        print(f"a slice takes {middle:.1f} ms, at most {worst:.0f}")
        for name, query in SEARCHES.items():
            took = []
            for _ in range(ROUNDS):
                began = perf_counter()
                page = audit.search(query)
                took.append(perf_counter() - began)
            print(f"{name:26} {median(took) * 1000:8.1f} ms   {len(page.rows)} rows")
    began = perf_counter()
    checked = check_chain(folder, UNWATCHED)
    print(f"every fact checked: {checked.facts:,} in {perf_counter() - began:.1f} s, {len(checked.broken)} broken")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000)
