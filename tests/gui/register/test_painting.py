"""What a tap costs in paint: only what it changes is painted again."""

from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QApplication

from aura_terminal.ui.widgets.chips import Chip
from aura_terminal.ui.widgets.keypad import Keypad
from tests.gui.register.conftest import Stage
from tests.gui.register.hands import grid, lines_of, place_of, tap
from tests.support.touch import Paints


def rest(stage: Stage) -> None:
    """Nothing is under way and nothing is left to paint."""
    stage.settle()
    for _ in range(3):
        QApplication.processEvents()


def test_a_tap_paints_its_tile_and_the_lines_it_changes(stage: Stage) -> None:
    menu, lines = grid(stage.register), lines_of(stage.register)
    first, second = [row.name for row in menu.rows() if not row.opens and not row.sold_out][:2]
    for name in (first, second, first):
        tap(menu, name)
        rest(stage)
    tile = menu.visualRect(menu.indexAt(place_of(menu, first)))
    on_menu, on_order = Paints(menu.viewport()), Paints(lines.viewport())
    on_keys = Paints(stage.register.findChildren(Keypad)[0])
    tap(menu, first)
    rest(stage)
    heading, line = (QRegion(lines.visualRect(lines.model().index(place, 0))) for place in (0, 1))
    assert [row.spoken.split(",")[0] for row in lines.rows()][1] == f"3 {first}"
    assert {rect.getRect() for rect in on_menu.rectangles()} == {tile.getRect()}
    assert on_order.regions
    assert all((region - heading - line).isEmpty() for region in on_order.regions)
    assert on_keys.regions == []


def test_a_category_seen_before_paints_the_tiles_once_and_uses_the_pills_again(stage: Stage) -> None:
    for name in ("wine", "pizza"):
        stage.category(name)
        rest(stage)
    pills = {each for each in stage.register.findChildren(Chip) if each.isVisible()}
    paints = Paints(grid(stage.register).viewport())
    stage.category("wine")
    rest(stage)
    shown = {each for each in stage.register.findChildren(Chip) if each.isVisible()}
    assert len(paints.regions) == 1
    assert shown & pills
    assert shown <= pills or pills <= shown
