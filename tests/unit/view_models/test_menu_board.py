"""Tiles, tags and searching."""

from collections.abc import Callable

from aura_terminal.domain.ids import CategoryId
from tests.support.till import Till

Settle = Callable[[Till], None]


def test_a_primed_board_is_shown_without_asking_the_store(locked_till: Till) -> None:
    menu = locked_till.shop.reads.menu
    categories = menu.categories()
    locked_till.board.prime(categories, menu.tiles(categories[0].id))
    assert locked_till.runner.is_idle
    assert locked_till.board.category == categories[0].id
    assert locked_till.board.shown == menu.tiles(categories[0].id)


def test_a_category_shows_its_tiles_and_a_tag_narrows_them(till: Till, settle: Settle) -> None:
    till.board.refresh()
    settle(till)
    till.board.choose_category(CategoryId("pizza"))
    settle(till)
    assert till.board.tags == ("Rosse", "Gluten-free base", "Bianche", "Vegetarian")
    till.board.choose_tag("Vegetarian")
    assert [tile.name for tile in till.board.shown] == ["Ortolana", "Parmigiana", "Pizza Bianca", "Zucchine e Menta"]


def test_a_category_seen_before_is_shown_at_once(till: Till, settle: Settle) -> None:
    for category in ("pizza", "beer"):
        till.board.choose_category(CategoryId(category))
        settle(till)
    till.thread.gate.clear()
    till.board.choose_category(CategoryId("pizza"))
    assert till.board.shown[0].name == "Margherita"
    till.thread.gate.set()
    settle(till)


def test_a_search_finds_by_name_sku_and_barcode_and_ends_with_no_words(till: Till, settle: Settle) -> None:
    till.board.refresh()
    till.board.choose_category(CategoryId("pizza"))
    for words in ("morett", "BE-002", "240000000024"):
        till.board.search(words)
        settle(till)
        assert [tile.name for tile in till.board.shown] == ["Birra Moretti 0.33 l"]
    till.board.search("")
    assert till.board.shown[0].name == "Margherita"


def test_hits_of_words_no_longer_typed_are_not_shown(till: Till, settle: Settle) -> None:
    till.thread.gate.clear()
    till.board.search("marg")
    till.board.search("tiram")
    till.thread.gate.set()
    settle(till)
    assert [tile.name for tile in till.board.shown] == ["Tiramisù"]
