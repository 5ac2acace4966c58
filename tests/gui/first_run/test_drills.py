"""A drill says what is pulled, ticks what was done by itself, and ends by itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from aura_terminal.domain.ids import ItemId
from aura_terminal.domain.outages import Tier
from aura_terminal.ui.drill_panel import DrillPanel
from aura_terminal.ui.screens.drills.page import DrillsPage
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.use_cases.ordering import Asked
from aura_terminal.view_models.drills import Drill, DrillModel, Phase, Task, TaskRow
from tests.gui.register.hands import press
from tests.support.memory_shop import InlineStoreThread, MemoryStore, demo_store
from tests.support.terminal_window import TerminalWindow, terminal_over
from tests.support.till import MARTA, pin_of

NAPOLI = ItemId("napoli")


class Hands(QObject):
    """Remembers what was pulled and mended."""

    ready = Signal()
    failed = Signal(str)
    caught_up = Signal()

    def __init__(self, *, was_pulled: bool = False) -> None:
        super().__init__()
        self.acts: list[str] = []
        self._was_pulled = was_pulled

    def prepare(self, drill: Drill) -> None:
        self.acts.append(f"prepare {drill}")

    def pull(self, drill: Drill) -> None:
        self.acts.append(f"pull {drill}")

    def mend(self) -> None:
        self.acts.append("mend")

    def pulled_printer(self) -> str:
        return "kitchen"

    def resumed(self) -> bool:
        return self._was_pulled


class Trainee:
    """Marta at a window with a drill's panel beside it."""

    def __init__(self, qtbot: QtBot, theme: Theme, hands: Hands) -> None:
        self.qtbot, self.hands = qtbot, hands
        self.store: MemoryStore = demo_store()
        self.terminal: TerminalWindow = terminal_over(self.store, InlineStoreThread(self.store.shop), theme)
        till = self.terminal.till
        self.model = DrillModel(hands, till.runner, till.changes, self.terminal.status, till.counter, till.counter)
        self.panel, self.page = DrillPanel(self.model, theme), DrillsPage(self.model, theme)
        self.terminal.window.put_beside(self.panel)
        qtbot.addWidget(self.terminal.window)
        qtbot.addWidget(self.page)
        self.terminal.window.resize(1366, 768)
        self.terminal.window.show()
        self.page.show()
        till.session.sign_in(MARTA, pin_of(MARTA))
        self.settle()

    def settle(self) -> None:
        """Let everything be answered."""
        till = self.terminal.till
        self.qtbot.waitUntil(lambda: till.runner.is_idle, timeout=5000)
        self.qtbot.wait(1)
        self.qtbot.waitUntil(lambda: till.runner.is_idle, timeout=5000)

    def done(self) -> set[Task]:
        """What is ticked."""
        return {row.task for row in self.model.tasks if row.is_done}

    def order(self) -> None:
        """A tap on a dish."""
        self.terminal.till.register.add(Asked(NAPOLI))
        self.settle()

    def pay(self) -> None:
        """All of it, in cash."""
        till = self.terminal.till
        order, actor = till.counter.order, till.session.must_actor()
        assert order is not None
        assert actor is not None
        paying = self.store.shop.paying
        till.changes.announce(*paying.take_cash(actor, order.order_id, order.due, paying.new_attempt()).facts)
        self.settle()


@pytest.fixture
def hands() -> Hands:
    """Of a start that was not pulled."""
    return Hands()


@pytest.fixture
def trainee(qtbot: QtBot, theme: Theme, hands: Hands) -> Iterator[Trainee]:
    """In front of it."""
    one = Trainee(qtbot, theme, hands)
    yield one
    one.terminal.close()


def test_a_drill_of_the_network_ticks_what_was_done_and_mends_itself(trainee: Trainee, hands: Hands) -> None:
    assert not trainee.panel.isVisible()
    press(trainee.page, "Begin the drill: The network")
    assert (trainee.model.phase, hands.acts) == (Phase.PREPARING, ["prepare network"])
    hands.ready.emit()
    assert trainee.model.phase is Phase.PULLED
    assert trainee.panel.isVisible()
    trainee.model.saw(Drill.PRINTER)
    assert trainee.done() == set()
    trainee.model.saw(Drill.NETWORK)
    trainee.order()
    assert trainee.done() == {Task.SEE_IT}
    till = trainee.terminal.till
    till.register.send()
    trainee.settle()
    assert trainee.done() == {Task.SEE_IT, Task.SEND}
    trainee.pay()
    assert hands.acts == ["prepare network", "pull network", "mend"]
    assert trainee.model.tasks[-1] == TaskRow(Task.SHARED, is_done=False)
    trainee.terminal.status.reach(Tier.STORE, Tier.STORE)
    trainee.settle()
    assert not trainee.model.is_running
    assert len(trainee.done()) == 4


def test_a_drill_of_the_internet_is_over_once_the_store_has_nothing_left_to_tell(
    trainee: Trainee, hands: Hands
) -> None:
    press(trainee.page, "Begin the drill: The internet")
    hands.ready.emit()
    hands.caught_up.emit()
    assert trainee.done() == set()
    trainee.model.saw(Drill.INTERNET)
    trainee.order()
    till = trainee.terminal.till
    till.register.send()
    trainee.settle()
    trainee.pay()
    assert hands.acts == ["prepare internet", "pull internet", "mend"]
    assert trainee.model.tasks[-1] == TaskRow(Task.TOLD, is_done=False)
    hands.caught_up.emit()
    trainee.settle()
    assert trainee.model.phase is Phase.OVER
    assert trainee.panel.isVisible()
    press(trainee.panel, "Close")
    assert not trainee.model.is_running
    assert not trainee.panel.isVisible()


def test_a_drill_can_be_ended_before_all_is_done_and_another_one_begun(trainee: Trainee, hands: Hands) -> None:
    press(trainee.page, "Begin the drill: A printer")
    hands.ready.emit()
    press(trainee.panel, "End the drill")
    assert hands.acts[-1] == "mend"
    assert trainee.model.phase is Phase.OVER
    trainee.model.begin(Drill.NETWORK)
    hands.failed.emit("no network here")
    assert not trainee.model.is_running
    assert not trainee.panel.isVisible()


def test_this_terminal_is_pulled_only_with_an_order_on_it(trainee: Trainee, hands: Hands) -> None:
    press(trainee.page, "Begin the drill: This terminal")
    hands.ready.emit()
    trainee.model.pull_now()
    assert "pull terminal" not in hands.acts
    trainee.order()
    assert trainee.done() == {Task.ORDER}
    press(trainee.panel, "Pull the plug now")
    assert hands.acts[-1] == "pull terminal"


def test_after_the_plug_was_pulled_the_next_start_goes_on_with_the_drill(qtbot: QtBot, theme: Theme) -> None:
    trainee = Trainee(qtbot, theme, Hands(was_pulled=True))
    assert trainee.done() == {Task.ORDER, Task.BACK}
    assert trainee.panel.isVisible()
    trainee.order()
    assert Task.KEPT in trainee.done()
    trainee.terminal.close()
