"""Moments that no other pictures show: sheets and pages that somebody meets seldom, opened for the walk through all."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from aura_terminal.domain.ids import CategoryId, ItemId, StaffId, TenderId
from aura_terminal.domain.menu import ByWeight, Item
from aura_terminal.domain.money import Money
from aura_terminal.domain.tenders import Tender, TenderKind
from aura_terminal.domain.weighing import Bounds, PriceUnit, Reading, WeightState
from aura_terminal.ports.card_rows import ReaderRow
from aura_terminal.ports.scale import ScaleWord
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.screens.kitchen.bump_bar import ACTS
from aura_terminal.ui.screens.payment.refund_sheet import RefundSheet
from aura_terminal.ui.shell.badge_sheet import BadgeSheet
from aura_terminal.ui.shell.screens import View
from aura_terminal.ui.shell.training_mark import TrainingMark
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.choice_list import ChoiceList
from aura_terminal.ui.widgets.order_list import OrderList
from aura_terminal.ui.widgets.sheet import Sheet
from aura_terminal.use_cases.card_wishes import SlipRead
from aura_terminal.view_models.badges import BadgesModel
from aura_terminal.view_models.bump_bar_setup import BumpBarSetup
from aura_terminal.view_models.card_readers import CardReadersModel
from aura_terminal.view_models.card_refunds import CardRefundsModel
from aura_terminal.view_models.changes import EVERY_FACT
from aura_terminal.view_models.scale import ScaleModel
from tests.gui.register.hands import act, press, tap
from tests.support import cash_shots, closing_shots, party_shots, value_shots
from tests.support.card_till import READER, CardTill
from tests.support.kitchen_busy import play_busy
from tests.support.memory_shop import EVERYTHING, demo_store
from tests.support.shots import Stage
from tests.support.till import MARTA

OWNER, NINA, CARLA = StaffId("davide-greco"), StaffId("nina-vogel"), StaffId("carla-lombardi")
OLIVES = ItemId("olives")


def front(stage: Stage) -> Sheet:
    """The sheet that asks."""
    return [each for each in stage.window.findChildren(Sheet) if each.isVisible()][-1]


def tap_in(stage: Stage, root: QWidget, words: str) -> None:
    """A card of a list."""
    lists = [each for each in root.findChildren(ChoiceList) if each.isVisible()]
    with_it = next(each for each in lists if _holds(each, words))
    tap(with_it, words)
    stage.settle()


def _holds(choices: ChoiceList, words: str) -> bool:
    model = choices.model()
    return any(str(model.index(row, 0).data()).startswith(words) for row in range(model.rowCount()))


def order(stage: Stage) -> OrderList:
    """Two pizzas at the counter, one of them with the kitchen."""
    till = stage.terminal.till
    till.board.choose_category(CategoryId("pizza"))
    till.register.tap_tile(till.tile("margherita"))
    till.register.send()
    till.register.tap_tile(till.tile("diavola"))
    stage.settle()
    return stage.terminal.register.findChildren(OrderList)[0]


def look(stage: Stage) -> None:
    """How this screen looks."""
    stage.sign_in(MARTA)
    stage.window.go(View.LOOK)


def table(stage: Stage) -> None:
    """Where do they sit?"""
    stage.sign_in(MARTA)
    order(stage)
    stage.press("Order options")
    stage.press("Table")


def open_orders(stage: Stage) -> None:
    """Which one goes on?"""
    stage.sign_in(MARTA)
    order(stage)
    stage.terminal.till.options.new_order()
    stage.press("Order options")
    stage.press("Open orders")


def guest_name(stage: Stage) -> None:
    """Whose order is it?"""
    stage.sign_in(MARTA)
    order(stage)
    stage.press("Order options")
    stage.press("Guest name")


def reason(stage: Stage) -> None:
    """Why is it taken back?"""
    stage.sign_in(MARTA)
    lines = order(stage)
    tap(lines, "Sent 19:30")
    stage.settle()
    tap(lines, "1 Margherita")
    stage.settle()
    act(lines, "1 Margherita", "void")
    stage.settle()


def approval(stage: Stage) -> None:
    """Somebody who may."""
    reason(stage)
    tap_in(stage, front(stage), "Entered by mistake")
    press(front(stage), "Void")
    stage.settle()


def merge(stage: Stage) -> None:
    """With which order?"""
    stage.sign_in(MARTA)
    order(stage)
    stage.terminal.till.options.new_order()
    order(stage)
    stage.press("Order options")
    stage.press("Merge")


def paper(stage: Stage) -> None:
    """An order from its paper."""
    stage.sign_in(MARTA)
    stage.press("Order options")
    stage.press("Order from paper")


def more_ways(stage: Stage) -> None:
    """What else there is to pay with."""
    value_shots.payment(stage)
    stage.press("More ways")


def account_rules(stage: Stage) -> None:
    """Rules of accounts."""
    stage.sign_in(OWNER)
    stage.enter("accounts")
    stage.press("Rules")


def codes(stage: Stage) -> None:
    """The room of codes."""
    stage.sign_in(OWNER)
    stage.enter("bridge")


def central_figures(stage: Stage) -> None:
    """What back offices report."""
    stage.sign_in(OWNER)
    stage.enter("central-figures")


def choose_drawer(stage: Stage) -> None:
    """To whom is it handed over?"""
    stage.sign_in(CARLA)
    stage.enter("cash")
    stage.press("Hand over")


def report_days(stage: Stage) -> None:
    """Which days?"""
    stage.sign_in(OWNER)
    stage.enter("reports")
    stage.press("Product mix")
    chooser = next(
        each for each in stage.window.findChildren(Button)
        if each.isVisible() and each.accessibleName().endswith("choose others")
    )  # fmt: skip
    chooser.click()
    stage.settle()


def pin(stage: Stage) -> None:
    """A new PIN."""
    stage.sign_in(OWNER)
    stage.enter("people")
    tap_in(stage, stage.window, "Marta Rossi")
    tap_in(stage, front(stage), "PIN")


def roles(stage: Stage) -> None:
    """Which roles has she?"""
    stage.sign_in(OWNER)
    stage.enter("people")
    tap_in(stage, stage.window, "Marta Rossi")
    tap_in(stage, front(stage), "Roles")


def pay_tips(stage: Stage) -> None:
    """Tips are paid out."""
    stage.sign_in(CARLA)
    stage.enter("tips")
    stage.press("Share the tips")
    pays = [each for each in stage.window.findChildren(Button) if each.isVisible() and each.words.startswith("Pay")]
    if pays:
        pays[0].click()
        stage.settle()


def seat(stage: Stage) -> None:
    """At which table?"""
    party_shots.waiting(stage)
    stage.settle()
    stage.press("Seat")


def floor_number(stage: Stage) -> None:
    """A table by its number."""
    stage.sign_in(MARTA)
    stage.window.go(View.TABLES)
    stage.settle()
    stage.press("Go to a table by its number")


def floor_rules(stage: Stage) -> None:
    """Rules of the floor."""
    stage.sign_in(CARLA)
    stage.window.go(View.TABLES)
    stage.settle()
    stage.press("Rules of the floor")


def unknown_badge(stage: Stage) -> None:
    """Whose badge is it?"""
    stage.sign_in(OWNER)
    till = stage.terminal.till
    badges = BadgesModel(till.runner, till.session, till.counter.approvals, stage.window)
    sheet = BadgeSheet(badges, stage.theme, stage.window)
    stage.behind += [badges, sheet]
    badges.read("AB-1234")
    stage.settle()
    sheet.ask()


def training(stage: Stage) -> None:
    """The word stands over everything."""
    stage.sign_in(MARTA)
    order(stage)
    mark = TrainingMark(stage.theme, stage.window)
    mark.setGeometry(stage.window.rect())
    mark.show()


def kitchen_station(stage: Stage) -> None:
    """Which station is shown?"""
    in_kitchen(stage)
    stage.press("Station: All stations. Choose another")


def kitchen_more(stage: Stage) -> None:
    """What is rare."""
    in_kitchen(stage)
    stage.terminal.kitchen.learn_bump_bar(BumpBarSetup(ACTS, parent=stage.window))
    stage.press("More")


def bump_bar(stage: Stage) -> None:
    """A bump bar learns its keys."""
    kitchen_more(stage)
    tap_in(stage, front(stage), "Bump bar")


def in_kitchen(stage: Stage) -> None:
    """A busy evening at the stove."""
    stage.sign_in(OWNER)
    stage.window.go(View.KITCHEN)
    stage.settle()


def scale(stage: Stage) -> None:
    """Olives by weight."""
    stage.sign_in(MARTA)
    terminal, moment = stage.terminal, [100.0]
    model = ScaleModel(terminal.till.counter, terminal.register, monotonic=lambda: moment[0])
    terminal.register.join_scale(model)
    terminal.till.board.choose_category(CategoryId("beer"))
    stage.settle()
    terminal.till.register.tap_tile(terminal.till.tile(OLIVES))
    stage.settle()
    for _ in range(2):
        moment[0] += 0.1
        reading = Reading(WeightState.STABLE, 755)
        model.hear(ScaleWord("Counter", reading, Bounds(40, 15_000, 5), int(moment[0] * 1000)))
    stage.settle()


def slip_tips(stage: Stage) -> None:
    """Tips that guests wrote on their slips."""
    stage.sign_in(MARTA)
    hand = CardTill(Path(tempfile.mkdtemp()) / "aside", store=stage.store)
    wish = hand.wish(hand.order(), by_hand=True)
    stage.store.shop.cards.charge(EVERYTHING, wish)
    hand.work()
    read = SlipRead(Money(690, "EUR"), Money(0, "EUR"))
    stage.store.shop.card_answers.answer_approved(EVERYTHING, wish.attempt_id, read)
    stage.press("Order options")
    stage.press("Tips to enter")


def refund(stage: Stage) -> None:
    """Money back to a card."""
    cards = CardTill(Path(tempfile.mkdtemp()) / "reversals.jsonl", store=stage.store)
    cards.charge(cards.order(2))
    cards.work(2)
    stage.sign_in(CARLA)
    till, orders = stage.terminal.till, stage.terminal.orders
    readers = CardReadersModel(("By hand",))
    readers.hear([ReaderRow(READER, can_refund=True, power="online")])
    refunds = CardRefundsModel(readers, till.runner, till.session, till.changes)
    sheet = RefundSheet(refunds, stage.theme, MoneyText(), orders)
    orders.refund_wanted.connect(sheet.ask)
    stage.behind += [readers, refunds]
    stage.window.go(View.ORDERS)
    stage.settle()
    orders.show_order(stage.store.shop.reads.orders.recent(1)[0].order_id)
    stage.settle()
    till.changes.changed.emit(EVERY_FACT)
    stage.press("Money back to a card")


SCENES: dict[str, Callable[[Stage], None]] = {
    scene.__name__: scene
    for scene in (
        look, table, open_orders, guest_name, reason, approval, merge, paper, more_ways, account_rules, codes,
        central_figures, choose_drawer, report_days, pin, roles, pay_tips, seat, floor_number, floor_rules,
        unknown_badge, training, kitchen_station, kitchen_more, bump_bar, scale, slip_tips, refund,
    )
}  # fmt: skip


def opened(theme: Theme, scene: str) -> Stage:
    """A terminal nobody is signed in to yet, over the house that the scene is about."""
    if scene == choose_drawer.__name__:
        return cash_shots.opened(theme, scene)
    if scene == pay_tips.__name__:
        return closing_shots.opened(theme, "tips")
    if scene == more_ways.__name__:
        stage = value_shots.opened(theme, scene)
        meal = Tender(TenderId("meal"), "Meal card", TenderKind.OTHER)
        stage.store.shop.administration.put_documents(EVERYTHING, [meal])
        return stage
    if scene == account_rules.__name__:
        return value_shots.opened(theme, "accounts")
    if scene == seat.__name__:
        return party_shots.opened(theme, scene)
    store = demo_store()
    if scene == scale.__name__:
        olives = Item(
            OLIVES, CategoryId("beer"), "Olives", Money(1290, "EUR"), 1, sku="12345",
            by_weight=ByWeight(PriceUnit.KILOGRAM, 10),
        )  # fmt: skip
        store.shop.administration.put_documents(EVERYTHING, (olives,))
    if scene in (kitchen_station.__name__, kitchen_more.__name__, bump_bar.__name__):
        play_busy(store)
    stage = Stage(store, theme)
    stage.window.show()
    stage.settle()
    return stage
