"""Press Ctrl-C at places of a service that chance picks, and judge what was said, told and kept.

    python -m tests.campaigns.interrupts --runs 1000 --seed 1 [--control]

An interrupt comes between any two steps of the program: here it is raised at one call or return out of some hundred
thousand. Whatever was told as kept has to be in the store, nothing may be half there, and nothing else than the
interrupt may come out. The control tells orders as kept before they are: a campaign that does not find that is broken.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections import Counter
from dataclasses import asdict, replace
from pathlib import Path
from random import Random
from types import FrameType

from aura_terminal.app.simulation import INVENTED_STAFF, Service, Told
from aura_terminal.domain.ids import OrderId
from aura_terminal.store.folders import store_file
from aura_terminal.store.inspection import inspect
from tests.support.oracle import judge
from tests.support.store_shop import StoredShop, founded, opened


class Finger:
    """Counts the calls and returns of a program, and interrupts it at one of them."""

    def __init__(self, at: int | None) -> None:
        self.steps = 0
        self._at = at

    def __call__(self, frame: FrameType, event: str, argument: object) -> None:
        """What Python calls at every step."""
        self.steps += 1
        if self.steps == self._at:
            sys.setprofile(None)
            raise KeyboardInterrupt


def serve(stored: StoredShop, chance: Random, finger: Finger, acks: list[Told], *, early: bool) -> None:
    """Serve two orders under the finger; what was told is noted when it was kept, or (the control) a step before."""
    held: list[Told] = []

    def tell(told: Told) -> None:
        acks.append(told)

    def tell_before(told: Told) -> None:
        acks.extend(held)
        held[:] = [replace(told, order_id=OrderId(stored.ids.new()), number="none")]

    service = Service(
        stored.shop, INVENTED_STAFF, chance, tell_before if early else tell, lambda s: stored.clock.advance(seconds=s)
    )
    sys.setprofile(finger)
    try:
        service.run(2)
    finally:
        sys.setprofile(None)


def live(base: StoredShop, folder: Path, seed: str, at: int | None, *, early: bool = False) -> tuple[str, int]:
    """One service on a copy of the store, interrupted at a step; what came of it and how many steps it took."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(base.folder, folder)
    finger, acks = Finger(at), list[Told]()
    stored = opened(folder, base.clock, base.ids)
    came_to = "ended"
    try:
        try:
            serve(stored, Random(seed), finger, acks, early=early)
        finally:
            stored.store.close()
    except KeyboardInterrupt:
        came_to = "interrupted"
    except Exception as trouble:
        came_to = f"raised {type(trouble).__name__}: {trouble}"
    complaints = [*judge(store_file(folder), map(asdict, acks)), *map(str, inspect(folder).findings)]
    return (complaints[0] if complaints else came_to), finger.steps


def main() -> int:
    """Parse, run, say; 1 for a find (or, with the control, for none)."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--control", action="store_true")
    asked = parser.parse_args()
    chance, came_to, finds = Random(asked.seed), Counter[str](), list[str]()
    with tempfile.TemporaryDirectory(prefix="aura-interrupts-") as place:
        base = founded(Path(place) / "shop")
        base.store.close()
        work = Path(place) / "work"
        live(base, work, "guests", None)  # the first one fills what the program remembers
        _, steps = live(base, work, "guests", None)
        for _ in range(asked.runs):
            at = chance.randrange(1, steps)
            said, _ = live(base, work, "guests", at, early=asked.control)
            kind = said if said in ("ended", "interrupted") else "find"
            came_to[kind] += 1
            if kind == "find":
                finds.append(f"step {at}: {said}")
    print(json.dumps({
        "campaign": "interrupts", "seed": asked.seed, "control": asked.control, "steps": steps, **came_to,
        "finds": len(finds), "first": finds[:20],
    }))  # fmt: skip
    return int(bool(finds) != asked.control)


if __name__ == "__main__":
    sys.exit(main())
