"""A world: terminals, network, people and misfortunes of one seed, and the time that passes until all is quiet."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

from tests.simulation.agenda import Agenda
from tests.simulation.altering import Alterer
from tests.simulation.extremes import Extremes, draw
from tests.simulation.misfortunes import Misfortunes
from tests.simulation.network import Network
from tests.simulation.operators import Operators
from tests.simulation.outcome import Broken
from tests.simulation.record import Looking, Record
from tests.simulation.releases import OLDER
from tests.simulation.service import Service
from tests.simulation.small_shop import Founded
from tests.simulation.terminal import Surroundings, Terminal
from tests.simulation.trace import Trace

PATIENCE_MS = 180_000
REST_MS = 6_000
REPAIR_MS = 60_000  # after the loss of a disk: 30 s until a torn fire is repaired, 15 s until its ticket goes out
LOOK_MS = 250


class World:
    """One seed's world. `most_acts` ends its service sooner: the beginning of the same world.

    `extremes` are the seed's own unless others are given, as for a long service of many terminals; terminals without a
    link look for each other after so many milliseconds (`dials`).
    """

    def __init__(
        self, seed: int, founded: Founded, folder: Path, most_acts: int | None = None,
        extremes: Extremes | None = None, dials: tuple[int, int] = (200, 2_000),
    ) -> None:  # fmt: skip
        self.seed = seed
        self.chance = Random(seed)
        self.extremes = extremes or draw(self.chance)
        self._dials = dials
        self.agenda = Agenda()
        self.trace = Trace(lambda: self.agenda.now_ms)
        self.folder = folder
        self.founded = founded
        self.network = Network(
            self.agenda, Random(self.chance.getrandbits(64)), self.extremes, self.trace, Alterer().alter
        )
        self.around = Surroundings(self.agenda, self.network, self.extremes, self.trace)
        self.terminals: dict[str, Terminal] = {}
        self.clones: dict[str, Terminal] = {}
        self.copied: set[str] = set()
        folder.mkdir(parents=True)
        founded.copy(founded.labels[0], folder / founded.labels[0])
        looking = Looking(folder / founded.labels[0])
        self.record = Record(looking.everything())
        looking.close()
        self.service = Service(self, self.extremes.acts if most_acts is None else min(most_acts, self.extremes.acts))
        self.operators = Operators(self)
        for seat in founded.labels[: self.extremes.terminals]:
            if seat != founded.labels[0]:
                founded.copy(seat, folder / seat)
            self.seat(self.machine(seat))
        for terminal in self.chance.sample(sorted(self.terminals), min(self.extremes.old_versions, 1)):
            self.terminals[terminal].release = self.chance.choice(OLDER)

    @property
    def everybody(self) -> list[Terminal]:
        """Every machine, copies included."""
        return [*self.terminals.values(), *self.clones.values()]

    def machine(self, seat: str, terminal_id: str = "") -> Terminal:
        """A machine whose folder is named by its seat, with a clock of its own."""
        most = self.extremes.skew_ms
        return Terminal(
            self.around, seat, self.folder / seat, self.chance, self.chance.randint(-most, most), terminal_id
        )

    def seat(self, terminal: Terminal) -> None:
        """A terminal takes its seat."""
        self.terminals[terminal.seat] = terminal
        self.network.join(terminal.seat, terminal.ears)
        terminal.on_commit = self.operators.note_start
        terminal.on_look = self.service.look
        terminal.on_turn = self.service.kitchen_looks

    # Living

    def live(self) -> None:
        """The service with its misfortunes, then the healing until nothing moves any more. Raises Broken."""
        self.trace.note(f"seed {self.seed}: {self.extremes}")
        for terminal in list(self.terminals.values()):
            terminal.start()
        self.operators.pair_all()
        self.agenda.after(0, self._dial)
        misfortunes = Misfortunes(self)
        misfortunes.plan(self.extremes.acts * self.extremes.gap_ms)
        self.service.begin()
        while self.service.acts_left > 0:
            self.agenda.run_next(self.agenda.now_ms + PATIENCE_MS)
        self.trace.note("healing")
        misfortunes.end()
        self.network.heal()
        self.operators.update()
        self._settle()

    def _settle(self) -> None:
        """Until all hold everything, then a while for the kitchens, and again until all hold everything."""
        self._wait_until_settled()
        self._pass(REPAIR_MS if self.record.floors else REST_MS)
        self.service.end()
        self._wait_until_settled()

    def _wait_until_settled(self) -> None:
        deadline = self.agenda.now_ms + PATIENCE_MS
        while not self.is_settled():
            if self.agenda.now_ms >= deadline:
                raise Broken(f"does not settle: {self._behind()}")
            self._pass(LOOK_MS)
            self.operators.look_at_refusals()

    def is_settled(self) -> bool:
        """Whether all are up and know the same, which is everything that was kept."""
        if not all(terminal.is_up for terminal in self.terminals.values()):
            return False
        known = [self._honest(terminal.looking.known()) for terminal in self.terminals.values()]
        heads = {origin: seq for origin, seq in self.record.heads.items() if origin not in self.record.floors}
        return all(one == known[0] and self._honest(heads).items() <= one.items() for one in known)

    def tidy(self) -> None:
        """Let everything go and leave no file behind."""
        for terminal in self.everybody:
            if terminal.is_up:
                terminal.vanish()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _pass(self, milliseconds: int) -> None:
        until = self.agenda.now_ms + milliseconds
        while self.agenda.run_next(until):
            pass

    def _dial(self) -> None:
        seats = self.network.labels
        for place, seat in enumerate(seats):
            for other in seats[place + 1 :]:
                self.network.dial(*self.chance.sample((seat, other), 2))
        self.agenda.after(self.chance.randint(*self._dials), self._dial)

    def _honest(self, known: dict[str, int]) -> dict[str, int]:
        """A vector without the origins that two machines wrote under."""
        return {origin: seq for origin, seq in known.items() if origin not in self.copied}

    def _behind(self) -> str:
        said = []
        for seat, terminal in self.terminals.items():
            known = terminal.looking.known() if terminal.is_up else {}
            lacking = {
                origin[-4:]: (known.get(origin, 0), seq)
                for origin, seq in self._honest(self.record.heads).items() if known.get(origin, 0) < seq
            }  # fmt: skip
            said.append(f"{seat} lacks {lacking}" if terminal.is_up else f"{seat} is down")
        return ", ".join(said)
