"""What a cashier does with the scale: the tile, the live weight, the container, a weight by hand."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from aura_terminal.domain.ids import CategoryId, ItemId
from aura_terminal.domain.menu import ByWeight, Category, Item
from aura_terminal.domain.money import Money
from aura_terminal.domain.weighing import Bounds, PriceUnit, Reading, WeightSource, WeightState
from aura_terminal.ports.scale import ScaleWord
from aura_terminal.ui.screens.register.scale_sheet import ScaleSheet, WeightFigure
from aura_terminal.ui.widgets.labels import Words
from aura_terminal.view_models.scale import ScaleModel
from tests.gui.register.conftest import Stage
from tests.gui.register.hands import button, grid, lines_of, press, tap
from tests.support.memory_shop import EVERYTHING, demo_files
from tests.support.till import NINA, pin_of

OLIVES = ItemId("olives")
BOUNDS = Bounds(40, 15_000, 5)


class Counter:
    """A register with a scale; `say` is the scale's word, a tenth of a second after the one before."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.moment = 100.0
        self.scale = ScaleModel(stage.till.counter, stage.register, monotonic=lambda: self.moment)
        self.watched: list[None] = []
        self.scale.watched.connect(lambda: self.watched.append(None))
        stage.register.join_scale(self.scale)

    @property
    def sheet(self) -> ScaleSheet:
        return self.stage.register.findChildren(ScaleSheet)[0]

    @property
    def figure(self) -> str:
        return self.sheet.findChildren(WeightFigure)[0].accessibleName()

    @property
    def words(self) -> list[str]:
        return [each.text() for each in self.sheet.findChildren(Words) if each.isVisible()]

    def tap(self) -> None:
        tap(grid(self.stage.register), "Olives")
        self.stage.settle()

    def say(self, *readings: Reading, simulated: bool = False) -> None:
        for reading in readings:
            self.moment += 0.1
            at_ms = int(self.moment * 1000)
            self.scale.hear(ScaleWord("Counter", reading, BOUNDS, at_ms, is_simulated=simulated))

    def still(self, grams: int) -> None:
        self.say(Reading(WeightState.STABLE, grams), Reading(WeightState.STABLE, grams))

    def add(self) -> None:
        press(self.sheet, "Add")
        self.stage.settle()


@pytest.fixture
def counter(stage: Stage) -> Counter:
    category = next(one for one in demo_files().documents if isinstance(one, Category) and one.id == "beer")
    olives = Item(
        OLIVES, category.id, "Olives", Money(1290, "EUR"), 1, sku="12345", by_weight=ByWeight(PriceUnit.KILOGRAM, 10)
    )
    stage.till.runner.run(lambda shop: shop.administration.put_documents(EVERYTHING, (olives,)), lambda _: None)
    stage.till.board.refresh()
    stage.settle()
    stage.till.board.choose_category(CategoryId("beer"))
    stage.settle()
    return Counter(stage)


def test_a_tap_on_what_is_weighed_opens_the_scale_and_has_it_asked(counter: Counter) -> None:
    counter.tap()
    assert counter.sheet.isVisible()
    assert counter.watched == [None]
    assert counter.figure == "–"
    assert not button(counter.sheet, "Add").isEnabled()


def test_the_weight_is_shown_live_and_what_moves_is_never_0(counter: Counter) -> None:
    counter.tap()
    counter.say(Reading(WeightState.MOVING))
    assert counter.figure == "–"
    assert any("wait until it lies still" in words for words in counter.words)
    counter.still(755)
    assert counter.figure == "0.755 kg"
    assert "0.745 kg" in counter.words
    assert "€9.61" in "".join(counter.words).replace(" ", "").replace("9.61€", "€9.61")


def test_a_ready_weight_is_sold_with_its_container_taken_off(counter: Counter) -> None:
    counter.tap()
    counter.still(755)
    counter.add()
    assert not counter.sheet.isVisible()
    (line,) = counter.stage.till.order.lines
    assert line.weighed is not None
    assert (line.weighed.gross, line.weighed.tare, line.price) == (755, 10, Money(961, "EUR"))
    spoken = str(lines_of(counter.stage.register).model().index(1, 0).data())
    assert "0.745 kg × 12.90/kg" in spoken


def test_the_same_thing_is_not_sold_twice_while_it_lies_there(counter: Counter) -> None:
    counter.tap()
    counter.still(755)
    counter.add()
    counter.tap()
    counter.still(755)
    assert any("sold already" in words for words in counter.words)
    assert not button(counter.sheet, "Add").isEnabled()
    counter.say(Reading(WeightState.ZERO))
    counter.still(755)
    counter.add()
    assert len(counter.stage.till.order.lines) == 2


def test_an_old_weight_is_not_taken(counter: Counter) -> None:
    counter.tap()
    counter.still(755)
    counter.moment += 2.1
    counter.add()
    assert counter.stage.till.counter.order is None
    assert counter.stage.said == ["The scale has no weight to take yet (stale)."]


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        (Reading(WeightState.MOVING), "wait until it lies still"),
        (Reading(WeightState.OVER), "Too heavy"),
        (Reading(WeightState.UNDER), "not in its place"),
        (Reading(WeightState.NEGATIVE), "Below zero"),
        (Reading(WeightState.TARE), "subtracts a container itself"),
        (Reading(WeightState.UNREACHABLE), "not reached"),
    ],
)
def test_a_scale_that_moves_is_over_under_or_unplugged_says_so_and_sells_nothing(
    counter: Counter, reading: Reading, words: str
) -> None:
    counter.tap()
    counter.still(755)
    counter.say(reading)
    assert counter.figure == "–"
    assert any(words in each for each in counter.words)
    QTest.keyClick(counter.sheet, Qt.Key.Key_Return)
    counter.stage.settle()
    assert counter.stage.till.counter.order is None


def test_a_container_is_typed_or_taken_from_the_scale(counter: Counter) -> None:
    counter.tap()
    counter.still(755)
    QTest.keyClicks(counter.sheet, "55")
    assert "0.700 kg" in counter.words
    press(counter.sheet, "Container is on the scale")
    assert any("Lighter than its container" in words for words in counter.words)


def test_a_weight_by_hand_needs_somebodys_right_and_is_marked(counter: Counter, ask: Callable[[], object]) -> None:
    counter.tap()
    press(counter.sheet, "Weight by hand")
    QTest.keyClicks(counter.sheet, "510")
    assert counter.figure == "0.510 kg"
    counter.add()
    permission = ask()
    assert permission == "type_weight"
    assert counter.stage.till.counter.order is None


@pytest.fixture
def ask(stage: Stage) -> Callable[[], object]:
    wanted: list[object] = []
    stage.till.counter.approvals.wanted.connect(wanted.append)
    return lambda: wanted[-1]


def test_with_the_right_a_typed_weight_is_sold_and_flagged(counter: Counter) -> None:
    stage = counter.stage
    stage.till.session.sign_in(NINA, pin_of(NINA))
    stage.settle()
    counter.tap()
    press(counter.sheet, "Weight by hand")
    QTest.keyClicks(counter.sheet, "510")
    counter.add()
    (line,) = stage.till.order.lines
    assert line.weighed is not None
    assert line.weighed.source is WeightSource.TYPED
    spoken = str(lines_of(stage.register).model().index(1, 0).data())
    assert "weight typed" in spoken


def test_a_simulated_scale_can_be_loaded_on_the_sheet(counter: Counter) -> None:
    loaded: list[int] = []
    counter.scale.loaded.connect(loaded.append)
    counter.tap()
    counter.say(Reading(WeightState.ZERO))
    assert not any("Simulated scale" in words for words in counter.words)
    counter.say(Reading(WeightState.ZERO), simulated=True)
    press(counter.sheet, "745 g")
    press(counter.sheet, "Empty")
    assert loaded == [745, 0]


def test_scanning_what_is_weighed_opens_the_scale(counter: Counter) -> None:
    counter.stage.till.register.scan("12345")
    counter.stage.settle()
    assert counter.sheet.isVisible()


def test_leaving_the_sheet_sells_nothing(counter: Counter) -> None:
    counter.tap()
    counter.still(755)
    QTest.keyClick(counter.sheet, Qt.Key.Key_Escape)
    assert not counter.sheet.isVisible()
    assert counter.stage.till.counter.order is None
