"""The page of stations: the list, what the chosen one knows, and the overview of what goes where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.kinds import OrderType
from aura_terminal.domain.shop import Delivery, StationRole
from aura_terminal.ui.phrases import sentence
from aura_terminal.ui.room import RoomPage
from aura_terminal.ui.screens.stations_editing.words import (
    ICONS,
    delivery_words,
    form_rows,
    role_words,
    route_words,
    tr,
)
from aura_terminal.ui.text_sheet import TextSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.cards import PADDING, Card, CardColumn
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.choice_list import ChoiceList, ChoiceRow, Picking
from aura_terminal.ui.widgets.form import Form
from aura_terminal.ui.widgets.labels import Ground, Panel, Voice, Words
from aura_terminal.ui.widgets.page_edges import Foot, Head
from aura_terminal.ui.widgets.pill import Tone
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.ui.widgets.strip import Strip
from aura_terminal.view_models.stations_editing import StationsEditingModel

ROUTES, NEW, WIDEST = "what-goes-where", "new-station", 1200
STEPPED = ("target_minutes", "takeout_minutes", "delivery_minutes", "capacity")
WRITTEN = {"name", "printer", "fallback_printer"}


@dataclass(frozen=True, slots=True)
class RouteCard:
    """One line of the overview."""

    id: str
    title: str
    places: str
    is_lost: bool

    @property
    def spoken(self) -> str:
        """The line in words."""
        return f"{self.title}: {self.places}"


class StationsEditingPage(RoomPage):
    """Nothing of a station is kept before Keep."""

    def __init__(self, model: StationsEditingModel, theme: Theme) -> None:
        super().__init__(theme, sleeper=model.watch)
        self._model, self._theme = model, theme
        self._chips = Chips(theme, tr("Stations"))
        self._add = Button(theme, tr("New station"), icon="plus", kind=Kind.FUNCTION)
        self._form = Form(theme, tr("Station"), tr("{what} less"), tr("{what} more"))
        self._routes: CardColumn[RouteCard] = CardColumn(tr("What goes where"), self._route_card, WIDEST)
        self._owner = Strip(theme)
        self._stack = QStackedWidget()
        self._state = Words(theme, "", Voice.MUTED)
        self._discard = Button(theme, tr("Discard"), icon="x")
        self._keep = Button(theme, tr("Keep the station"), kind=Kind.PRIMARY, icon="check")
        self._text = TextSheet(theme, self)
        self._sheet: Sheet | None = None
        self._asked = ""
        self._shows_routes = False
        self.setAccessibleName(tr("Stations"))
        self._arrange()
        self._bind()
        self._show()

    def _arrange(self) -> None:
        head = Head(self._theme)
        head.bar.addWidget(self._chips, 1)
        head.bar.addWidget(self._add)
        canvas = Panel(self._theme, Ground.CANVAS)
        column = QVBoxLayout(canvas)
        column.setContentsMargins(14, 14, 4, 14)
        column.addWidget(self._routes)
        self._stack.addWidget(self._form)
        self._stack.addWidget(canvas)
        foot = Foot(self._theme, self._state, self._discard, self._keep)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(head)
        whole.addWidget(self._owner)
        whole.addWidget(self._stack, 1)
        whole.addWidget(foot)

    def _bind(self) -> None:
        model = self._model
        self._chips.chosen.connect(self._go_to)
        self._add.clicked.connect(self._ask_new)
        self._form.tapped.connect(self._open)
        self._form.stepped.connect(model.step)
        self._text.written.connect(self._written)
        self._keep.clicked.connect(model.keep)
        self._discard.clicked.connect(model.discard)
        model.changed.connect(self._show)
        model.kept.connect(self._say_kept)
        model.withdrawn.connect(self._say_withdrawn)
        model.refused.connect(self._refuse)

    def _route_card(self, row: RouteCard) -> QWidget:
        card = Card(self._theme, row.spoken)
        line = QHBoxLayout(card)
        line.setContentsMargins(PADDING, 10, PADDING, 10)
        line.addWidget(Words(self._theme, row.title, Voice.STRONG), 1)
        places = Words(self._theme, row.places, Voice.WARNING if row.is_lost else Voice.MUTED)
        places.setWordWrap(True)
        line.addWidget(places, 2)
        return card

    @Slot()
    def _show(self) -> None:
        model = self._model
        stations = [*model.stations, *((model.draft,) if model.is_new and model.draft is not None else ())]
        rows = [ChipRow(each.id, each.name or tr("New")) for each in sorted(stations, key=lambda each: each.name)]
        lost = sum(row.goes_nowhere for row in model.routes)
        self._chips.show_rows([ChipRow(ROUTES, tr("What goes where"), str(lost) if lost else ""), *rows])
        chosen = "" if model.draft is None else model.draft.id
        self._chips.select(ROUTES if self._shows_routes else chosen)
        self._form.lock(on=bool(model.owner))
        self._form.show_rows(form_rows(model))
        owned = tr("{owner} keeps the stations. They are changed there.").format(owner=model.owner)
        self._owner.say(owned if model.owner else "", "lock", Tone.INFO)
        self._add.setEnabled(not model.owner)
        self._routes.show_rows([self._card_of(place) for place in range(len(model.routes))])
        self._stack.setCurrentIndex(1 if self._shows_routes else 0)
        self._keep.setVisible(not self._shows_routes)
        self._keep.setEnabled(model.is_changed)
        self._discard.setVisible(model.is_changed and not self._shows_routes)
        words = tr("Things that go nowhere: {count}. Nobody would cook them.").format(count=lost) if lost else ""
        self._state.setText(words or (tr("Written, but not kept yet.") if model.is_changed else ""))
        self._state.speak(Voice.WARNING)

    def _card_of(self, place: int) -> RouteCard:
        row = self._model.routes[place]
        title, places = route_words(row)
        return RouteCard(str(place), title, places, row.goes_nowhere)

    @Slot(str)
    def _go_to(self, id: str) -> None:
        self._shows_routes = id == ROUTES
        if self._shows_routes:
            self._model.refresh()
            self._show()
        else:
            self._model.choose(id)

    @Slot()
    def _ask_new(self) -> None:
        self._text.ask(NEW, tr("Name of the station"), "")

    @Slot(str)
    def _open(self, field: str) -> None:
        station = self._model.draft
        if station is None:
            return
        if field in WRITTEN:
            names = {"name": tr("Name"), "printer": tr("Route of its slips"), "fallback_printer": tr("Printer")}
            self._text.ask(field, names[field], getattr(station, field))
        elif field == "withdraw":
            self._model.withdraw()
        elif field in ("holds_courses", "paces", "labels"):
            self._model.switch(field)
        else:
            self._ask(field)

    def _ask(self, field: str) -> None:
        """A choice of a few: signs, roles, ways, other stations."""
        station = self._model.draft
        assert station is not None
        none = ChoiceRow("", tr("This station") if field.startswith("reroute") else tr("Nobody"))
        others = [
            ChoiceRow(each.id, each.name, quantity=int(each.id in station.watches)) for each in self._model.others
        ]
        rows: Sequence[ChoiceRow] = {
            "icon": [ChoiceRow(icon, icon, quantity=int(icon == station.icon)) for icon in ICONS],
            "role": [
                ChoiceRow(each.value, role_words(each), quantity=int(each is station.role)) for each in StationRole
            ],
            "delivery": [
                ChoiceRow(each.value, delivery_words(each), quantity=int(each is station.delivery)) for each in Delivery
            ],
            "watches": others,
        }.get(field, [none, *others])
        self._asked = field
        if self._sheet is None:
            self._sheet = Sheet(self._theme, self, "", tr("Close"), 700, 560)
        name = next((row.name for row in self._form.rows() if row.id == field), "")
        self._sheet.set_title(name)
        choices = ChoiceList(self._theme, name, Picking.MANY if field == "watches" else Picking.ONE)
        choices.setMinimumHeight(260)
        choices.show_rows(rows)
        choices.tapped.connect(self._chosen)
        self._sheet.set_content(choices)
        self._sheet.open()

    @Slot(str)
    def _chosen(self, id: str) -> None:
        model, field = self._model, self._asked
        if field == "watches":
            model.watch_over(id)
            self._ask(field)
            return
        if self._sheet is not None:
            self._sheet.close_sheet()
        if field == "icon":
            model.write("icon", id)
        elif field == "role":
            model.be(StationRole(id))
        elif field == "delivery":
            model.deliver(Delivery(id))
        elif field == "fallback_station":
            model.fall_back(id)
        elif field.startswith("reroute:"):
            model.reroute(OrderType(field.partition(":")[2]), id)

    @Slot(str, str)
    def _written(self, field: str, words: str) -> None:
        if field != NEW:
            self._model.write(field, words)
        elif words:
            self._shows_routes = False
            self._model.begin(words)

    @Slot(str)
    def _say_kept(self, name: str) -> None:
        self.said.emit(tr("{name} is kept. The next order follows it.").format(name=name))

    @Slot(str)
    def _say_withdrawn(self, name: str) -> None:
        self.said.emit(tr("{name} is not used any more.").format(name=name))

    @Slot(object)
    def _refuse(self, broken: RuleBroken) -> None:
        self.said.emit(sentence(broken))
