"""Every family of aggregates this program folds, by the aggregate's name in the journal."""

from __future__ import annotations

from aura_terminal.store.fold_cards import ATTEMPT_FAMILY
from aura_terminal.store.fold_cash import CLOSING_FAMILY, DRAWER_FAMILY
from aura_terminal.store.fold_central import CENTRAL_FAMILY
from aura_terminal.store.fold_documents import DOCUMENT_FAMILY
from aura_terminal.store.fold_guests import FEEDBACK_FAMILY, GUEST_FAMILY, LOYALTY_FAMILY, PROMOTION_FAMILY
from aura_terminal.store.fold_kitchen import TICKET_FAMILY
from aura_terminal.store.fold_labor import LABOR_FAMILY
from aura_terminal.store.fold_leads import LEAD_FAMILY
from aura_terminal.store.fold_orders import ORDER_FAMILY
from aura_terminal.store.fold_parties import PARTY_FAMILY
from aura_terminal.store.fold_people import ACCESS_FAMILY
from aura_terminal.store.fold_purchases import PURCHASE_FAMILY
from aura_terminal.store.fold_reservations import RESERVATION_FAMILY
from aura_terminal.store.fold_sessions import SESSION_FAMILY
from aura_terminal.store.fold_stock import STOCK_FAMILY
from aura_terminal.store.fold_supplies import STOCK_TAKE_FAMILY, SUPPLY_FAMILY
from aura_terminal.store.fold_terminals import OUTAGE_FAMILY, TERMINAL_FAMILY
from aura_terminal.store.fold_tips import TIPS_FAMILY
from aura_terminal.store.fold_value import VALUE_FAMILY
from aura_terminal.store.folds import MARK_TABLE, Families, FoldTable

_ALL = (
    ORDER_FAMILY, TICKET_FAMILY, DOCUMENT_FAMILY, ACCESS_FAMILY, DRAWER_FAMILY, CLOSING_FAMILY, STOCK_FAMILY,
    TERMINAL_FAMILY, OUTAGE_FAMILY, LABOR_FAMILY, CENTRAL_FAMILY, GUEST_FAMILY, LOYALTY_FAMILY, PROMOTION_FAMILY,
    FEEDBACK_FAMILY, RESERVATION_FAMILY, PARTY_FAMILY, SUPPLY_FAMILY, STOCK_TAKE_FAMILY,
    ATTEMPT_FAMILY, TIPS_FAMILY, SESSION_FAMILY, VALUE_FAMILY, PURCHASE_FAMILY, LEAD_FAMILY,
)  # fmt: skip

FAMILIES: Families = {family.aggregate.value: family for family in _ALL}

FOLD_TABLES: tuple[FoldTable, ...] = (
    MARK_TABLE,
    *(table for family in _ALL for table in family.tables),
    *(family.entry_table for family in _ALL if family.entry_table is not None),
)
"""Every disposable table, parents before children."""
