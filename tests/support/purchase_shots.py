"""Pictures of the room of purchase orders: a draft, a delivery that is about to be taken in.

`python -m tests.support.purchase_shots FOLDER [SCENE...]`
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from aura_terminal.domain.documents import Document
from aura_terminal.domain.ids import PurchaseId, SupplierId, SupplyId
from aura_terminal.domain.money import Money
from aura_terminal.domain.suppliers import Supplier
from aura_terminal.domain.supplies import Supply
from aura_terminal.ui.screens.purchases.page import PurchasesPage
from aura_terminal.ui.text_sheet import TextSheet
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.choice_list import ChoiceList
from tests.gui.register.hands import tap
from tests.support.memory_shop import EVERYTHING, MemoryStore, demo_store
from tests.support.shots import Stage, take
from tests.support.till import NINA

FARM = Supplier(SupplierId("farm"), "Hof Sonne", terms="Net 14")
DAIRY = Supplier(SupplierId("dairy"), "Alpenmilch GmbH", terms="Net 30")


def supply(name: str, unit: str, cents: int, minimum: int, reorder: int) -> Supply:
    """Something the kitchen needs, of which there is little."""
    return Supply(
        SupplyId(name.lower()), name, unit, minimum=Decimal(minimum), cost=Money(cents, "EUR"),
        reorder_quantity=Decimal(reorder),
    )  # fmt: skip


def stocked() -> MemoryStore:
    """The demo shop with suppliers, and supplies that run low."""
    store = demo_store()
    kept: list[Document] = [
        FARM, DAIRY, supply("Flour", "kg", 120, 10, 50), supply("Milk", "l", 95, 5, 24),
        supply("Tomatoes", "kg", 240, 8, 20),
    ]  # fmt: skip
    store.shop.administration.put_documents(EVERYTHING, kept)
    return store


def drafted(store: MemoryStore) -> PurchaseId:
    """An order of all that runs low, at the farm."""
    purchasing = store.shop.purchasing
    return purchasing.draft(EVERYTHING, purchasing.suggested(EVERYTHING, FARM.id)).purchase_id


def opened(theme: Theme, scene: str) -> Stage:
    """The window of a manager in that store."""
    store = stocked()
    order = drafted(store)
    if scene == "delivery":
        store.shop.purchasing.approve(EVERYTHING, order)
        store.shop.purchasing.send(EVERYTHING, order)
    stage = Stage(store, theme)
    stage.sign_in(NINA)
    return stage


def draft(stage: Stage) -> None:
    """A draft that waits for somebody's word."""
    stage.enter("purchases")
    orders_of(page_of(stage))
    stage.settle()


def delivery(stage: Stage) -> None:
    """Most of an order came, and some of it is no good."""
    draft(stage)
    page = page_of(stage)
    tap(lines_in(page), "Flour")
    stage.settle()
    for words in ("45", "3", "wet"):
        (sheet,) = [each for each in page.findChildren(TextSheet) if each.isVisible()]
        field = sheet.findChildren(QLineEdit)[0]
        QTest.keyClicks(field, words)
        QTest.keyClick(field, Qt.Key.Key_Return)
        stage.settle()
    stage.settle()


def page_of(stage: Stage) -> PurchasesPage:
    """The room."""
    (page,) = stage.window.findChildren(PurchasesPage)
    return page


def orders_of(page: PurchasesPage) -> None:
    """Open the only order."""
    tap(next(each for each in page.findChildren(ChoiceList) if each.isVisible()), "PO-")


def lines_in(page: PurchasesPage) -> ChoiceList:
    """Its lines."""
    return [each for each in page.findChildren(ChoiceList) if each.isVisible()][1]


SCENES: Mapping[str, Callable[[Stage], None]] = {"draft": draft, "delivery": delivery}


if __name__ == "__main__":
    for path in take(Path(sys.argv[1]), opened, SCENES, sys.argv[2:]):
        print(path)
