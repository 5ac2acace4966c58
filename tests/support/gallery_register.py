"""The register page of the gallery: the pizzeria at 19:42."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button, Kind
from aura_terminal.ui.widgets.category_rail import CategoryRail, CategoryRow
from aura_terminal.ui.widgets.chips import ChipRow, Chips
from aura_terminal.ui.widgets.keypad import FunctionKey, Keypad
from aura_terminal.ui.widgets.labels import Edge, Ground, Panel, Voice, Words
from aura_terminal.ui.widgets.order_list import OrderList
from aura_terminal.ui.widgets.order_rows import CourseRow, LineAction, LineRow, OrderRow, SectionRow
from aura_terminal.ui.widgets.pill import PillRow, Tone
from aura_terminal.ui.widgets.tile_grid import TileGrid
from aura_terminal.ui.widgets.tile_rows import TileRow
from aura_terminal.ui.widgets.top_bar import BarWords, Destination, TopBar
from aura_terminal.ui.widgets.undo_bar import UndoBar

CATEGORIES = tuple(
    CategoryRow(words.lower(), words, icon, color)
    for words, icon, color in (
        ("Specials", "sparkles", 9),
        ("Starters", "salad", 0),
        ("Pizza", "pizza", 1),
        ("Pasta", "utensils", 2),
        ("Mains", "beef", 3),
        ("Sides", "leaf", 4),
        ("Desserts", "ice-cream-cone", 5),
        ("Drinks", "cup-soda", 6),
        ("Wine", "wine", 7),
        ("Coffee", "coffee", 8),
    )
)
PRICES = (
    "Margherita 9.50, Marinara 8.00, Diavola 12.50, Quattro Formaggi 13.00, Prosciutto e Funghi 13.50, "
    "Capricciosa 13.50, Bufala & Basil 14.00, Napoli 12.00, Tartufo Nero 17.50, Ortolana 12.00, Salsiccia "
    "e Friarielli 14.50, Parmigiana 13.00, Tonno e Cipolla 13.00, Calzone Classico 13.50, Burrata & "
    "Pistachio 15.00, Romana 11.50, Frutti di Mare 17.00, Pizza Bianca 9.00, Kids Margherita 6.50, Half & "
    "Half from 11.00, Carbonara 13.50, Speck e Brie 14.00, Zucchine e Menta 12.50, Calamari Fritti 15.00, "
    "Build your own from 8.00"
)
COUNTS = {"Margherita": "2", "Diavola": "1"}
LEAVES = ("Ortolana", "Pizza Bianca", "Zucchine e Menta")
ACTIONS = (
    LineAction("note", "Note", "message-square"),
    LineAction("remove", "Remove", "trash-2", grave=True),
)


def tiles() -> tuple[TileRow, ...]:
    """The pizza page of the menu."""
    rows = []
    for entry in PRICES.split(", "):
        name, price = entry.rsplit(" ", 1)
        opens = name.endswith(" from")
        name = name.removesuffix(" from")
        rows.append(
            TileRow(
                id=name,
                name=name,
                price=f"from {price}" if opens else price,
                category=1,
                count=COUNTS.get(name, ""),
                sold_out="Sold out" if name.startswith("Burrata") else "",
                low="3 left" if name.startswith("Bufala") else "",
                mark="leaf" if name in LEAVES else "",
                opens=opens,
            )
        )
    return tuple(rows)


def order_rows() -> tuple[OrderRow, ...]:
    """Table 12: starters sent, mains being taken."""
    return (
        CourseRow("starters", "Starters sent 19:31  ·  3 items", "24.50"),
        SectionRow("mains", "Mains, not sent yet", "3 new"),
        LineRow("margherita", "2", "Margherita", "19.00", ("1 × no basil",), actions=ACTIONS),
        LineRow("diavola", "1", "Diavola", "14.50", ("+ Nduja 2.00", "well done"), selected=True, actions=ACTIONS),
    )


def register_page(theme: Theme) -> QWidget:
    """The whole screen."""
    page = Panel(theme, Ground.CANVAS)
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(_top_bar(theme))
    line = QHBoxLayout()
    line.setSpacing(0)
    line.setContentsMargins(0, 0, 0, 0)
    column.addLayout(line, 1)
    line.addLayout(_menu(theme), 1)
    line.addWidget(_order_panel(theme))
    return page


def _top_bar(theme: Theme) -> TopBar:
    bar = TopBar(theme, BarWords("Search or scan", "Lock", "Signed in:"))
    bar.show_destinations(
        (
            Destination("register", "Register", "receipt"),
            Destination("tables", "Tables", "armchair"),
            Destination("orders", "Orders", "layers"),
        )
    )
    bar.mark_destination("register")
    bar.show_pills((PillRow("saved", "Saved on this till", "circle-check", Tone.OK),))
    bar.show_clock("19:42")
    bar.show_person("Marta R.", "MR")
    return bar


def _menu(theme: Theme) -> QHBoxLayout:
    rail = CategoryRail(theme, "Categories")
    rail.show_rows(CATEGORIES)
    rail.select("pizza")
    chips = Chips(theme, "Kinds of pizza")
    chips.show_rows(
        [ChipRow(each, each) for each in ("All pizza", "Rosse", "Bianche", "Gluten-free base", "Vegetarian")]
    )
    chips.select("All pizza")
    grid = TileGrid(theme, "Menu")
    grid.show_rows(tiles())
    right = QVBoxLayout()
    right.setContentsMargins(0, 10, 0, 7)
    right.setSpacing(7)
    over = QHBoxLayout()
    over.setContentsMargins(5, 0, 14, 0)
    over.addWidget(chips)
    right.addLayout(over)
    right.addWidget(grid, 1)
    line = QHBoxLayout()
    line.setContentsMargins(10, 0, 0, 0)
    line.setSpacing(3)
    rails = QVBoxLayout()
    rails.setContentsMargins(0, 10, 0, 10)
    rails.addWidget(rail)
    line.addLayout(rails)
    line.addLayout(right, 1)
    return line


def _order_panel(theme: Theme) -> Panel:
    panel = Panel(theme, Ground.PANEL, Edge.START)
    panel.setFixedWidth(412)
    column = QVBoxLayout(panel)
    column.setContentsMargins(6, 3, 6, 12)
    column.setSpacing(0)
    column.addLayout(_head(theme))
    orders = OrderList(theme, "Order")
    orders.show_rows(order_rows())
    column.addWidget(orders, 1)
    undo = UndoBar(theme)
    undo.offer("napoli", "Removed 1 × Napoli", "Undo")
    column.addWidget(undo)
    column.addSpacing(9)
    rule = Panel(theme, Ground.PANEL, Edge.TOP)
    rule.setFixedHeight(6)
    column.addWidget(rule)
    column.addLayout(_totals(theme))
    return panel


def _head(theme: Theme) -> QHBoxLayout:
    head = QHBoxLayout()
    head.setContentsMargins(8, 0, 8, 2)
    head.setSpacing(12)
    head.addWidget(Words(theme, "Table 12", Voice.TITLE))
    head.addWidget(Words(theme, "Dine in  ·  4 guests", Voice.SMALL))
    head.addStretch(1)
    head.addWidget(Words(theme, "#1042", Voice.SMALL))
    options = Button(theme, icon="sliders-horizontal", say="Order options", inset=2)
    options.keep_at_least(48, 44)
    head.addWidget(options)
    return head


def _totals(theme: Theme) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(8, 0, 8, 0)
    column.setSpacing(0)
    above = QHBoxLayout()
    above.addWidget(Words(theme, "Subtotal 58.00", Voice.SMALL))
    above.addStretch(1)
    above.addWidget(Words(theme, "Loyalty 5 %  −2.90", Voice.SAVING))
    total = QHBoxLayout()
    total.setSpacing(12)
    total.addWidget(Words(theme, "Total", Voice.HEADING))
    total.addWidget(Words(theme, "incl. VAT 5.01", Voice.CAPTION))
    total.addStretch(1)
    total.addWidget(Words(theme, "€55.10", Voice.TOTAL))
    keypad = Keypad(
        theme,
        "Number keys",
        (
            FunctionKey("quantity", "Qty"),
            FunctionKey("price", "Price"),
            FunctionKey("percent", "%", say="Discount in percent"),
            FunctionKey("erase", icon="delete", say="Erase"),
        ),
    )
    keypad.mark_function("quantity")
    keypad.setFixedHeight(210)
    send = Button(theme, "Send 3", kind=Kind.PRIMARY, icon="send")
    send.keep_at_least(146, 64)
    pay = Button(theme, "Pay", kind=Kind.PAY, detail="€55.10")
    pay.keep_at_least(230, 64)
    ends = QHBoxLayout()
    ends.setSpacing(8)
    ends.addWidget(send, 146)
    ends.addWidget(pay, 230)
    column.addLayout(above)
    column.addSpacing(3)
    column.addLayout(total)
    column.addSpacing(6)
    column.addWidget(keypad)
    column.addSpacing(10)
    column.addLayout(ends)
    return column
