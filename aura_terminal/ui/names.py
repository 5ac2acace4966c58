"""What rights, kinds of orders, back offices and plain words are called, as `phrases` says them."""

from __future__ import annotations

from collections.abc import Mapping

from aura_terminal.domain.kinds import OrderType, Permission
from aura_terminal.ui.marked import QT_TRANSLATE_NOOP

PERMISSIONS: Mapping[Permission, str] = {
    Permission.SELL: QT_TRANSLATE_NOOP("phrases", "take orders"),
    Permission.SEND: QT_TRANSLATE_NOOP("phrases", "send orders to the kitchen"),
    Permission.TAKE_PAYMENT: QT_TRANSLATE_NOOP("phrases", "take payments"),
    Permission.VOID_UNSENT: QT_TRANSLATE_NOOP("phrases", "remove what was ordered"),
    Permission.VOID_SENT: QT_TRANSLATE_NOOP("phrases", "void what the kitchen has"),
    Permission.CANCEL_ORDER: QT_TRANSLATE_NOOP("phrases", "cancel orders"),
    Permission.BUMP: QT_TRANSLATE_NOOP("phrases", "finish tickets"),
    Permission.RECALL: QT_TRANSLATE_NOOP("phrases", "bring tickets back"),
    Permission.NO_SALE: QT_TRANSLATE_NOOP("phrases", "open the drawer without a sale"),
    Permission.REPRINT: QT_TRANSLATE_NOOP("phrases", "print receipts again"),
    Permission.REPORT_X: QT_TRANSLATE_NOOP("phrases", "read the figures of the day"),
    Permission.CLOSE_DAY: QT_TRANSLATE_NOOP("phrases", "close the day"),
    Permission.EDIT_MENU: QT_TRANSLATE_NOOP("phrases", "change the menu"),
    Permission.MANAGE_STAFF: QT_TRANSLATE_NOOP("phrases", "manage staff"),
    Permission.EDIT_SETTINGS: QT_TRANSLATE_NOOP("phrases", "change settings"),
    Permission.AUDIT: QT_TRANSLATE_NOOP("phrases", "read the journal"),
    Permission.EXPORT: QT_TRANSLATE_NOOP("phrases", "export data"),
    Permission.EIGHTY_SIX: QT_TRANSLATE_NOOP("phrases", "say what is sold out"),
    Permission.RESOLVE_CONFLICT: QT_TRANSLATE_NOOP("phrases", "decide what terminals did at the same time"),
    Permission.DISCOUNT: QT_TRANSLATE_NOOP("phrases", "give discounts"),
    Permission.MANAGE_GUESTS: QT_TRANSLATE_NOOP("phrases", "merge and forget guests, and move points"),
    Permission.RESERVE: QT_TRANSLATE_NOOP("phrases", "take reservations"),
    Permission.MANAGE_SUPPLIES: QT_TRANSLATE_NOOP("phrases", "adjust and count supplies"),
    Permission.REFUND: QT_TRANSLATE_NOOP("phrases", "give money back to a card"),
    Permission.TYPE_WEIGHT: QT_TRANSLATE_NOOP("phrases", "type weights"),
    Permission.USE_DRAWER: QT_TRANSLATE_NOOP("phrases", "begin, count and hand over a drawer"),
    Permission.MOVE_CASH: QT_TRANSLATE_NOOP("phrases", "drop cash, pay in and pay out"),
    Permission.COUNT_ANY_DRAWER: QT_TRANSLATE_NOOP("phrases", "count anybody's drawer"),
    Permission.SEE_EXPECTED_CASH: QT_TRANSLATE_NOOP("phrases", "see what should be in a drawer"),
    Permission.CLOSE_LATE: QT_TRANSLATE_NOOP("phrases", "close a past day"),
    Permission.SEE_REPORTS: QT_TRANSLATE_NOOP("phrases", "read reports"),
    Permission.SEE_LABOR_COST: QT_TRANSLATE_NOOP("phrases", "see what labour costs"),
    Permission.EDIT_PUNCHES: QT_TRANSLATE_NOOP("phrases", "correct punches"),
    Permission.OVERRIDE_SCHEDULE: QT_TRANSLATE_NOOP("phrases", "let somebody work outside the plan"),
    Permission.SHARE_TIPS: QT_TRANSLATE_NOOP("phrases", "share tips out"),
    Permission.EDIT_PRICES: QT_TRANSLATE_NOOP("phrases", "change prices"),
    Permission.EDIT_TAXES: QT_TRANSLATE_NOOP("phrases", "change taxes"),
    Permission.EDIT_FLOOR: QT_TRANSLATE_NOOP("phrases", "change the floor plan"),
    Permission.EDIT_DEVICES: QT_TRANSLATE_NOOP("phrases", "change printers and routes"),
    Permission.MANAGE_ROLES: QT_TRANSLATE_NOOP("phrases", "change roles"),
    Permission.BACK_UP: QT_TRANSLATE_NOOP("phrases", "make backups"),
    Permission.RESTORE: QT_TRANSLATE_NOOP("phrases", "restore a backup"),
    Permission.SELL_VALUE: QT_TRANSLATE_NOOP("phrases", "sell gift cards and take deposits"),
    Permission.MANAGE_ACCOUNTS: QT_TRANSLATE_NOOP("phrases", "look after gift cards, deposits and house accounts"),
    Permission.COMP: QT_TRANSLATE_NOOP("phrases", "give dishes or a whole order away"),
    Permission.OPEN_ITEM: QT_TRANSLATE_NOOP("phrases", "sell what is not on the menu"),
    Permission.CHOOSE_PRICE: QT_TRANSLATE_NOOP("phrases", "choose another price level"),
    Permission.HAND_OVER_ANY: QT_TRANSLATE_NOOP("phrases", "give other people's orders to another server"),
    Permission.SERVE_ANY_TABLE: QT_TRANSLATE_NOOP("phrases", "serve other people's tables"),
    Permission.WAIVE_SERVICE: QT_TRANSLATE_NOOP("phrases", "waive service charges and tips the house asks"),
    Permission.REOPEN: QT_TRANSLATE_NOOP("phrases", "begin a paid order anew"),
    Permission.PAY_UNSENT: QT_TRANSLATE_NOOP("phrases", "take money for what the kitchen does not have"),
    Permission.APPROVE_PURCHASES: QT_TRANSLATE_NOOP("phrases", "approve purchase orders"),
    Permission.ASSIGN_SECTIONS: QT_TRANSLATE_NOOP("phrases", "say who serves which tables"),
}

ORDER_TYPES: Mapping[OrderType, str] = {
    OrderType.DINE_IN: QT_TRANSLATE_NOOP("phrases", "Dine in"),
    OrderType.TAKEOUT: QT_TRANSLATE_NOOP("phrases", "Takeout"),
    OrderType.DELIVERY: QT_TRANSLATE_NOOP("phrases", "Delivery"),
}

# What back offices are called where people meet them, by connector.
OFFICES: Mapping[str, str] = {
    "auraconnect": "AuraConnect",
    "auraflow": "AuraFlow POS",
    "myhibachi": "MyHibachi",
    "unified": "Assistant",
}
SUBSCRIBER = QT_TRANSLATE_NOOP("phrases", "Subscriber “{name}”")

# Words of the domain that appear inside sentences, by the detail that carries them.
WORDS: Mapping[tuple[str, str], str] = {
    ("status", "open"): QT_TRANSLATE_NOOP("phrases", "open"),
    ("status", "closed"): QT_TRANSLATE_NOOP("phrases", "paid"),
    ("status", "cancelled"): QT_TRANSLATE_NOOP("phrases", "cancelled"),
    ("status", "merged"): QT_TRANSLATE_NOOP("phrases", "merged with another one"),
    ("status", "seated"): QT_TRANSLATE_NOOP("phrases", "seated"),
    ("status", "no_show"): QT_TRANSLATE_NOOP("phrases", "given up"),
    ("what", "minutes"): QT_TRANSLATE_NOOP("phrases", "minutes of more than a day"),
    ("what", "overtime"): QT_TRANSLATE_NOOP("phrases", "a step of overtime"),
    ("what", "rounding"): QT_TRANSLATE_NOOP("phrases", "rounding to 5, 10 or 15 minutes"),
    ("what", "week"): QT_TRANSLATE_NOOP("phrases", "the first day of the week"),
    ("what", "punch"): QT_TRANSLATE_NOOP("phrases", "punch"),
    ("what", "guest"): QT_TRANSLATE_NOOP("phrases", "guest"),
    ("what", "reservation"): QT_TRANSLATE_NOOP("phrases", "reservation"),
    ("what", "reward"): QT_TRANSLATE_NOOP("phrases", "reward"),
    ("what", "supply"): QT_TRANSLATE_NOOP("phrases", "supply"),
    ("what", "item"): QT_TRANSLATE_NOOP("phrases", "item with the code"),
    ("what", "order"): QT_TRANSLATE_NOOP("phrases", "order"),
    ("what", "receipt"): QT_TRANSLATE_NOOP("phrases", "receipt"),
    ("what", "station"): QT_TRANSLATE_NOOP("phrases", "station"),
    ("what", "ticket"): QT_TRANSLATE_NOOP("phrases", "ticket"),
}
