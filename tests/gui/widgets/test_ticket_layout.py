"""Where tickets stand: what is kept from the layout before equals what would be computed anew."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from aura_terminal.ui.theme.look import Look
from aura_terminal.ui.theme.tokens import built_in
from aura_terminal.ui.widgets.ticket_layout import Layout, columns_of
from aura_terminal.ui.widgets.ticket_rows import AllergenRow, TicketRow, clock
from aura_terminal.ui.widgets.ticket_shape import STRIP, STRIP_PITCH, Scale, strip_height, strip_lines, tall_of
from tests.support.gallery_kitchen import DINE_IN, dish, ticket

POOL = [
    ticket(f"T {place}", place, "Ana", DINE_IN, 60, *(dish(1, f"Dish {each}") for each in range(1 + 5 * (place % 5))))
    for place in range(12)
]
HISTORIES = st.lists(st.lists(st.sampled_from(POOL), unique_by=lambda row: row.id, max_size=12), min_size=1, max_size=6)


@given(HISTORIES, st.sampled_from([(1620, 1008), (800, 600), (300, 200)]))
def test_a_layout_that_follows_another_equals_one_made_anew(
    qapp: QApplication, histories: list[list[TicketRow]], size: tuple[int, int]
) -> None:
    columns = columns_of(*size, Scale(1.0, Look(built_in("night"))))
    layout = Layout(columns)
    for rows in histories:
        layout = layout.followed_by(rows)
        assert layout == Layout(columns).followed_by(rows)
        everything = layout.between(0, layout.width)
        assert [each.segment for each in everything] == list(layout.segments)
        for place, row in enumerate(rows):
            assert all(not layout.line_rect(place, line).isEmpty() for line in range(len(row.lines)))


@pytest.mark.parametrize("words", ["nuts", "coeliac, clean board, no shared fryer, Salsiccia e Friarielli"])
def test_an_allergy_strip_is_as_tall_as_its_words_and_cuts_none(qapp: QApplication, words: str) -> None:
    scale = Scale(1.0, Look(built_in("night")))
    row = AllergenRow("ALLERGY", words)
    lines = strip_lines(row, 386, scale)
    assert " ".join(lines).split() == f"ALLERGY {words}".split()
    bare = ticket("T 1", 1, "Ana", DINE_IN, 60, dish(1, "Dish"))
    grown = tall_of(replace(bare, allergens=(row,)), 386, scale).head - tall_of(bare, 386, scale).head
    assert grown >= strip_height(row, 386, scale) >= STRIP + STRIP_PITCH * (len(lines) - 1)


def test_a_ticket_that_was_forgotten_says_hours_and_days() -> None:
    assert [clock(seconds) for seconds in (7, 5_999, 6_000, 359_999, 360_000)] == [
        "0:07",
        "99:59",
        "1 h 40",
        "99 h 59",
        "4 d",
    ]
