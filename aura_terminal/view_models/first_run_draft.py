"""What was said so far of a store that is not there yet, and who carries it out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from aura_terminal.domain.countries import Country, HouseTerms
from aura_terminal.domain.money import Money
from aura_terminal.use_cases.new_store import NewStore


class Step(StrEnum):
    """A page of the first run. JOIN is the way into a store that exists; the others lead to a new one.

    MEND is where a terminal begins whose store is damaged.
    """

    WELCOME = "welcome"
    JOIN = "join"
    COUNTRY = "country"
    NAME = "name"
    RULES = "rules"
    MENU = "menu"
    PEOPLE = "people"
    PRINTERS = "printers"
    READY = "ready"
    MEND = "mend"


NEW_STORE = (Step.COUNTRY, Step.NAME, Step.RULES, Step.MENU, Step.PEOPLE, Step.PRINTERS, Step.READY)


class MenuKind(StrEnum):
    """Where the menu comes from."""

    EMPTY = "empty"
    DEMO = "demo"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Draft:
    """Every answer but people and their PINs, which are kept nowhere before the store is there.

    `menu_file` is what the file was called that `FILE` means; what was in it is kept beside the draft. `language` is
    the code of the one that was chosen, "" where nobody chose.
    """

    step: Step = Step.WELCOME
    country: str = ""
    name: str = ""
    label: str = "R1"
    terms: HouseTerms | None = None
    menu: MenuKind = MenuKind.EMPTY
    menu_file: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class MenuProblem:
    """What is wrong at a place of a menu file, and what to do about it; `where` is "" for the whole file."""

    where: str
    wrong: str
    remedy: str


@dataclass(frozen=True, slots=True)
class MenuPreview:
    """What a menu file would bring: how much, its first dishes with their prices, and what is wrong."""

    file: str
    items: int
    categories: int
    examples: tuple[tuple[str, Money], ...]
    problems: tuple[MenuProblem, ...]


@dataclass(frozen=True, slots=True)
class FoundPrinter:
    """Something that could print: its address as settings write it, what it says it is, its profile ("" unknown)."""

    address: str
    title: str
    profile: str = ""


class Printed(StrEnum):
    """What became of a test page: out, sent without an answer, or not printed."""

    OUT = "out"
    UNSURE = "unsure"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class TestPage:
    """What became of it, and what the printer says, in words for whoever stands beside it."""

    __test__ = False

    printed: Printed
    words: str


class Job(StrEnum):
    """What a printer is for."""

    RECEIPTS = "receipts"
    KITCHEN = "kitchen"
    BOTH = "both"


class Notes(Protocol):
    """Where the answers of a first run lie between two starts; whole or not at all. Raises Unavailable."""

    def begun(self) -> Draft:
        """What was said before; a fresh one where nothing was."""

    def keep(self, draft: Draft) -> None:
        """Remember it."""

    def forget(self) -> None:
        """It is over."""


class MenuDesk(Protocol):
    """Menu files. Raises Unavailable."""

    def found(self) -> Sequence[str]:
        """CSV files that could be a menu, the newest first."""

    def check(self, file: str, draft: Draft) -> MenuPreview:
        """Read one; where it is right it is kept beside the draft."""

    def template(self, draft: Draft) -> str:
        """Write an example to fill in; where it is."""


class Founder(Protocol):
    """Makes the store."""

    def found(self, new: NewStore, draft: Draft) -> None:
        """Whole or not at all. Raises Unavailable or RuleBroken."""


class PrinterDesk(Protocol):
    """Printers of this machine and its network. Raises Unavailable."""

    def find(self) -> Sequence[FoundPrinter]:
        """Look around; takes some seconds."""

    def print_page(self, printer: FoundPrinter, paper: int) -> TestPage:
        """Have it print a page."""

    def keep(self, printer: FoundPrinter, job: Job, paper: int) -> str:
        """Give it its job; what it is called from now on."""


class JoinDesk(Protocol):
    """The way into a store that exists. Raises Unavailable, or RuleBroken where the store does not let us in."""

    def look(self) -> str:
        """The address of a terminal that shows a code now, "" for none; takes some seconds."""

    def join(self, address: str, code: str, label: str, view: str) -> str:
        """Become a terminal of that store; who let us in."""


@dataclass(frozen=True, slots=True)
class MendableCopy:
    """A copy of the store that was looked through and is sound; `newest` is when the last thing in it was done."""

    id: str
    newest: datetime | None
    orders: int


@dataclass(frozen=True, slots=True)
class MendCard:
    """A damaged store: since when that is known, why in the store's words, and the ways back.

    `copies` are sound ones, the newest first; `bad` is how many are not. `is_paired`: there are other terminals.
    """

    since: datetime
    why: str
    copies: tuple[MendableCopy, ...]
    bad: int
    is_paired: bool


@dataclass(frozen=True, slots=True)
class MendedCard:
    """What came of mending. `facts` were taken out of the damaged file, `missing` were in it and are not here.

    Everything this terminal did is here until `until`; `base_until` is how far the copy reached. Where the damaged file
    was not readable, nobody knows what is missing. `by` let this machine in, `formerly` is what it was called before.
    """

    label: str
    aside: str
    facts: int
    missing: int
    until: datetime | None
    is_readable: bool
    base_until: datetime | None = None
    by: str = ""
    formerly: str = ""


class MendDesk(Protocol):
    """Ways back from a damaged store. Raises Unavailable, or RuleBroken where no other terminal lets us in."""

    report: MendedCard | None
    """What came of it, once something did."""

    @property
    def next_label(self) -> str:
        """What this terminal may be called from now on."""

    def look(self) -> MendCard:
        """What is wrong and what can be done; looks every copy through."""

    def go_back(self, copy: str) -> MendedCard:
        """Put a copy in the place of the damaged file."""


@dataclass(frozen=True, slots=True)
class Desks:
    """Everybody who carries something out, and the countries there are."""

    notes: Notes
    menus: MenuDesk
    founder: Founder
    printers: PrinterDesk
    joining: JoinDesk
    countries: tuple[Country, ...]
    usual_country: str = ""
    usual_language: str = ""
    mending: MendDesk | None = None
