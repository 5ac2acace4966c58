"""What a register does because it is not alone, and what terminals leave to a person to decide."""

from __future__ import annotations

from aura_terminal.app.counter.parts import CounterParts
from aura_terminal.app.neighbours import Neighbours
from aura_terminal.ui.screens.conflicts.screen import ConflictsScreen
from aura_terminal.view_models.conflicts import ConflictsModel
from aura_terminal.view_models.deliveries import DeliveriesModel
from aura_terminal.view_models.order_moves import OrderMovesModel
from aura_terminal.view_models.presences import PresencesModel
from aura_terminal.view_models.stock import StockModel
from aura_terminal.view_models.together import Together


def join_together(parts: CounterParts, neighbours: Neighbours) -> ConflictsModel:
    """Other terminals, the kitchen's answers, what is left to sell, orders that move; answers what is to be decided."""
    together = Together(
        DeliveriesModel(parts.runner, parts.counter, parts.changes, parts.now, parts.owner),
        PresencesModel(parts.counter, parts.session, parts.owner),
        StockModel(parts.runner, parts.session, parts.changes, parts.owner),
        OrderMovesModel(parts.counter, parts.owner),
    )
    conflicts = ConflictsModel(parts.runner, parts.session, parts.changes, parts.owner)
    inbox = ConflictsScreen(conflicts, parts.session, parts.theme, parts.money)
    parts.routes.join_together(together)
    parts.routes.join_conflicts(inbox, conflicts)
    neighbours.join_presences(together.presences)
    neighbours.join_token(parts.payment.token)
    neighbours.join_token(conflicts.token)
    return conflicts
