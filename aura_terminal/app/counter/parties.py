"""Guests to come: the waiting list, and orders that leave the house, from the register to the guest."""

from __future__ import annotations

from aura_terminal.app.counter.parts import CounterParts
from aura_terminal.ui.order_act import Group, OrderAct
from aura_terminal.ui.screens.errands.screen import ErrandsScreen
from aura_terminal.ui.screens.register.planning import Planning
from aura_terminal.ui.screens.register.regulars import Regulars
from aura_terminal.ui.screens.waiting.screen import WaitingScreen
from aura_terminal.view_models.errands import ErrandsModel, PlanningModel
from aura_terminal.view_models.regulars import RegularsModel
from aura_terminal.view_models.waiting import WaitingModel


def join_parties(parts: CounterParts) -> None:
    """The waiting list, the board of what leaves the house, and its sheet among the options of an order."""
    waiting = WaitingModel(parts.runner, parts.session, parts.changes, parts.now, parts.owner)
    errands = ErrandsModel(parts.runner, parts.session, parts.changes, parts.now, parts.owner)
    parts.routes.join_guests_to_come(
        parts.orders_screen, WaitingScreen(waiting, parts.theme), ErrandsScreen(errands, parts.theme, parts.money)
    )
    planning = Planning(PlanningModel(parts.counter, parts.now, parts.owner), parts.theme, parts.register_screen)
    words = planning.tr("Takeout, delivery")
    parts.register_screen.offer_act(OrderAct("plan", words, "shopping-bag", planning.ask, Group.PARTY, False))
    screen = parts.register_screen
    regulars = Regulars(RegularsModel(parts.counter, parts.owner), screen.panel, parts.theme, screen)
    regulars.said.connect(parts.window.say)
    screen.offer_act(OrderAct("usual", regulars.tr("The usual"), "history", regulars.ask, Group.DISHES))
