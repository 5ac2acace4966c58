"""The least a store needs before anything is on its menu."""

from __future__ import annotations

from datetime import time
from decimal import Decimal

from aura_terminal.app.shop_files import ShopFiles
from aura_terminal.domain.business_day import BusinessCalendar
from aura_terminal.domain.ids import RoleId, StaffId, StationId
from aura_terminal.domain.money import RoundingMode
from aura_terminal.domain.rights import EDITION
from aura_terminal.domain.shop import STORE_PROFILE, Station, StoreProfile
from aura_terminal.domain.staff import Permission, Role, StaffMember
from aura_terminal.domain.tax import PricesAre, RoundingScope, TaxRate, TaxRegime, TaxRule, TaxTerms

OWNER = StaffId("owner")
FIRST_STATION = StationId("kitchen")
REGIME = "taxes"
STANDARD = "standard"
NO_TAX = TaxRate("none", "No tax", "Z", Decimal(0))

# What coins can pay, in minor units, where the smallest coin is not the minor unit (reliability page, section 5).
CASH_STEPS = {"CHF": 5, "SEK": 100, "NOK": 100, "DKK": 50, "CAD": 5, "AUD": 5, "NZD": 10, "CZK": 100, "HUF": 500}
CASH_STEPS_OF_EURO_ZONES = {
    "Europe/Helsinki": 5, "Europe/Amsterdam": 5, "Europe/Brussels": 5, "Europe/Dublin": 5,
}  # fmt: skip
TAX_ON_TOP = frozenset({"USD", "CAD"})

_SELLS = (
    Permission.SELL, Permission.SEND, Permission.TAKE_PAYMENT, Permission.VOID_UNSENT, Permission.REPRINT,
    Permission.RESERVE, Permission.USE_DRAWER, Permission.SELL_VALUE,
)  # fmt: skip
_LEADS = (
    *_SELLS, Permission.VOID_SENT, Permission.CANCEL_ORDER, Permission.BUMP, Permission.RECALL, Permission.NO_SALE,
    Permission.REPORT_X, Permission.EIGHTY_SIX, Permission.RESOLVE_CONFLICT, Permission.DISCOUNT,
    Permission.MANAGE_SUPPLIES,
    Permission.REFUND,
    Permission.TYPE_WEIGHT, Permission.MOVE_CASH, Permission.OVERRIDE_SCHEDULE, Permission.COMP,
    Permission.OPEN_ITEM, Permission.CHOOSE_PRICE, Permission.SERVE_ANY_TABLE, Permission.ASSIGN_SECTIONS,
    Permission.HAND_OVER_ANY,
    Permission.MANAGE_ACCOUNTS,
)  # fmt: skip
_MANAGES = (
    *_LEADS, Permission.CLOSE_DAY, Permission.EDIT_MENU, Permission.MANAGE_STAFF, Permission.EDIT_SETTINGS,
    Permission.AUDIT, Permission.MANAGE_GUESTS, Permission.COUNT_ANY_DRAWER, Permission.SEE_EXPECTED_CASH,
    Permission.CLOSE_LATE, Permission.SEE_REPORTS, Permission.SEE_LABOR_COST, Permission.EDIT_PUNCHES,
    Permission.SHARE_TIPS, Permission.EDIT_PRICES, Permission.EDIT_TAXES, Permission.EDIT_FLOOR,
    Permission.EDIT_DEVICES, Permission.BACK_UP,
)  # fmt: skip
ROLES = (
    Role(RoleId("server"), "Server", _SELLS, edition=EDITION),
    Role(RoleId("cashier"), "Cashier", (*_SELLS, Permission.REPORT_X), edition=EDITION),
    Role(RoleId("kitchen"), "Kitchen", (Permission.BUMP, Permission.RECALL), edition=EDITION),
    Role(RoleId("shift_lead"), "Shift lead", _LEADS, edition=EDITION),
    Role(RoleId("manager"), "Manager", _MANAGES, edition=EDITION),
    Role(RoleId("owner"), "Owner", tuple(Permission), edition=EDITION),
)


def empty_shop(name: str, currency: str, zone: str) -> ShopFiles:
    """Profile, taxes with one untaxed category, a kitchen, roles and an owner, who has no PIN yet.

    Prices contain the tax except where it is put on top by custom (USD, CAD). Cash is rounded as the currency's coins
    demand. `currency` and `zone` must be known ones.
    """
    step = CASH_STEPS_OF_EURO_ZONES.get(zone, 1) if currency == "EUR" else CASH_STEPS.get(currency, 1)
    prices = PricesAre.EXCLUSIVE if currency in TAX_ON_TOP else PricesAre.INCLUSIVE
    profile = StoreProfile(
        id=STORE_PROFILE,
        name=name,
        legal_name="",
        address=(),
        phone="",
        tax_number="",
        currency=currency,
        calendar=BusinessCalendar(zone, time(4, 0)),
        tax_regime=REGIME,
    )
    regime = TaxRegime(
        id=REGIME,
        terms=TaxTerms(prices, RoundingScope.ORDER, RoundingMode.HALF_UP, step),
        rates=(NO_TAX,),
        categories=((STANDARD, "Standard"),),
        rules=(TaxRule(STANDARD, None, (NO_TAX.id,)),),
    )
    kitchen = Station(FIRST_STATION, "Kitchen", "chef-hat", "kitchen", 15)
    owner = StaffMember(OWNER, "Owner", "O", (RoleId("owner"),))
    return ShopFiles((profile, regime, kitchen, *ROLES, owner), {})
