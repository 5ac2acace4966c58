"""Press Ctrl-C at places of a service that chance picks, and judge what was said, told and kept.

    python -m tests.campaigns.interrupts --runs 1000 --seed 1 [--by-clock] [--control]

An interrupt comes between any two steps of the program: here it is raised at one call or return out of some hundred
thousand, or (`--by-clock`, where chance has the seed and the machine has its say) by a signal after some milliseconds,
which also falls within destructors, where Python drops it. Whatever was told as kept has to be in the store, nothing
may be half there, and the interrupt and nothing else may come out. The control tells orders as kept before they are: a
campaign that does not find that is broken.
"""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import sys
import tempfile
from collections import Counter
from dataclasses import asdict, replace
from pathlib import Path
from random import Random
from types import FrameType

from aura_terminal.app.interrupts import keep_interrupts
from aura_terminal.app.simulation import INVENTED_STAFF, Service, Told
from aura_terminal.domain.ids import OrderId
from aura_terminal.store.folders import store_file
from aura_terminal.store.inspection import inspect
from tests.support.oracle import judge
from tests.support.store_shop import StoredShop, founded, opened

LATEST_SECONDS = 0.1


class Finger:
    """Counts the calls and returns of a program, and interrupts it at one of them."""

    orders = 2

    def __init__(self, at: int | None) -> None:
        self.steps = 0
        self.pressed = False
        self._at = at

    def __enter__(self) -> None:
        sys.setprofile(self)

    def __exit__(self, *raised: object) -> None:
        sys.setprofile(None)

    def __call__(self, frame: FrameType, event: str, argument: object) -> None:
        """What Python calls at every step."""
        self.steps += 1
        if self.steps == self._at:
            sys.setprofile(None)
            self.pressed = True
            raise KeyboardInterrupt


class Alarm:
    """Interrupts a program after so many seconds."""

    orders = 100  # far more than are served until then

    def __init__(self, seconds: float) -> None:
        self.pressed = False
        self._seconds = seconds

    def __enter__(self) -> None:
        signal.signal(signal.SIGALRM, self._ring)
        signal.setitimer(signal.ITIMER_REAL, self._seconds)

    def __exit__(self, *raised: object) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)

    def _ring(self, number: int, frame: FrameType | None) -> None:
        self.pressed = True
        raise KeyboardInterrupt


def serve(stored: StoredShop, chance: Random, finger: Finger | Alarm, acks: list[Told], *, early: bool) -> None:
    """Serve a few orders under the finger; what was told is noted when it was kept, or (the control) a step before."""
    held: list[Told] = []

    def tell(told: Told) -> None:
        acks.append(told)

    def tell_before(told: Told) -> None:
        acks.extend(held)
        held[:] = [replace(told, order_id=OrderId(stored.ids.new()), number="none")]

    service = Service(
        stored.shop, INVENTED_STAFF, chance, tell_before if early else tell, lambda s: stored.clock.advance(seconds=s)
    )
    with finger:
        service.run(finger.orders)


def live(base: StoredShop, folder: Path, finger: Finger | Alarm, *, early: bool = False) -> str:
    """One service on a copy of the store, interrupted; what came of it."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(base.folder, folder)
    acks = list[Told]()
    stored = opened(folder, base.clock, base.ids)
    came_to = "ended"
    try:
        try:
            serve(stored, Random("guests"), finger, acks, early=early)
        finally:
            stored.store.close()
    except KeyboardInterrupt:
        came_to = "interrupted"
    except Exception as trouble:
        came_to = f"raised {type(trouble).__name__}: {trouble}"
    if came_to == "ended" and finger.pressed:
        came_to = "served on as if nobody had interrupted"
    complaints = [*judge(store_file(folder), map(asdict, acks)), *map(str, inspect(folder).findings)]
    return complaints[0] if complaints else came_to


def main() -> int:
    """Parse, run, say; 1 for a find (or, with the control, for none)."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--by-clock", action="store_true")
    parser.add_argument("--control", action="store_true")
    asked = parser.parse_args()
    keep_interrupts()
    chance, came_to, finds = Random(asked.seed), Counter[str](), list[str]()
    with tempfile.TemporaryDirectory(prefix="aura-interrupts-") as place:
        base = founded(Path(place) / "shop")
        base.store.close()
        work = Path(place) / "work"
        live(base, work, Finger(None))  # the first one fills what the program remembers
        whole = Finger(None)
        live(base, work, whole)
        for _ in range(asked.runs):
            at = chance.uniform(0.001, LATEST_SECONDS) if asked.by_clock else chance.randrange(1, whole.steps)
            said = live(base, work, Alarm(at) if asked.by_clock else Finger(int(at)), early=asked.control)
            kind = said if said == "interrupted" else "find"
            came_to[kind] += 1
            if kind == "find":
                finds.append(f"{at}: {said}")
    print(json.dumps({
        "campaign": "interrupts", "seed": asked.seed, "control": asked.control, "steps": whole.steps, **came_to,
        "finds": len(finds), "first": finds[:20],
    }))  # fmt: skip
    return int(bool(finds) != asked.control)


if __name__ == "__main__":
    sys.exit(main())
