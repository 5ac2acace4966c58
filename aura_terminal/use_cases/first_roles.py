"""The roles a new store begins with; its owner changes them as it likes."""

from __future__ import annotations

from aura_terminal.domain.ids import RoleId
from aura_terminal.domain.rights import EDITION
from aura_terminal.domain.staff import Permission, Role

OWNER_ROLE = RoleId("owner")
_SELLS = (
    Permission.SELL, Permission.SEND, Permission.TAKE_PAYMENT, Permission.VOID_UNSENT, Permission.REPRINT,
    Permission.RESERVE, Permission.USE_DRAWER, Permission.SELL_VALUE,
)  # fmt: skip
_LEADS = (
    *_SELLS, Permission.VOID_SENT, Permission.CANCEL_ORDER, Permission.BUMP, Permission.RECALL, Permission.NO_SALE,
    Permission.REPORT_X, Permission.EIGHTY_SIX, Permission.RESOLVE_CONFLICT, Permission.DISCOUNT,
    Permission.MANAGE_SUPPLIES, Permission.REFUND, Permission.TYPE_WEIGHT, Permission.MOVE_CASH,
    Permission.OVERRIDE_SCHEDULE, Permission.COMP,
    Permission.OPEN_ITEM, Permission.CHOOSE_PRICE, Permission.SERVE_ANY_TABLE, Permission.ASSIGN_SECTIONS,
    Permission.HAND_OVER_ANY, Permission.MANAGE_ACCOUNTS, Permission.WAIVE_SERVICE, Permission.PAY_UNSENT,
    Permission.REOPEN,
)  # fmt: skip
_MANAGES = (
    *_LEADS, Permission.CLOSE_DAY, Permission.EDIT_MENU, Permission.MANAGE_STAFF, Permission.EDIT_SETTINGS,
    Permission.AUDIT, Permission.MANAGE_GUESTS, Permission.COUNT_ANY_DRAWER, Permission.SEE_EXPECTED_CASH,
    Permission.CLOSE_LATE, Permission.SEE_REPORTS, Permission.SEE_LABOR_COST, Permission.EDIT_PUNCHES,
    Permission.SHARE_TIPS, Permission.EDIT_PRICES, Permission.EDIT_TAXES, Permission.EDIT_FLOOR,
    Permission.EDIT_DEVICES, Permission.BACK_UP, Permission.APPROVE_PURCHASES,
)  # fmt: skip
ROLES = (
    Role(RoleId("server"), "Server", _SELLS, edition=EDITION),
    Role(RoleId("cashier"), "Cashier", (*_SELLS, Permission.REPORT_X), edition=EDITION),
    Role(RoleId("kitchen"), "Kitchen", (Permission.BUMP, Permission.RECALL), edition=EDITION),
    Role(RoleId("shift_lead"), "Shift lead", _LEADS, edition=EDITION),
    Role(RoleId("manager"), "Manager", _MANAGES, edition=EDITION),
    Role(OWNER_ROLE, "Owner", tuple(Permission), edition=EDITION),
)
