"""The rules of the store as its country has them, each open to change, and where each of them stands."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from aura_terminal.domain.countries import HouseTerms
from aura_terminal.domain.money import EXPONENTS, Money
from aura_terminal.domain.tax import PricesAre
from aura_terminal.ui.asking import ListSheet
from aura_terminal.ui.language.languages import LANGUAGES, language_of
from aura_terminal.ui.language.sheet import own_name
from aura_terminal.ui.money_text import amount_text
from aura_terminal.ui.screens.first_run.page import FirstPage, tr
from aura_terminal.ui.text_sheet import TextSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.choice_list import ChoiceRow, Picking
from aura_terminal.ui.widgets.form import Change, Form, FormRow
from aura_terminal.view_models.first_run import FirstRunModel

CURRENCY, ZONE, PRICES, CASH, PAPER, RATE = "currency", "zone", "prices", "cash", "paper", "rate:"
LANGUAGE = "language"
STEPS = (1, 5, 10, 25, 50, 100, 500, 1000, 5000)


class RulesPage(FirstPage):
    """A tap on a value changes it; taxes that differ within the country are asked for."""

    def __init__(self, run: FirstRunModel, theme: Theme, host: QWidget) -> None:
        super().__init__(theme)
        self._run = run
        self.title = tr("Money, taxes and paper")
        self.explained = tr(
            "This is how it usually is there. Please check the taxes, and tap what is different in your store."
        )
        self.next_words = tr("Next")
        self._form = Form(theme, tr("Rules of the store"), tr("Less: {what}"), tr("More: {what}"))
        self._form.tapped.connect(self._change)
        self._list = ListSheet(theme, host, Picking.ONE)
        self._list.picked.connect(self._picked)
        self._text = TextSheet(theme, host)
        self._text.written.connect(self._written)
        self.column.addWidget(self._form, 1)
        run.changed.connect(self._show)

    @property
    def is_ready(self) -> bool:
        terms = self._run.draft.terms
        return terms is not None and not terms.unknown_rates

    def enter(self) -> None:
        self._show()
        asked = self._run.terms.unknown_rates
        if asked:
            self._change(RATE + asked[0].id)

    def go_on(self) -> None:
        self._run.accept_terms()

    @Slot()
    def _show(self) -> None:
        terms = self._run.draft.terms
        if terms is None:
            return
        country = self._run.country
        taxes = tr("Source: {where}").format(where="" if country is None else country.tax_source)
        cash = tr("Source: {where}").format(where="" if country is None else country.cash_source)
        with_tax = tr("with the tax in them") if terms.prices is PricesAre.INCLUSIVE else tr("the tax comes on top")
        rows = [
            FormRow(CURRENCY, tr("Money"), terms.currency),
            FormRow(ZONE, tr("Time zone"), terms.zone),
            FormRow(LANGUAGE, tr("Language"), own_name(terms.language)),
            FormRow(PRICES, tr("Prices on the menu"), with_tax),
        ]
        for place, rate in enumerate(terms.rates):
            value = tr("Tap to say how much") if rate.percent is None else f"{rate.percent.normalize():f} %"
            note = taxes if place == len(terms.rates) - 1 else ""
            rows.append(FormRow(RATE + rate.id, rate.name, value, note=note))
        rows += [FormRow(f"category:{name}", name, rates, Change.NOT) for name, rates in _taxed(terms)]
        rows += [
            FormRow(CASH, tr("Cash is rounded to"), amount_text(Money(terms.cash_step, terms.currency)), note=cash),
            FormRow(PAPER, tr("Paper of the printers"), tr("{width} mm").format(width=terms.paper)),
        ]
        self._form.show_rows(rows)
        self.ready_changed.emit()

    @Slot(str)
    def _change(self, field: str) -> None:
        terms = self._run.terms
        if field == PRICES:
            self._run.turn_prices()
        elif field == PAPER:
            self._run.turn_paper()
        elif field.startswith(RATE):
            rate = next(each for each in terms.rates if RATE + each.id == field)
            said = "" if rate.percent is None else f"{rate.percent.normalize():f}"
            self._text.ask(field, tr("How many percent is {tax} here?").format(tax=rate.name), said)
        else:
            title, choices, now = self._choices(field, terms)
            rows = [ChoiceRow(value, words, "", int(value == now)) for value, words in choices]
            self._list.ask(field, title, rows, (now,))

    def _choices(self, field: str, terms: HouseTerms) -> tuple[str, list[tuple[str, str]], str]:
        if field == CURRENCY:
            return tr("Which money?"), [(code, code) for code in sorted(EXPONENTS)], terms.currency
        if field == CASH:
            steps = sorted({*STEPS, terms.cash_step})
            choices = [(str(step), amount_text(Money(step, terms.currency))) for step in steps]
            return tr("What is the smallest coin you take and give?"), choices, str(terms.cash_step)
        if field == LANGUAGE:
            languages = [(code, own_name(code)) for code in LANGUAGES]
            return tr("Which language?"), languages, language_of(terms.language).code
        country = self._run.country
        zones = (terms.zone,) if country is None else country.zones
        return tr("Which time zone?"), [(zone, zone.replace("_", " ")) for zone in zones], terms.zone

    @Slot(str, str)
    def _picked(self, field: str, choice: str) -> None:
        terms = self._run.terms
        if field == CURRENCY:
            self._run.change_terms(replace(terms, currency=choice))
        elif field == CASH:
            self._run.change_terms(replace(terms, cash_step=int(choice)))
        elif field == LANGUAGE:
            self._run.change_terms(replace(terms, language=choice))
        else:
            self._run.change_terms(replace(terms, zone=choice))

    @Slot(str, str)
    def _written(self, field: str, words: str) -> None:
        self._run.set_percent(field.removeprefix(RATE), words)


def _taxed(terms: HouseTerms) -> list[tuple[str, str]]:
    """What is taxed how, in words: here, and where it differs, to take away."""
    names = {rate.id: rate.name for rate in terms.rates}
    told = []
    for each in terms.categories:
        here = " + ".join(names[rate] for rate in each.rates)
        away = " + ".join(names[rate] for rate in each.away)
        told.append((each.name, tr("{here}; to take away {away}").format(here=here, away=away) if away else here))
    return told
