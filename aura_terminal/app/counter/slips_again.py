"""The kitchen slips of the order on the counter, once more."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from aura_terminal.app.counter.parts import CounterParts
from aura_terminal.domain.errors import RuleBroken
from aura_terminal.domain.ids import OrderId
from aura_terminal.domain.paper import PrintJob
from aura_terminal.domain.staff import Actor
from aura_terminal.ui.order_act import OrderAct
from aura_terminal.ui.phrases import sentence
from aura_terminal.use_cases.shop import Shop
from aura_terminal.view_models.counter import Desk


def join_slips_again(parts: CounterParts) -> None:
    """An act among the options of the order: its last slips are printed again, headed DUPLICATE."""

    def said(jobs: tuple[PrintJob, ...]) -> None:
        words = QCoreApplication.translate("Routes", "{slips} kitchen slips are on their way once more, as duplicates.")
        parts.window.say(words.format(slips=len(jobs)))

    def refused(broken: RuleBroken) -> None:
        parts.window.say(sentence(broken))

    def ask() -> None:
        parts.counter.ask(_print_again, said, refused)

    words = QCoreApplication.translate("Routes", "Kitchen slips again")
    parts.register_screen.offer_act(OrderAct("slips", words, "chef-hat", ask, needs_lines=True))


def _print_again(desk: Desk, by: Actor, shop: Shop) -> tuple[PrintJob, ...]:
    return tuple(shop.paper.slips_again(by, desk.order_id or OrderId("")))
