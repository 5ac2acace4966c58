"""The answers of a first run, in the data folder until the store is there; never a PIN."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from aura_terminal.app.screen import FIRST_RUN_FILE
from aura_terminal.app.whole_files import write_whole
from aura_terminal.domain.countries import HouseCategory, HouseRate, HouseTerms
from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.tax import PricesAre
from aura_terminal.domain.telling import told
from aura_terminal.store.folders import store_file
from aura_terminal.view_models.first_run_draft import Draft, MenuKind, Step

FILE = FIRST_RUN_FILE
MENU_FILE, FOUNDING = "first-run-menu.csv", "first-run.founding"
AFTER_THE_STORE = frozenset({Step.PRINTERS, Step.READY})


class FirstRunNotes:
    """The `Notes` of one data folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def menu(self) -> Path:
        """What was in the menu file that was chosen."""
        return self._folder / MENU_FILE

    def begun(self) -> Draft:
        """What was said; a step that cannot be, as the store is there already or not yet, gives way to one that can."""
        draft = self._read()
        has_store = store_file(self._folder).exists()
        if has_store and draft.step not in AFTER_THE_STORE:
            return replace(draft, step=Step.PRINTERS if draft.terms is not None else Step.READY)
        if not has_store and draft.step in AFTER_THE_STORE:
            return replace(draft, step=Step.PEOPLE if draft.terms is not None else Step.WELCOME)
        if draft.menu is MenuKind.FILE and not self.menu.exists() and not has_store:
            return replace(draft, step=Step.MENU)
        return draft

    def keep(self, draft: Draft) -> None:
        """As the port says."""
        try:
            write_whole(self._folder / FILE, json.dumps(_plain(draft), indent=1).encode())
        except OSError as wrong:
            raise Unavailable(
                told("The data folder"), told("it cannot be written: {reason}. Make room on it.", reason=wrong.strerror)
            ) from wrong

    def keep_menu(self, content: bytes) -> None:
        """Keep what was in a menu file: the stick it was on may be gone at the next start."""
        try:
            write_whole(self.menu, content)
        except OSError as wrong:
            raise Unavailable(
                told("The data folder"), told("it cannot be written: {reason}. Make room on it.", reason=wrong.strerror)
            ) from wrong

    def forget(self) -> None:
        """As the port says."""
        for name in (MENU_FILE, FOUNDING, FILE):
            (self._folder / name).unlink(missing_ok=True)

    def _read(self) -> Draft:
        try:
            return _draft(json.loads((self._folder / FILE).read_text("utf-8")))
        except FileNotFoundError:
            return Draft()
        except (OSError, ValueError, KeyError, TypeError, ArithmeticError):
            return Draft()  # written by hand or by another version: begin clean


def _plain(draft: Draft) -> dict[str, object]:
    terms = draft.terms
    return {
        "step": draft.step, "country": draft.country, "name": draft.name, "label": draft.label,
        "menu": draft.menu, "menu_file": draft.menu_file,
        "language": draft.language, "terms": None if terms is None else _plain_terms(terms),
    }  # fmt: skip


def _plain_terms(terms: HouseTerms) -> dict[str, object]:
    return {
        "currency": terms.currency, "zone": terms.zone, "prices": terms.prices, "cash_step": terms.cash_step,
        "paper": terms.paper, "language": terms.language,
        "rates": [
            {"id": rate.id, "name": rate.name, "percent": None if rate.percent is None else str(rate.percent)}
            for rate in terms.rates
        ],
        "categories": [
            {"id": each.id, "name": each.name, "rates": each.rates, "away": each.away} for each in terms.categories
        ],
    }  # fmt: skip


def _draft(said: dict[str, Any]) -> Draft:  # as `_plain` wrote it
    terms = said["terms"]
    return Draft(
        Step(said["step"]), str(said["country"]), str(said["name"]), str(said["label"]),
        None if terms is None else _terms(terms), MenuKind(said["menu"]), str(said["menu_file"]),
        str(said.get("language", "")),
    )  # fmt: skip


def _terms(said: dict[str, Any]) -> HouseTerms:
    return HouseTerms(
        currency=str(said["currency"]), zone=str(said["zone"]), prices=PricesAre(said["prices"]),
        cash_step=int(said["cash_step"]), paper=int(said["paper"]), language=str(said["language"]),
        rates=tuple(
            HouseRate(each["id"], each["name"], None if each["percent"] is None else Decimal(each["percent"]))
            for each in said["rates"]
        ),
        categories=tuple(
            HouseCategory(each["id"], each["name"], tuple(each["rates"]), tuple(each["away"]))
            for each in said["categories"]
        ),
    )  # fmt: skip
