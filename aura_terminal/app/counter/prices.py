"""What is sold beside tiles at menu prices: levels, open items, ages, single lines, comps and the house's reasons."""

from __future__ import annotations

from aura_terminal.app.counter.parts import CounterParts
from aura_terminal.ui.screens.register.selling import Selling, SellingModels
from aura_terminal.view_models.ages import AgesModel
from aura_terminal.view_models.line_prices import HouseOfSaleModel, LinePricesModel
from aura_terminal.view_models.open_items import OpenItemsModel
from aura_terminal.view_models.price_levels import PricesInForce


def join_prices(parts: CounterParts) -> Selling:
    """Tiles and sheets show the prices in force; what the register sells beyond them has its way in."""
    owner, counter, board = parts.owner, parts.counter, parts.register_screen.board.model
    prices = PricesInForce(parts.runner, counter, parts.session, parts.changes, owner)
    ages = AgesModel(counter, parts.now, owner)
    house = HouseOfSaleModel(parts.runner, parts.session, parts.changes, owner)
    lines = LinePricesModel(counter, owner)
    board.price_by(lambda: prices.place)
    parts.register.place = lambda: prices.place
    prices.changed.connect(board.refresh)
    parts.payment.refused.connect(ages.hear)
    parts.register_screen.pay_requested.connect(lines.reckon)
    models = SellingModels(
        prices, OpenItemsModel(counter, owner), ages, lines, house, board, parts.register.entry, parts.register
    )
    selling = Selling(models, parts.register_screen, parts.theme, parts.money)
    house.watch.wake()
    return selling
