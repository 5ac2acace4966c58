"""What goes wrong in a world, and when: planned by chance over the service, mended when it is over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from aura_terminal.store.backups import copy_to

if TYPE_CHECKING:
    from tests.simulation.record import Kept
    from tests.simulation.terminal import Terminal
    from tests.simulation.world import World

LEAST_TO_LOSE_ONE = 3
TORN = 0.15
"""In how many worlds a machine breaks while it hands over a fire; by chance alone that is one world in thousands."""


class Misfortunes:
    """The planned faults of one world."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._chance = world.chance
        self._over = False
        self._copies = 0
        self._tearing = Random(f"a fire is torn in {world.seed}")  # of its own: other worlds stay as they were

    def plan(self, length_ms: int) -> None:
        """Spread every fault over the service."""
        drawn = self._world.extremes
        kinds: tuple[tuple[int, Callable[[], None]], ...] = (
            (drawn.cuts, self._cut),
            (drawn.crashes, self._crash),
            (drawn.process_crashes, self._kill_process),
            (drawn.clock_steps, self._step_clock),
            (drawn.full_disks, self._fill_disk),
            (drawn.disk_errors, self._fail_once),
            (drawn.restores, self._back_up),
            (drawn.lost_disks, self._lose_disk),
            (drawn.clones, self._clone),
        )
        self._length_ms = max(1_000, length_ms)
        for count, strike in kinds:
            for _ in range(count):
                self._after(self._chance.randint(0, self._length_ms), strike)
        if not drawn.clones and self._tearing.random() < TORN:
            self._world.service.on_fire = self._tear

    def end(self) -> None:
        """Nothing goes wrong any more; what still is wrong is mended."""
        self._over = True
        for terminal in self._world.terminals.values():
            terminal.disk.is_full = False
            terminal.disk.errors = 0
            terminal.disk.spare()

    def _after(self, milliseconds: int, strike: Callable[[], None]) -> None:
        self._world.agenda.after(milliseconds, lambda: None if self._over else strike())

    def _one(self) -> Terminal:
        return self._chance.choice(list(self._world.terminals.values()))

    def _cut(self) -> None:
        """Cut some terminals off from the others, in one direction or in both, and mend it later."""
        seats = list(self._world.network.labels)
        island = self._chance.sample(seats, self._chance.randint(1, len(seats) - 1))
        reach = self._chance.choice((0.5, 1.0))  # some hear a third that hears the others
        pairs = [(one, other) for one in island for other in seats if other not in island]
        pairs = [pair for pair in pairs if self._chance.random() < reach]
        if self._chance.random() >= self._world.extremes.one_way:
            pairs += [(other, one) for one, other in pairs]
        elif self._chance.random() < 0.5:
            pairs = [(other, one) for one, other in pairs]
        self._world.trace.note(f"cut {' '.join(f'{one}>{other}' for one, other in pairs)}")
        for pair in pairs:
            self._world.network.cut(*pair)
        self._after(self._chance.choice((100, 3_000, 20_000, 60_000, self._length_ms)), lambda: self._mend(pairs))

    def _mend(self, pairs: list[tuple[str, str]]) -> None:
        self._world.trace.note(f"mend {' '.join(f'{one}>{other}' for one, other in pairs)}")
        for pair in pairs:
            self._world.network.mend(*pair)

    def _crash(self) -> None:
        terminal = self._one()
        if self._chance.random() < 0.3:
            terminal.lose_power()
        else:
            terminal.disk.cut_power_after(self._chance.randint(1, 40))

    def _kill_process(self) -> None:
        self._one().restart_process()

    def _back_up(self) -> None:
        """Copy a store now; later its disk breaks and the copy takes its place."""
        terminal = self._one()
        if not terminal.is_up or self._world.operators.restored:
            return
        self._copies += 1
        copy = self._world.folder / f"copy-{self._copies}.sqlite"
        copy_to(terminal.disk.folder, copy)
        self._world.trace.note(f"{terminal.seat}: backed up")
        self._after(self._chance.randint(0, self._length_ms // 2), lambda: self._restore(terminal, copy))

    def _restore(self, terminal: Terminal, copy: Path) -> None:
        if terminal.is_up:
            self._world.operators.restore(terminal, copy)

    def _lose_disk(self) -> None:
        terminal = self._one()
        if terminal.is_up and len(self._world.terminals) >= LEAST_TO_LOSE_ONE:
            self._world.operators.replace(terminal)

    def _tear(self, terminal: Terminal, fired: Sequence[Kept]) -> None:
        """A machine breaks for good while it hands over a fire: somebody has heard of that, and not of every ticket."""
        others = [one for one in self._world.terminals.values() if one is not terminal and one.is_up]
        if self._over or len(self._world.terminals) < LEAST_TO_LOSE_ONE or not others:
            return
        self._world.service.on_fire = None
        other, last = self._tearing.choice(others), self._tearing.choice(fired[:-1])
        self._world.trace.note(f"{terminal.seat}: breaks when {other.seat} has heard of it up to its {last.type}")
        self._world.operators.hand_over(terminal, other, last.seq)
        self._world.operators.replace(terminal)

    def _clone(self) -> None:
        terminal = self._one()
        if terminal.is_up and not self._world.clones:
            self._world.operators.copy(terminal)

    def _step_clock(self) -> None:
        terminal = self._one()
        step = self._chance.choice((-1, 1)) * self._chance.choice((50, 2_000, 125_000, 3_600_000, 90_000_000))
        terminal.clock.skew_ms += step
        self._world.trace.note(f"{terminal.seat}: clock stepped by {step / 1000} s")

    def _fill_disk(self) -> None:
        terminal = self._one()
        terminal.disk.is_full = True
        self._world.trace.note(f"{terminal.seat}: disk full")
        self._after(self._chance.choice((200, 5_000, 30_000)), lambda: self._free_disk(terminal))

    def _fail_once(self) -> None:
        """The next commit reports an error of the disk, and nobody knows whether it happened."""
        terminal = self._one()
        terminal.disk.errors = 1
        self._world.trace.note(f"{terminal.seat}: disk error at the next commit")

    def _free_disk(self, terminal: Terminal) -> None:
        terminal.disk.is_full = False
        self._world.trace.note(f"{terminal.seat}: disk has room")
