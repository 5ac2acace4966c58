"""The first run of a terminal: from nothing to a store, one whole step after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.countries import PAPER_WIDTHS, Country, HouseTerms
from aura_terminal.domain.errors import Rule, RuleBroken, Unavailable
from aura_terminal.domain.ids import RoleId
from aura_terminal.domain.staff import Role
from aura_terminal.domain.tax import PricesAre
from aura_terminal.use_cases.first_roles import OWNER_ROLE, ROLES
from aura_terminal.use_cases.new_store import NewPerson, NewStore, check_person, check_terms, checked_name
from aura_terminal.view_models.first_run_draft import NEW_STORE, Desks, Draft, MenuKind, Step
from aura_terminal.view_models.runner import Runner

T = TypeVar("T")


class Outcome(StrEnum):
    """What the terminal does when the first run is over."""

    OPEN = "open"
    DEMO = "demo"


class FirstRunModel(QObject):
    """Where the first run stands; every step is kept when it is whole, and one can go back until the store is there.

    `changed` follows every change, `refused` carries a RuleBroken, `failed` an Unavailable, `finished` an Outcome,
    `spoken` the code of a language that was chosen just now.
    """

    changed = Signal()
    refused = Signal(object)
    failed = Signal(object)
    finished = Signal(object)
    spoken = Signal(str)

    def __init__(self, desks: Desks, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desks, self._runner = desks, runner
        self._draft = desks.notes.begun()
        self._people: tuple[NewPerson, ...] = ()
        self._is_busy = False
        runner.rule_broken.connect(self._refuse)
        runner.unavailable.connect(self._fail)

    @property
    def draft(self) -> Draft:
        """What was said so far."""
        return self._draft

    @property
    def step(self) -> Step:
        """The page that is open."""
        return self._draft.step

    @property
    def countries(self) -> tuple[Country, ...]:
        """Where a store can be."""
        return self._desks.countries

    @property
    def country(self) -> Country | None:
        """The country that was chosen, or that this machine seems to be in."""
        code = self._draft.country or self._desks.usual_country
        return next((each for each in self.countries if each.code == code), None)

    @property
    def language(self) -> str:
        """The code of the language that was chosen, or that this machine is set to."""
        return self._draft.language or self._desks.usual_language

    @property
    def terms(self) -> HouseTerms:
        """The rules of the store as they would be now; only after a country was chosen."""
        assert self._draft.terms is not None
        return self._draft.terms

    @property
    def people(self) -> tuple[NewPerson, ...]:
        """Who works here, the owner first."""
        return self._people

    @property
    def roles(self) -> tuple[Role, ...]:
        """What somebody can be here."""
        return ROLES

    @property
    def owner_role(self) -> RoleId:
        """What the first of them is."""
        return OWNER_ROLE

    @property
    def is_busy(self) -> bool:
        """Whether something is being carried out that has to end first."""
        return self._is_busy

    @property
    def can_go_back(self) -> bool:
        """Whether the step before can still be changed: not once the store is there."""
        return not self._is_busy and self.step not in (Step.WELCOME, Step.PRINTERS, Step.READY, Step.MEND)

    def speak(self, code: str) -> None:
        """Go on in this language; the store begins with it as well, whatever its country speaks."""
        terms = self._draft.terms
        wanted = replace(self._draft, language=code, terms=None if terms is None else replace(terms, language=code))

        def kept(_nothing: None) -> None:
            self._take(wanted)
            self.spoken.emit(code)

        self.run(partial(self._desks.notes.keep, wanted), kept)

    @Slot()
    def try_demo(self) -> None:
        """Open the demo restaurant, beside what is being set up here."""
        self.finished.emit(Outcome.DEMO)

    @Slot()
    def choose_joining(self) -> None:
        """Become a terminal of a store that exists."""
        self._go(Step.JOIN)

    @Slot()
    def choose_new_store(self) -> None:
        """Begin a store."""
        self._go(Step.COUNTRY)

    @Slot()
    def back(self) -> None:
        """The step before; what was said stays."""
        if self.can_go_back:
            at = NEW_STORE.index(self.step) if self.step in NEW_STORE else 0
            first = Step.WELCOME if self._desks.mending is None else Step.MEND
            self._go(NEW_STORE[at - 1] if at else first)

    def choose_country(self, code: str) -> None:
        """Take a country's rules; those that were changed before stay where it is the same country."""
        country = next(each for each in self.countries if each.code == code)
        terms = self._draft.terms
        if terms is None or self._draft.country != code:
            terms = replace(country.terms, language=self._draft.language or country.terms.language)
        self._keep(replace(self._draft, country=code, terms=terms), Step.NAME)

    def name_store(self, name: str, label: str) -> None:
        """What the store and this terminal are called."""
        self._try(lambda: self._keep(replace(self._draft, name=checked_name(name), label=_label(label)), Step.RULES))

    def change_terms(self, terms: HouseTerms) -> None:
        """Change a rule; it is kept with the step."""
        self._draft = replace(self._draft, terms=terms)
        self.changed.emit()

    def set_percent(self, rate_id: str, said: str) -> None:
        """How much a tax is, as people write it: `8.875` or `8,875`."""
        rates = self.terms.rates
        name = next(rate.name for rate in rates if rate.id == rate_id)

        def put() -> None:
            percent = _percent(said, name)
            changed = tuple(replace(rate, percent=percent) if rate.id == rate_id else rate for rate in rates)
            self.change_terms(replace(self.terms, rates=changed))

        self._try(put)

    def turn_prices(self) -> None:
        """Prices with the tax in them become prices without, and the other way."""
        other = {PricesAre.INCLUSIVE: PricesAre.EXCLUSIVE, PricesAre.EXCLUSIVE: PricesAre.INCLUSIVE}
        self.change_terms(replace(self.terms, prices=other[self.terms.prices]))

    def turn_paper(self) -> None:
        """The other width of paper."""
        place = PAPER_WIDTHS.index(self.terms.paper)
        self.change_terms(replace(self.terms, paper=PAPER_WIDTHS[(place + 1) % len(PAPER_WIDTHS)]))

    @Slot()
    def accept_terms(self) -> None:
        """The rules are right."""

        def accept() -> None:
            check_terms(self.terms)
            self._keep(self._draft, Step.MENU)

        self._try(accept)

    def take_menu(self, kind: MenuKind, file: str = "") -> None:
        """Where the menu comes from; a file must have been checked before."""
        self._keep(replace(self._draft, menu=kind, menu_file=file), Step.PEOPLE)

    def check_pin(self, role: RoleId, pin: str) -> RuleBroken | None:
        """Why a PIN will not do for somebody with that role; None where it does."""
        try:
            check_person(NewPerson("?", role, pin), ())
        except RuleBroken as broken:
            return broken
        return None

    def check_newcomer(self, name: str) -> RuleBroken | None:
        """Why nobody can be added under that name; None where somebody can."""
        try:
            said = checked_name(name)
        except RuleBroken as broken:
            return broken
        taken = any(person.name.casefold() == said.casefold() for person in self._people)
        return RuleBroken(Rule.SAME_NAME, name=said) if taken else None

    def add_person(self, name: str, role: RoleId, pin: str) -> None:
        """Somebody who works here; the first one is the owner, whatever role is named."""

        def add() -> None:
            person = NewPerson(checked_name(name), role if self._people else OWNER_ROLE, pin)
            check_person(person, self._people)
            self._people = (*self._people, person)
            self.changed.emit()

        self._try(add)

    @Slot()
    def remove_last_person(self) -> None:
        """Take back who was added last."""
        self._people = self._people[:-1]
        self.changed.emit()

    @Slot()
    def open_store(self) -> None:
        """Make the store of everything that was said; whole, or nothing of it."""
        new = NewStore(self._draft.name, self.terms, self._people)
        self.run(partial(self._desks.founder.found, new, self._draft), self._founded)

    @Slot()
    def finish_printers(self) -> None:
        """No more printers for now."""
        self._go(Step.READY)

    @Slot()
    def joined(self) -> None:
        """This machine is a terminal of a store now."""
        self._go(Step.READY if self._desks.mending is None else Step.MEND)

    @Slot()
    def finish(self) -> None:
        """All is said: open the terminal."""
        self.run(self._desks.notes.forget, lambda _: self.finished.emit(Outcome.OPEN))

    def run(self, call: Callable[[], T], then: Callable[[T], None]) -> None:
        """Have something carried out beside the screen; nothing else is begun meanwhile."""
        if self._is_busy:
            return
        self._is_busy = True
        self.changed.emit()

        def done(outcome: T) -> None:
            self._is_busy = False
            then(outcome)
            self.changed.emit()

        self._runner.run(lambda _shop: call(), done)

    def _founded(self, _nothing: None) -> None:
        self._people = ()
        self._draft = replace(self._draft, step=Step.PRINTERS)

    def _go(self, step: Step) -> None:
        self._keep(self._draft, step)

    def _keep(self, draft: Draft, step: Step) -> None:
        wanted = replace(draft, step=step)
        self.run(partial(self._desks.notes.keep, wanted), lambda _: self._take(wanted))

    def _take(self, draft: Draft) -> None:
        self._draft = draft

    def _try(self, act: Callable[[], None]) -> None:
        try:
            act()
        except RuleBroken as broken:
            self.refused.emit(broken)

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self._is_busy = False
        self.refused.emit(broken)
        self.changed.emit()

    @Slot(object)
    def _fail(self, trouble: Unavailable) -> None:
        self._is_busy = False
        self.failed.emit(trouble)
        self.changed.emit()


def _label(label: str) -> str:
    said = label.strip()
    if not (said.isascii() and said.isalnum() and len(said) <= 6):
        raise RuleBroken(Rule.LABEL_WRONG, label=said)
    return said


def _percent(said: str, tax: str) -> Decimal:
    try:
        percent = Decimal(said.strip().removesuffix("%").strip().replace(",", "."))
    except InvalidOperation:
        raise RuleBroken(Rule.TAX_PERCENT_NEEDED, tax=tax) from None
    if not (percent.is_finite() and 0 <= percent <= 100):
        raise RuleBroken(Rule.TAX_PERCENT_NEEDED, tax=tax)
    return percent
