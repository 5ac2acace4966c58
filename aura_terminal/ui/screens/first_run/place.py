"""Where the store is, and what it is called."""

from __future__ import annotations

from PySide6.QtCore import QCollator, QLocale, Qt, Slot

from aura_terminal.ui.language.format_table import country_name
from aura_terminal.ui.language.languages import language_of
from aura_terminal.ui.screens.first_run.page import FirstPage, tr
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.typing_fields import TypingFields
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.view_models.first_run import FirstRunModel

NAME, LABEL = "name", "label"


class CountryPage(FirstPage):
    """Every country there is, the one this machine seems to be in chosen already."""

    def __init__(self, run: FirstRunModel, theme: Theme) -> None:
        super().__init__(theme)
        self._run = run
        self.title = tr("Where is the store?")
        self.explained = tr("Money, taxes, rounding and paper begin as they are usual there. All of it can be changed.")
        self.next_words = tr("Next")
        self._chosen = ""
        self._list = ChoiceList(theme, tr("Countries"), Picking.ONE)
        self._list.tapped.connect(self._tap)
        self.column.addWidget(self._list, 1)

    @property
    def is_ready(self) -> bool:
        return bool(self._chosen)

    def enter(self) -> None:
        country = self._run.country
        self._chosen = "" if country is None else country.code
        self._show()
        self._list.setFocus(Qt.FocusReason.TabFocusReason)
        place = next((at for at, (code, *_) in enumerate(self._countries()) if code == self._chosen), 0)
        index = self._list.model().index(place, 0)
        self._list.setCurrentIndex(index)
        self._list.scrollTo(index)

    def go_on(self) -> None:
        self._run.choose_country(self._chosen)

    @Slot(str)
    def _tap(self, code: str) -> None:
        self._chosen = code
        self._show()
        self.ready_changed.emit()

    def _show(self) -> None:
        self._list.show_rows(
            [ChoiceRow(code, name, currency, int(code == self._chosen)) for code, name, currency in self._countries()]
        )

    def _countries(self) -> list[tuple[str, str, str]]:
        """Code, name and money of each, in the order the language sorts them."""
        named = [
            (each.code, country_name(each.code, self._run.language) or each.name, each.terms.currency)
            for each in self._run.countries
        ]
        order = QCollator(QLocale(language_of(self._run.language).qt))
        return sorted(named, key=lambda each: order.sortKey(each[1]))


class NamePage(FirstPage):
    """The names of the store and of this terminal, with keys to tap them."""

    def __init__(self, run: FirstRunModel, theme: Theme) -> None:
        super().__init__(theme)
        self._run = run
        self.title = tr("What is it called?")
        self.explained = tr("The store's name stands on every receipt; the terminal's, such as R1, before every order.")
        self.next_words = tr("Next")
        self._fields = TypingFields(theme, ((NAME, tr("Name of the store")), (LABEL, tr("Terminal"))), tr("Next"), 2)
        self._fields.finished.connect(self.go_on)
        self._fields.edited.connect(self.ready_changed)
        self.column.addWidget(self._fields)
        self.column.addStretch(1)

    @property
    def is_ready(self) -> bool:
        return bool(self._fields.text(NAME) and self._fields.text(LABEL))

    def enter(self) -> None:
        self._fields.begin(((NAME, self._run.draft.name), (LABEL, self._run.draft.label)))

    def go_on(self) -> None:
        self._run.name_store(self._fields.text(NAME), self._fields.text(LABEL))
