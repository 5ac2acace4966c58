"""The way into training and out of it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from aura_terminal.app.counter.parts import CounterParts
from aura_terminal.app.training_folder import is_training, want
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.staff import Permission
from aura_terminal.ui.order_act import Group, OrderAct
from aura_terminal.ui.shell.training_mark import MarksEveryWindow
from aura_terminal.ui.widgets.pill import Tone
from aura_terminal.ui.widgets.strip import Strip

translate = QCoreApplication.translate


def join_training(parts: CounterParts) -> Strip | None:
    """Whoever may change settings goes there from the order's options; there, every window says so and leads back."""
    if not is_training(parts.folder):
        words = translate("Training", "Training")
        act = OrderAct("training", words, "chef-hat", partial(_enter, parts), Group.ORDER, needs_order=False)
        parts.register_screen.offer_act(act)
        return None
    application = QApplication.instance()
    if isinstance(application, QApplication):
        MarksEveryWindow(parts.theme, application).mark(parts.window)
    band = Strip(parts.theme)
    said = translate("Training", "Training: nothing here is sold, cooked or told to anybody")
    band.say(said, "chef-hat", Tone.WARN, translate("Training", "Leave training"))
    band.tapped.connect(parts.window.close)
    parts.window.put_banner(band)
    return band


def _enter(parts: CounterParts) -> None:
    actor = parts.session.must_actor()
    if actor is None:
        return
    if Permission.EDIT_SETTINGS not in actor.permissions:
        parts.runner.rule_broken.emit(RuleBroken(Rule.NOT_ALLOWED, permission=Permission.EDIT_SETTINGS.value))
        return
    want(parts.folder)
    parts.window.close()
