"""The kinds and states of the shop's things by name: all that the first picture needs to know of its rules."""

from __future__ import annotations

from enum import StrEnum

OPEN_CODE = "OPEN"
"""The SKU of the menu's item that stands for all open items: a tile to tap, and what a back office knows them by."""


class OrderType(StrEnum):
    """How the guest takes the food; prices, taxes and routing may depend on it."""

    DINE_IN = "dine_in"
    TAKEOUT = "takeout"
    DELIVERY = "delivery"


class OrderStatus(StrEnum):
    """Where an order stands; how far the kitchen is follows from its tickets."""

    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    MERGED = "merged"


class LineState(StrEnum):
    """Where a line stands."""

    NEW = "new"
    SENT = "sent"
    REMOVED = "removed"
    VOIDED = "voided"


class ModifierKind(StrEnum):
    """What the kitchen is told: something more, something left out, or which one."""

    ADD = "add"
    NO = "no"
    CHOICE = "choice"


class HalvesPrice(StrEnum):
    """What a divided dish costs: its dearest part, the mean of the different dishes on it, or each part its share."""

    HIGHEST = "highest"
    AVERAGE = "average"
    SUM_OF_SHARES = "sum_of_shares"


class Availability(StrEnum):
    """Whether an item can be sold now."""

    AVAILABLE = "available"
    EIGHTY_SIXED = "eighty_sixed"


class Permission(StrEnum):
    """A named right. Nothing is allowed that is not granted by a role."""

    SELL = "sell"
    SEND = "send"
    TAKE_PAYMENT = "take_payment"
    VOID_UNSENT = "void_unsent"
    VOID_SENT = "void_sent"
    CANCEL_ORDER = "cancel_order"
    BUMP = "bump"
    RECALL = "recall"
    NO_SALE = "no_sale"
    REPRINT = "reprint"
    REPORT_X = "report_x"
    CLOSE_DAY = "close_day"
    EDIT_MENU = "edit_menu"
    MANAGE_STAFF = "manage_staff"
    EDIT_SETTINGS = "edit_settings"
    AUDIT = "audit"
    EXPORT = "export"
    EIGHTY_SIX = "eighty_six"
    RESOLVE_CONFLICT = "resolve_conflict"
    DISCOUNT = "discount"
    MANAGE_GUESTS = "manage_guests"
    RESERVE = "reserve"
    MANAGE_SUPPLIES = "manage_supplies"
    REFUND = "refund"
    TYPE_WEIGHT = "type_weight"
    USE_DRAWER = "use_drawer"
    MOVE_CASH = "move_cash"
    COUNT_ANY_DRAWER = "count_any_drawer"
    SEE_EXPECTED_CASH = "see_expected_cash"
    CLOSE_LATE = "close_late"
    SEE_REPORTS = "see_reports"
    SEE_LABOR_COST = "see_labor_cost"
    EDIT_PUNCHES = "edit_punches"
    OVERRIDE_SCHEDULE = "override_schedule"
    SHARE_TIPS = "share_tips"
    EDIT_PRICES = "edit_prices"
    EDIT_TAXES = "edit_taxes"
    EDIT_FLOOR = "edit_floor"
    EDIT_DEVICES = "edit_devices"
    MANAGE_ROLES = "manage_roles"
    BACK_UP = "back_up"
    RESTORE = "restore"
    COMP = "comp"
    OPEN_ITEM = "open_item"
    CHOOSE_PRICE = "choose_price"
    SERVE_ANY_TABLE = "serve_any_table"
    HAND_OVER_ANY = "hand_over_any"
    ASSIGN_SECTIONS = "assign_sections"
    SELL_VALUE = "sell_value"
    MANAGE_ACCOUNTS = "manage_accounts"
    WAIVE_SERVICE = "waive_service"
    PAY_UNSENT = "pay_unsent"
    REOPEN = "reopen"
    APPROVE_PURCHASES = "approve_purchases"
