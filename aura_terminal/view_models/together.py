"""What a register shows and does because it is not alone: other terminals, the kitchen, what is left to sell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aura_terminal.view_models.deliveries import DeliveriesModel
    from aura_terminal.view_models.order_moves import OrderMovesModel
    from aura_terminal.view_models.presences import PresencesModel
    from aura_terminal.view_models.stock import StockModel


@dataclass(frozen=True, slots=True)
class Together:
    """The view-models that join a register once its first frame is painted."""

    deliveries: DeliveriesModel
    presences: PresencesModel
    stock: StockModel
    moves: OrderMovesModel
