"""Where tickets stand: what is kept from the layout before equals what would be computed anew."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from aura_terminal.ui.theme.look import Look
from aura_terminal.ui.theme.tokens import built_in
from aura_terminal.ui.widgets.ticket_layout import Layout, columns_of
from aura_terminal.ui.widgets.ticket_rows import TicketRow
from aura_terminal.ui.widgets.ticket_shape import Scale
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
