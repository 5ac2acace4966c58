"""Menu files for the first run: found on sticks and in usual places, read before anything is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from aura_terminal.app.first_run.notes import FirstRunNotes
from aura_terminal.app.menu_csv import check_menu_csv
from aura_terminal.app.menu_files import FoundMenuFiles
from aura_terminal.app.new_shop import new_shop
from aura_terminal.app.shop_entries import ShopFileProblem
from aura_terminal.domain.countries import HouseTerms
from aura_terminal.domain.money import exponent_of
from aura_terminal.use_cases.new_store import NewStore
from aura_terminal.view_models.first_run_draft import Draft, MenuPreview, MenuProblem

MOST_EXAMPLES, MOST_PROBLEMS = 6, 200
TEMPLATE_NAME = "menu-template"
_COLUMNS = "category,name,price,tax_category,station,variants,allergens"
_ROWS: tuple[tuple[str, str, str, str, tuple[tuple[str, int], ...], str], ...] = (
    ("Starters", "Tomato soup", "standard", "Kitchen", (("", 650),), "celery"),
    ("Mains", "Burger", "standard", "Kitchen", (("", 1450),), "gluten|milk"),
    ("Drinks", "Lemonade", "drinks", "Bar", (("Small", 300), ("Large", 450)), ""),
)


class FirstMenus:
    """The `MenuDesk` of one data folder."""

    def __init__(
        self, folder: Path, notes: FirstRunNotes, now: Callable[[], datetime], places: Sequence[Path] | None = None
    ) -> None:
        self._notes = notes
        self._files = FoundMenuFiles(folder, now, places, TEMPLATE_NAME)

    def found(self) -> Sequence[str]:
        """As the port says."""
        return self._files.found()

    def check(self, file: str, draft: Draft) -> MenuPreview:
        """As the port says."""
        content = self._files.read(file)
        assert draft.terms is not None
        checked = check_menu_csv(Path(file), new_shop(NewStore(draft.name, known(draft.terms), ())))
        if not checked.problems:
            self._notes.keep_menu(content)
        return MenuPreview(
            file,
            len(checked.items),
            len({item.category for item in checked.items}),
            tuple((item.name, item.price) for item in checked.items[:MOST_EXAMPLES]),
            tuple(_told(problem) for problem in checked.problems[:MOST_PROBLEMS]),
        )

    def template(self, draft: Draft) -> str:
        """As the port says; the prices are written as the store's money is."""
        assert draft.terms is not None
        taxed = [each.id for each in draft.terms.categories]
        places = exponent_of(draft.terms.currency)
        lines = [_COLUMNS]
        for category, name, tax, station, prices, allergens in _ROWS:
            has_sizes = len(prices) > 1
            told = "|".join(f"{size}={_written(minor, places)}" for size, minor in prices) if has_sizes else ""
            shown = "" if has_sizes else _written(prices[0][1], places)
            lines.append(",".join((category, name, shown, tax if tax in taxed else "", station, told, allergens)))
        return self._files.keep("\r\n".join(lines) + "\r\n")


def known(terms: HouseTerms) -> HouseTerms:
    """The terms; they were accepted before a menu is asked for."""
    assert not terms.unknown_rates
    return terms


def _written(minor: int, places: int) -> str:
    return f"{minor // 100}.{minor % 100:02}" if places >= 2 else str(minor)


def _told(problem: ShopFileProblem) -> MenuProblem:
    place = ", ".join(part for part in (problem.entry, problem.field) if part)
    return MenuProblem(place, problem.wrong, problem.remedy)
