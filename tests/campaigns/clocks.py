"""Set the clocks of a store's terminals wrong while it serves, and judge what came of it.

    python -m tests.campaigns.clocks --jumps 500 --seed 1 [--control]

Two registers and a kitchen share tables, lose each other and meet again, while the clock of one after the other jumps
by a second, a minute, an hour, a day, a month or ten years, both ways, or stands where summer time begins or ends. Then
every order has to be at every terminal what a count of its own says, every dish cooked once, every file has to be whole
and to hold the same, and the oracle of plain SQL must find nothing. The control lets facts count in the order in which
they arrive: a campaign that does not find that is broken.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from aura_terminal.domain.errors import RuleBroken, Unavailable
from aura_terminal.store.folders import store_file
from aura_terminal.store.inspection import inspect
from tests.simulation.mutants import planted
from tests.support.memory_shop import EVERYTHING
from tests.support.mesh_links import Terminals
from tests.support.mesh_soak import Soak, cooking, items_on
from tests.support.oracle import judge
from tests.support.store_service import order_of, pay

LABELS = ("R1", "R2", "K1")
STEPS = tuple(
    timedelta(seconds=seconds) for seconds in (1, 59, 61, 3_600, 7_199, 86_400, 2_678_400, 31_622_400, 10 * 31_557_600)
)
CHANGES = (
    datetime(2026, 3, 29, 0, 59, 58, tzinfo=UTC), datetime(2026, 10, 25, 0, 59, 58, tzinfo=UTC),
    datetime(2027, 3, 28, 0, 59, 58, tzinfo=UTC),
)  # fmt: skip
"""Two seconds before Berlin's clocks are changed."""
YEARS = (2016, 2046)
ACTS, BETWEEN = 12, 20
SENT_BY_BOTH = "a sent line is on no ticket, or on two"
"""Two registers that do not hear each other may both send a line; that it is cooked once is judged by a count here."""
IN_DISORDER = "facts_are_folded_as_they_arrive"


class Clocks:
    """Jumps of every clock there is, within some years of the first evening."""

    def __init__(self, terminals: Terminals, chance: Random) -> None:
        self._terminals, self._chance = terminals, chance
        self.jumped: Counter[str] = Counter()

    def jump(self) -> None:
        """Set the clock of one terminal wrong."""
        clock = self._terminals[self._chance.choice(LABELS)].clock
        if self._chance.random() < 0.2:
            clock.set(self._chance.choice(CHANGES))
            self.jumped["to where summer time changes"] += 1
            return
        step = self._chance.choice(STEPS) * self._chance.choice((-1, 1))
        if not YEARS[0] <= (clock.now() + step).year <= YEARS[1]:
            step = -step
        clock.set(clock.now() + step)
        self.jumped["forwards" if step > timedelta(0) else "backwards"] += 1


def live(folder: Path, seed: str, jumps: int) -> tuple[list[str], Counter[str]]:
    """One evening with so many jumps; what is wrong afterwards, and which jumps there were."""
    chance = Random(seed)
    terminals = Terminals(folder).found(*LABELS)
    terminals.heal()
    soak, clocks = Soak(terminals, chance), Clocks(terminals, chance)
    complaints: list[str] = []
    try:
        for _ in range(jumps):
            soak.run(ACTS, seconds_between=BETWEEN)
            clocks.jump()
            pay(terminals["R1"], EVERYTHING, order_of(terminals["R1"], EVERYTHING))
        terminals.heal()
    except (RuleBroken, Unavailable) as refused:
        complaints.append(f"refused: {refused}")
    except Exception as raised:
        complaints.append(f"raised {type(raised).__name__}: {raised}")
    else:
        complaints += _judged(terminals, soak)
    for stored in terminals:
        stored.store.close()
        judged = [
            each for each in judge(store_file(stored.folder), (), paper=False) if not each.startswith(SENT_BY_BOTH)
        ]
        complaints += [f"{stored.folder.name}: {each}" for each in judged]
        complaints += [f"{stored.folder.name}: {each.what}" for each in inspect(stored.folder).findings]
    return complaints, clocks.jumped


def _judged(terminals: Terminals, soak: Soak) -> Iterator[str]:
    for order_id in soak.oracle.orders:
        items, cooked = soak.oracle.items(order_id), soak.oracle.cooked(order_id)
        for stored in terminals:
            label = stored.store.identity.label
            if items_on(stored, order_id) != items:
                yield f"{label} charges {items_on(stored, order_id)} on {order_id}, asked for were {items}"
            if cooking(stored, order_id) != cooked:
                yield f"{label} cooks {cooking(stored, order_id)} of {order_id}, sent were {cooked}"
    if len(terminals.digests()) != 1:
        yield f"the terminals hold different things: {terminals.digests()}"


def main() -> int:
    """Parse, run, say; 1 for a find (or, with the control, for none)."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jumps", type=int, default=500)
    parser.add_argument("--each", type=int, default=5, help="jumps of one evening")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--control", action="store_true")
    asked = parser.parse_args()
    jumped, finds, evening = Counter[str](), list[str](), 0
    with planted(IN_DISORDER if asked.control else ""):
        while jumped.total() < asked.jumps:
            evening += 1
            with tempfile.TemporaryDirectory(prefix="aura-clocks-") as place:
                seed = f"{asked.seed} {evening}"
                complaints, of_this = live(Path(place), seed, min(asked.each, asked.jumps - jumped.total()))
            jumped += of_this
            finds += [f"evening {evening}: {each}" for each in complaints]
            if not of_this:
                break  # an evening that ends before its first jump proves nothing, and would end no other way
    print(json.dumps({
        "campaign": "clocks", "seed": asked.seed, "control": asked.control, "evenings": evening, **jumped,
        "finds": len(finds), "first": finds[:20],
    }))  # fmt: skip
    return int(bool(finds) != asked.control)


if __name__ == "__main__":
    sys.exit(main())
