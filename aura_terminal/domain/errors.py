"""The two kinds of refusal staff may meet. Anything else that is raised is a bug."""

from __future__ import annotations

from enum import StrEnum


class Rule(StrEnum):
    """Every rule of the shop that can be broken; the sentence shown to staff is looked up by this code."""

    UNKNOWN = "unknown"
    NOT_ALLOWED = "not_allowed"
    APPROVAL_NEEDED = "approval_needed"
    ORDER_NOT_OPEN = "order_not_open"
    ORDER_EMPTY = "order_empty"
    ORDER_HAS_PAYMENTS = "order_has_payments"
    ORDER_NOT_PAID = "order_not_paid"
    LINE_GONE = "line_gone"
    LINE_ALREADY_SENT = "line_already_sent"
    LINE_NOT_SENT = "line_not_sent"
    LINE_NOT_REMOVED = "line_not_removed"
    QUANTITY_OUT_OF_RANGE = "quantity_out_of_range"
    NOTHING_TO_SEND = "nothing_to_send"
    ITEM_NOT_SOLD = "item_not_sold"
    VARIANT_NEEDED = "variant_needed"
    CHOICE_MISSING = "choice_missing"
    CHOICE_TOO_MANY = "choice_too_many"
    CHOICE_UNKNOWN = "choice_unknown"
    AMOUNT_NOT_POSITIVE = "amount_not_positive"
    NOTHING_DUE = "nothing_due"
    WOULD_OVERPAY = "would_overpay"
    CURRENCY_MIXED = "currency_mixed"
    TICKET_ALREADY_BUMPED = "ticket_already_bumped"
    TICKET_NOT_BUMPED = "ticket_not_bumped"
    CHANGES_NOT_SEEN = "changes_not_seen"
    STATIONS_NOT_DONE = "stations_not_done"
    NOTHING_HELD = "nothing_held"
    PIN_WRONG = "pin_wrong"
    PIN_LOCKED = "pin_locked"
    PIN_TOO_SIMPLE = "pin_too_simple"
    PIN_CHANGED = "pin_changed"
    RIGHTS_CHANGED = "rights_changed"
    ABOVE_CAP = "above_cap"
    ROLE_IN_USE = "role_in_use"
    LAST_OWNER = "last_owner"
    STAFF_INACTIVE = "staff_inactive"
    DAY_HAS_OPEN_ORDERS = "day_has_open_orders"
    NOTHING_TO_CLOSE = "nothing_to_close"
    COUNT_FIRST = "count_first"
    CLOSING_REFUSED = "closing_refused"
    NO_TIPS_TO_SHARE = "no_tips_to_share"
    TIPS_CHANGED = "tips_changed"
    TIP_RULES_WRONG = "tip_rules_wrong"
    TIPS_PAID_ALREADY = "tips_paid_already"
    TAX_RULE_MISSING = "tax_rule_missing"
    TEXT_TOO_LONG = "text_too_long"
    REASON_NEEDED = "reason_needed"
    LINE_SETTLED = "line_settled"
    SAME_ORDER = "same_order"
    ORDERS_DIFFER = "orders_differ"
    TOKEN_ELSEWHERE = "token_elsewhere"
    TOKEN_ON_ITS_WAY = "token_on_its_way"
    BEING_PAID = "being_paid"
    CONFLICT_GONE = "conflict_gone"
    CHOICE_NOT_OFFERED = "choice_not_offered"
    ITEM_NOT_EIGHTY_SIXED = "item_not_eighty_sixed"
    TERMINAL_REVOKED = "terminal_revoked"
    CLOCKED_IN_ALREADY = "clocked_in_already"
    NOT_CLOCKED_IN = "not_clocked_in"
    BREAK_NOT_BEGUN = "break_not_begun"
    JOB_NEEDED = "job_needed"
    JOB_NOT_THEIRS = "job_not_theirs"
    ON_BREAK_ALREADY = "on_break_already"
    GUEST_ERASED = "guest_erased"
    GUEST_MERGED = "guest_merged"
    GUEST_NEEDED = "guest_needed"
    SAME_GUEST = "same_guest"
    PHONE_UNREADABLE = "phone_unreadable"
    EMAIL_UNREADABLE = "email_unreadable"
    DATE_NOT_PAST = "date_not_past"
    POINTS_SHORT = "points_short"
    POINTS_CAPPED = "points_capped"
    REWARD_NOT_OFFERED = "reward_not_offered"
    RESERVATION_OVER = "reservation_over"
    RESERVATION_TO_COME = "reservation_to_come"
    TABLE_TAKEN = "table_taken"
    AMOUNT_OUT_OF_RANGE = "amount_out_of_range"
    NOTHING_COUNTED = "nothing_counted"
    COUNTED_TWICE = "counted_twice"
    RATING_OUT_OF_RANGE = "rating_out_of_range"
    CODE_UNKNOWN = "code_unknown"
    PROMOTION_NOT_NOW = "promotion_not_now"
    PROMOTION_TOO_LITTLE = "promotion_too_little"
    PROMOTION_COVERS_NOTHING = "promotion_covers_nothing"
    PROMOTION_USED_UP = "promotion_used_up"
    DISCOUNT_GONE = "discount_gone"
    DISCOUNT_OUT_OF_RANGE = "discount_out_of_range"
    ORDER_HELD = "order_held"
    ORDER_NOT_HELD = "order_not_held"
    CARD_UNDECIDED = "card_undecided"
    READER_BUSY = "reader_busy"
    CARD_EXPOSURE = "card_exposure"
    TIP_OUT_OF_RANGE = "tip_out_of_range"
    CARD_OVER_DUE = "card_over_due"
    CARD_OVER_CHARGED = "card_over_charged"
    ATTEMPT_DECIDED = "attempt_decided"
    TAB_NOT_HELD = "tab_not_held"
    CARD_ELSEWHERE = "card_elsewhere"
    LAST_FOUR_ONLY = "last_four_only"
    WEIGHT_NEEDED = "weight_needed"
    ITEM_NOT_BY_WEIGHT = "item_not_by_weight"
    WEIGHT_NOT_POSITIVE = "weight_not_positive"
    WEIGHT_OUT_OF_RANGE = "weight_out_of_range"
    WEIGHT_NOT_READY = "weight_not_ready"
    WEIGHED_ONCE = "weighed_once"
    BARCODE_MISREAD = "barcode_misread"
    BADGE_UNKNOWN = "badge_unknown"
    BADGE_UNREADABLE = "badge_unreadable"
    BADGE_IS_CARD = "badge_is_card"
    BADGE_TAKEN = "badge_taken"
    SESSION_NEEDED = "session_needed"
    SESSION_RUNNING = "session_running"
    SESSION_ENDED = "session_ended"
    SESSION_OF_ANOTHER = "session_of_another"
    DRAWER_UNKNOWN = "drawer_unknown"
    COIN_UNKNOWN = "coin_unknown"
    DRAWER_TWICE = "drawer_twice"
    OWNED_ELSEWHERE = "owned_elsewhere"
    NOT_ON_THE_CLOCK = "not_on_the_clock"
    OWN_PUNCHES = "own_punches"
    PUNCH_DOES_NOT_FIT = "punch_does_not_fit"
    TIME_TO_COME = "time_to_come"
    TIPS_NOT_DECLARED = "tips_not_declared"
    PUNCHED_ELSEWHERE = "punched_elsewhere"
    LABOR_RULES_WRONG = "labor_rules_wrong"
    MENU_FLAWED = "menu_flawed"
    CHANGED_SINCE = "changed_since"
    CATEGORY_IN_USE = "category_in_use"
    AREA_NAME = "area_name"
    AREA_HAS_TABLES = "area_has_tables"
    TABLE_NUMBER = "table_number"
    TABLE_HAS_ORDER = "table_has_order"
    TABLE_EXPECTED = "table_expected"
    SEATS_OUT_OF_RANGE = "seats_out_of_range"
    OFF_THE_PLAN = "off_the_plan"
    NAME_NEEDED = "name_needed"
    CURRENCY_IN_USE = "currency_in_use"
    CURRENCY_PRICED = "currency_priced"
    CURRENCY_UNKNOWN = "currency_unknown"
    ZONE_UNKNOWN = "zone_unknown"
    DAY_WOULD_BREAK = "day_would_break"
    TENDER_IN_USE = "tender_in_use"
    COIN_OUT_OF_RANGE = "coin_out_of_range"
    STATION_IN_USE = "station_in_use"
    STATION_ITSELF = "station_itself"
    MINUTES_OUT_OF_RANGE = "minutes_out_of_range"
    LOGO_UNREADABLE = "logo_unreadable"


class RuleBroken(Exception):
    """The shop's rules refuse what was asked; nothing has changed.

    `rule` names the rule, `details` holds the plain values its sentence needs (names, amounts, seconds).
    """

    def __init__(self, rule: Rule, **details: str | int) -> None:
        super().__init__(f"{rule.value} {details}" if details else rule.value)
        self.rule = rule
        self.details = details

    @property
    def code(self) -> str:
        """The stable word for this refusal, used by screens, scripts and logs."""
        return self.rule.value


class NotFound(RuleBroken):
    """Something was named that this store does not hold."""

    def __init__(self, what: str, name: str) -> None:
        super().__init__(Rule.UNKNOWN, what=what, name=name)


class Unavailable(Exception):
    """Something outside the program does not answer; it is shown in the status strip and tried again.

    `what` names the thing, `hint` says to the person beside it what to do next.
    """

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(f"{what}: {hint}")
        self.what = what
        self.hint = hint
