"""The kitchen page of the gallery: the pizza oven at 19:46."""

from datetime import UTC, datetime, timedelta

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.chips import ChipRow, Chips, ChipSize
from aura_terminal.ui.widgets.count_list import CountList, CountRow
from aura_terminal.ui.widgets.labels import Edge, Ground, Panel, Voice, Words
from aura_terminal.ui.widgets.ticket_board import TicketBoard
from aura_terminal.ui.widgets.ticket_rows import (
    AllergenRow,
    BoardWords,
    Change,
    Mark,
    ModifierRow,
    TicketLineRow,
    TicketRow,
)
from aura_terminal.ui.widgets.top_bar import Mark as BarMark

NOW = datetime(2026, 5, 15, 19, 46, tzinfo=UTC)
TARGET = timedelta(minutes=10)
WORDS = BoardWords(late="LATE", void="VOID")
DINE_IN, TAKEAWAY, DELIVERY = "utensils", "shopping-bag", "bike"
COUNTS = (
    "8 Margherita, 6 Diavola, 4 Kids Margherita, 2 Romana, 2 Capricciosa, 2 Parmigiana, 1 Tartufo Nero, 1 Ortolana, "
    "1 Calzone Classico, 1 Quattro Formaggi, 1 Salsiccia e Friarielli, 7 others"
)


def no(words: str) -> ModifierRow:
    """Something to leave out."""
    return ModifierRow(Change.NO, words, "NO")


def add(words: str) -> ModifierRow:
    """Something to add."""
    return ModifierRow(Change.ADD, words, "ADD")


def note(words: str) -> ModifierRow:
    """A remark."""
    return ModifierRow(Change.NOTE, words)


def dish(quantity: int, name: str, *modifiers: ModifierRow, made: int = 0, voided: bool = False) -> TicketLineRow:
    """One line of a ticket."""
    return TicketLineRow(name, quantity, name, modifiers, made, voided)


def ticket(
    title: str,
    number: int,
    who: str,
    icon: str,
    age: int,
    *lines: TicketLineRow,
    allergens: tuple[AllergenRow, ...] = (),
    mark: Mark = Mark.NONE,
) -> TicketRow:
    """A ticket fired `age` seconds before `NOW`."""
    return TicketRow(
        id=str(number),
        title=title,
        detail=f"{number}  ·  {who}",
        icon=icon,
        fired_at=NOW - timedelta(seconds=age),
        target=TARGET,
        lines=lines,
        allergens=allergens,
        mark=mark,
        mark_words="" if mark is Mark.NONE else mark.name,
    )


def tickets() -> tuple[TicketRow, ...]:
    """Twelve tickets in every state."""
    return (
        ticket(
            "T 4",
            1038,
            "Luca",
            DINE_IN,
            785,
            dish(1, "Tartufo Nero"),
            dish(2, "Diavola", add("Nduja"), note("well done"), made=1),
            dish(1, "Ortolana", no("peppers")),
            allergens=(AllergenRow("NUT ALLERGY", "seat 2"),),
        ),
        ticket(
            "Takeaway 7",
            1039,
            "Web",
            TAKEAWAY,
            708,
            dish(3, "Margherita", made=2),
            dish(1, "Calzone Classico", no("ham")),
        ),
        ticket(
            "T 9",
            1040,
            "Marta",
            DINE_IN,
            532,
            dish(1, "Quattro Formaggi"),
            dish(1, "Bufala & Basil", made=1),
            dish(2, "Kids Margherita", note("cut in strips")),
            dish(1, "Romana", add("anchovy")),
        ),
        ticket(
            "Delivery", 1041, "Rider 19:55", DELIVERY, 490, dish(2, "Capricciosa", no("olives")), dish(1, "Parmigiana")
        ),
        ticket(
            "T 12",
            1042,
            "Marta",
            DINE_IN,
            271,
            dish(2, "Margherita", no("basil on 1")),
            dish(1, "Diavola", add("Nduja"), note("well done")),
            mark=Mark.RUSH,
        ),
        ticket(
            "T 2",
            1043,
            "Luca",
            DINE_IN,
            238,
            dish(1, "Salsiccia e Friarielli"),
            dish(1, "Prosciutto e Funghi"),
            dish(1, "Marinara", note("gluten-free base")),
            allergens=(AllergenRow("COELIAC", "clean board"),),
        ),
        ticket("T 15", 1044, "Ana", DINE_IN, 140, dish(4, "Margherita"), dish(2, "Diavola"), dish(1, "Frutti di Mare")),
        ticket(
            "Takeaway 8",
            1045,
            "Till 1",
            TAKEAWAY,
            72,
            dish(1, "Half & Half", note("left: Diavola"), note("right: Ortolana")),
        ),
        ticket("T 6", 1046, "Ana", DINE_IN, 62, dish(1, "Napoli"), dish(1, "Tonno e Cipolla", no("onion"))),
        ticket("T 11", 1047, "Luca", DINE_IN, 51, dish(2, "Diavola"), dish(1, "Calzone Fritto", note("sauce apart"))),
        ticket(
            "Delivery",
            1048,
            "Rider 20:10",
            DELIVERY,
            40,
            dish(1, "Margherita", add("buffalo mozzarella")),
            dish(1, "Parmigiana"),
        ),
        ticket("T 3", 1049, "Ana", DINE_IN, 18, dish(1, "Romana"), dish(2, "Kids Margherita"), mark=Mark.NEW),
    )


def kitchen_page(theme: Theme) -> QWidget:
    """The whole screen."""
    page = Panel(theme, Ground.CANVAS)
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(_bar(theme))
    board = TicketBoard(theme, "Tickets", WORDS, NOW)
    board.show_rows(tickets(), NOW)
    line = QHBoxLayout()
    line.setSpacing(0)
    line.addWidget(board, 1)
    line.addWidget(_all_day(theme))
    column.addLayout(line, 1)
    return page


def _bar(theme: Theme) -> Panel:
    bar = Panel(theme, Ground.PANEL, Edge.BOTTOM)
    bar.setFixedHeight(72)
    chips = Chips(theme, "Kinds of order", ChipSize.KITCHEN)
    chips.show_rows(
        [
            ChipRow("all", "All", "12"),
            ChipRow("dine_in", "Dine in", "8"),
            ChipRow("takeaway", "Takeaway", "2"),
            ChipRow("delivery", "Delivery", "2"),
        ]
    )
    chips.select("all")
    line = QHBoxLayout(bar)
    line.setContentsMargins(20, 0, 20, 1)
    line.setSpacing(12)
    line.addWidget(BarMark(theme, "flame", station=True, side=44))
    line.addWidget(Words(theme, "Pizza oven", Voice.STATION))
    line.addSpacing(20)
    line.addWidget(chips, 1)
    for number, words, voice in (
        ("12", "open", Voice.FIGURE),
        ("2", "late", Voice.LATE_FIGURE),
        ("8:24", "avg", Voice.FIGURE),
    ):
        line.addWidget(Words(theme, number, voice))
        line.addWidget(Words(theme, words, Voice.FIGURE_NAME))
        line.addSpacing(10)
    line.addWidget(_button(theme, "", "volume-2", "Sound", 56))
    line.addWidget(_button(theme, "Recall", "rotate-ccw", "", 146))
    line.addSpacing(34)
    line.addWidget(Words(theme, "19:46", Voice.CLOCK))
    return bar


def _button(theme: Theme, words: str, icon: str, say: str, wide: int) -> Button:
    button = Button(theme, words, kind=Kind.STATION, icon=icon, say=say)
    button.keep_at_least(wide, 52)
    return button


def _all_day(theme: Theme) -> Panel:
    rail = Panel(theme, Ground.PANEL, Edge.START)
    rail.setFixedWidth(300)
    counts = CountList(theme, "All day")
    rows = [each.split(" ", 1) for each in COUNTS.split(", ")]
    counts.show_rows([CountRow(words, count, words, muted=words == "others") for count, words in rows])
    head = QHBoxLayout()
    head.addWidget(Words(theme, "All day", Voice.TITLE))
    head.addStretch(1)
    head.addWidget(Words(theme, "36 to make", Voice.FIGURE_NAME))
    column = QVBoxLayout(rail)
    column.setContentsMargins(16, 16, 16, 16)
    column.setSpacing(14)
    column.addLayout(head)
    column.addWidget(counts, 1)
    column.addWidget(_button(theme, "Mark item sold out", "square-check", "", 100))
    return rail
