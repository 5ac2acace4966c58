"""Setting a printer up: where it is, what it says it is, a page that shows what it can do, and three questions."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.paper_ways import DRAWER_ROUTE, RECEIPT_ROUTE
from aura_terminal.view_models.device_cards import Ask, FoundRow, Reply, SetUp
from aura_terminal.view_models.devices import DevicesModel

if TYPE_CHECKING:
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.runner import Runner

ANY_80, ANY_58 = "generic-80", "generic-58"
WIDTHS = (32, 40, 42, 44, 48, 56, 64)
NARROW = 35


class Step(StrEnum):
    """Where the set-up stands."""

    FIND = "find"
    ASKING = "asking"
    SAMPLE = "sample"
    PRINTING = "printing"
    WIDTH = "width"
    LETTERS = "letters"
    CUT = "cut"
    PLACE = "place"


class PrinterSetUpModel(QObject):
    """Leads from nothing to a line in the settings. `changed` follows each step; `finished(name)` when it is written.

    What the page asks: the last number that stands in the ruler's first line, which lines of letters are right, and
    whether the paper was cut. The answers choose the profile and its options.
    """

    changed = Signal()
    finished = Signal(str)

    def __init__(self, runner: Runner, devices: DevicesModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._devices = runner, devices
        self._step = Step.FIND
        self._found: tuple[FoundRow, ...] = ()
        self._is_searching = False
        self._words = ""
        self._waits_for = ""
        self._draft = SetUp("", model="escpos")
        self._title = ""
        self._routes: tuple[str, ...] = ()
        devices.replied.connect(self._hear)

    @property
    def step(self) -> Step:
        """Where it stands."""
        return self._step

    @property
    def found(self) -> tuple[FoundRow, ...]:
        """What could be set up; what is set up already is left out."""
        return self._found

    @property
    def is_searching(self) -> bool:
        """Whether more may be found yet."""
        return self._is_searching

    @property
    def words(self) -> str:
        """What the printer or the network said last."""
        return self._words

    @property
    def draft(self) -> SetUp:
        """What would be written now."""
        return self._draft

    @property
    def title(self) -> str:
        """What the printer says it is, "" for nothing."""
        return self._title

    @property
    def routes(self) -> tuple[str, ...]:
        """The jobs the shop spools; those no device serves yet come first."""
        served = {route for each in self._devices.set_ups for route in each.routes}
        return tuple(sorted(self._routes, key=lambda route: route in served))

    @Slot()
    def begin(self) -> None:
        """From the beginning: look around."""
        self._step, self._found, self._words, self._title = Step.FIND, (), "", ""
        self._draft = SetUp("", model="escpos")
        self._runner.run(_routes, self._know_routes)
        self.search()

    @Slot()
    def search(self) -> None:
        """Look around once more."""
        self._is_searching = True
        self._waits_for = self._devices.ask(Ask.DISCOVER)
        self.changed.emit()

    def choose(self, address: str) -> None:
        """Set up what is at this address."""
        known = next((each for each in self._found if each.address == address), None)
        self._draft = replace(self._draft, address=address.strip(), profile=ANY_80)
        self._title = "" if known is None else known.title
        if known is not None and known.profile:
            self._draft = replace(self._draft, profile=known.profile)
        self._step, self._words = Step.ASKING, ""
        self._waits_for = self._devices.ask(Ask.IDENTIFY, about=self._draft)
        self.changed.emit()

    @Slot()
    def print_sample(self) -> None:
        """Print the page the questions are about."""
        self._step, self._words = Step.PRINTING, ""
        self._waits_for = self._devices.ask(Ask.SAMPLE, self._title or self._draft.address, self._draft)
        self.changed.emit()

    @Slot()
    def print_sample_unasked(self) -> None:
        """Print the page without waiting for an answer, for a printer that never gives one."""
        self._set_option("confirm", "none")
        self.print_sample()

    def answer_width(self, columns: int) -> None:
        """So many letters fit into a line."""
        if columns <= NARROW and self._draft.profile == ANY_80:
            self._draft = replace(self._draft, profile=ANY_58)
        plain = {ANY_80: 48, ANY_58: 32}.get(self._draft.profile)
        self._set_option("columns", "" if columns == plain else str(columns))
        self._go(Step.LETTERS)

    def answer_letters(self, *, all_right: bool) -> None:
        """Whether every line of letters is readable; otherwise western letters only are trusted to the printer."""
        self._set_option("letters", "" if all_right else "pictures")
        self._go(Step.CUT)

    def answer_cut(self, *, was_cut: bool) -> None:
        """Whether the printer cut the paper."""
        cuts = self._draft.profile != ANY_58
        self._set_option("cutter", "" if was_cut is cuts else ("partial" if was_cut else "none"))
        self._draft = replace(self._draft, name=self._free_name())
        self._go(Step.PLACE)

    def place(self, name: str, routes: tuple[str, ...]) -> None:
        """Write it: what it is called and which jobs go to it. Jobs another device had go to this one from now on."""
        self._draft = replace(self._draft, name=name.strip() or self._free_name(), routes=routes)
        taken = [
            (replace(other, routes=tuple(route for route in other.routes if route not in routes)), other.name)
            for other in self._devices.set_ups
            if set(other.routes) & set(routes)
        ]
        self._devices.write(*taken, (self._draft, ""))
        self.finished.emit(self._draft.name)

    def back(self) -> None:
        """One step back, to the look around."""
        self._go(Step.FIND)

    @Slot(object)
    def _hear(self, reply: Reply) -> None:
        if reply.ask_id != self._waits_for:
            return
        self._words = reply.words
        if reply.ask is Ask.DISCOVER:
            known = {each.address for each in self._devices.set_ups}
            self._is_searching = False
            self._found = tuple(each for each in reply.found if each.address not in known)
        elif reply.ask is Ask.IDENTIFY:
            self._know(reply)
        elif reply.ask is Ask.SAMPLE:
            self._step = Step.SAMPLE if reply.has_failed else Step.WIDTH
        self.changed.emit()

    def _know(self, reply: Reply) -> None:
        self._step = Step.FIND if reply.has_failed else Step.SAMPLE
        for found in reply.found:
            self._title = found.title or self._title
            if found.profile:
                self._draft = replace(self._draft, profile=found.profile)

    def _know_routes(self, routes: tuple[str, ...]) -> None:
        self._routes = routes
        self.changed.emit()

    def _set_option(self, name: str, value: str) -> None:
        kept = tuple(option for option in self._draft.options if option[0] != name)
        self._draft = replace(self._draft, options=(*kept, (name, value)) if value else kept)

    def _free_name(self) -> str:
        taken = {each.name for each in self._devices.set_ups}
        wanted = self._title or "Printer"
        names = (wanted, *(f"{wanted} {number}" for number in range(2, len(taken) + 3)))
        return next(name for name in names if name not in taken)

    def _go(self, step: Step) -> None:
        self._step = step
        self.changed.emit()


def _routes(shop: Shop) -> tuple[str, ...]:
    """Every route the shop spools jobs on."""
    printers = (station.printer for station in shop.reads.kitchen.stations())
    return tuple(dict.fromkeys((RECEIPT_ROUTE, DRAWER_ROUTE, *printers)))
