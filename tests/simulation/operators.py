"""What is done to machines and not at them: disks replaced, backups restored, machines copied, refusals looked at."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from aura_terminal.domain.errors import RuleBroken, Unavailable
from aura_terminal.domain.facts import BY_TYPE, Fact
from aura_terminal.ports.journal import JournalRow
from aura_terminal.store.folders import store_file
from aura_terminal.use_cases.shop import Shop
from tests.simulation.releases import CURRENT
from tests.simulation.small_shop import join
from tests.simulation.terminal import Terminal
from tests.support.memory_shop import EVERYTHING

if TYPE_CHECKING:
    from tests.simulation.world import World

LONGEST_WAIT_MS = 5_000


class Operators:
    """The people behind the counter of one world."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._restoring: dict[str, str] = {}
        self._replaced = 0
        self.restored: set[str] = set()

    def pair_all(self) -> None:
        """The founding terminal lets the others in; who belongs knows that from the first moment on."""
        labels = self._world.founded.labels
        founder = self._world.terminals[labels[0]]
        before = founder.looking.known()[founder.origin]
        for terminal in self._world.terminals.values():
            self._pair(founder, terminal)
        rows = founder.node.facts_after(founder.origin, before, len(labels))
        for terminal in self._world.terminals.values():
            if terminal is not founder:
                terminal.node.receive(rows)

    def note_start(self, terminal: Terminal) -> None:
        """A machine came up: what its disk kept since the last look is recorded."""
        lost = self._restoring.pop(terminal.seat, None)
        if lost is not None:
            self._world.record.disk_was_lost(lost, self._survivors())
        self._world.record.take(terminal.looking, terminal.origin)

    def restore(self, terminal: Terminal, copy: Path) -> None:
        """A machine goes back to a backup; what no other one holds of the time since may be lost with its disk."""
        self.restored.add(terminal.seat)
        self._restoring[terminal.seat] = terminal.origin
        self._world.service.forget(terminal)
        terminal.restore(copy)

    def replace(self, terminal: Terminal) -> None:
        """A machine is gone with its disk; a new one takes its place, with a name and an empty store of its own."""
        world = self._world
        terminal.vanish()
        world.network.leave(terminal.seat)
        del world.terminals[terminal.seat]
        world.record.disk_was_lost(terminal.origin, self._survivors())
        self._replaced += 1
        fresh = world.machine(f"N{self._replaced}")
        join(fresh.disk.folder, fresh.seat, world.founded.store_id, fresh.ids, fresh.clock)
        self._enrol_instead(terminal, fresh)
        world.seat(fresh)
        world.agenda.after(world.chance.randint(0, LONGEST_WAIT_MS), fresh.start)

    def hand_over(self, terminal: Terminal, other: Terminal, last: int) -> None:
        """What was on its way when a machine broke arrives at another one: its facts up to a number."""
        known = other.looking.known().get(terminal.origin, 0)
        rows = [row for row in terminal.node.facts_after(terminal.origin, known, last) if row.seq <= last]
        other.guarded(lambda: self._receive(other, rows))

    def _receive(self, other: Terminal, rows: Sequence[JournalRow]) -> None:
        try:
            other.node.receive(rows)
        except Unavailable:
            self._world.trace.note(f"{other.seat}: cannot take what was on its way")
        other.committed()

    def copy(self, terminal: Terminal) -> None:
        """Somebody copies a machine's disk to a second one, with its certificate or without, and works on both."""
        world = self._world
        seat = f"C{terminal.seat}"
        copy = world.machine(seat, terminal.terminal_id if world.chance.random() < 0.5 else "")
        copy.disk.folder.mkdir(mode=0o700)
        for ending in ("", "-wal"):
            part = store_file(terminal.disk.folder).with_name(store_file(copy.disk.folder).name + ending)
            if part.exists():
                shutil.copyfile(part, copy.disk.folder / part.name)
        world.trace.note(f"{terminal.seat}: its disk is copied to {seat}, {copy.terminal_id}")
        world.copied.add(terminal.origin)
        world.clones[seat] = copy
        world.network.join(seat, copy.ears)
        copy.start()

    def update(self) -> None:
        """Every terminal gets the current release."""
        for terminal in self._world.terminals.values():
            if terminal.release is not CURRENT:
                terminal.update()

    def look_at_refusals(self) -> None:
        """What was only altered on the way is taken again from then on; a history that two machines wrote is not."""
        for terminal in self._world.terminals.values():
            for origin in sorted(terminal.newly_doubted() - self._world.copied):
                terminal.believe(origin)

    def _enrol_instead(self, gone: Terminal, fresh: Terminal) -> None:
        """Somebody sends the machine that is gone away and lets the new one in, where anything works."""
        paired = [terminal for terminal in self._world.terminals.values() if terminal.is_up]
        if paired:
            self._pair(paired[0], fresh)
            self._enrol(paired[0], lambda shop: shop.terminals.revoke(EVERYTHING, gone.terminal_id, "its disk broke"))

    def _pair(self, by: Terminal, other: Terminal) -> None:
        self._enrol(by, lambda shop: shop.terminals.pair(other.terminal_id, other.seat, f"of {other.seat}", by.seat))

    def _enrol(self, by: Terminal, act: Callable[[Shop], Fact]) -> None:
        """Something about the store's machines, at one of them; where its disk does not let it, it is not done."""
        by.guarded(lambda: self._do(by, act))

    def _do(self, by: Terminal, act: Callable[[Shop], Fact]) -> None:
        try:
            fact = act(by.node_shop)
        except (RuleBroken, Unavailable) as refusal:
            self._world.trace.note(f"{by.seat}: cannot say who belongs: {type(refusal).__name__}")
            return
        self._world.trace.note(f"{by.seat}: {BY_TYPE[type(fact)].name}")
        by.committed()
        if by.seat not in self._world.clones:
            self._world.record.take(by.looking, by.origin)

    def _survivors(self) -> list[dict[str, int]]:
        return [terminal.looking.known() for terminal in self._world.terminals.values() if terminal.is_up]
