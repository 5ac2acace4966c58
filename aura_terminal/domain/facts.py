"""The catalogue of facts: for each type its name on disk, its version and the aggregate it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from aura_terminal.domain import (
    age_facts,
    bookings,
    card_facts,
    carried,
    cash,
    central,
    closing,
    documents,
    drawer,
    errand_facts,
    feedback,
    floor_facts,
    guest_words,
    guests,
    invoice_facts,
    kitchen,
    leads,
    loyalty,
    money_token,
    moving,
    order_facts,
    outages,
    promotions,
    punches,
    purchasing_facts,
    reservations,
    returns,
    service_facts,
    settling,
    sharing_facts,
    staff,
    stock,
    supplies,
    tab_facts,
    terminals,
    ticket_facts,
    tip_sharing,
    value_facts,
    waitlist,
)
from aura_terminal.domain.documents import aggregate_id_of

Fact = (
    order_facts.OrderFact
    | kitchen.TicketFact
    | staff.AccessFact
    | drawer.DrawerFact
    | closing.DayClosed
    | documents.DocumentFact
    | stock.StockFact
    | terminals.TerminalFact
    | outages.OutageEnded
    | punches.LaborFact
    | central.CentralFact
    | guests.GuestFact
    | loyalty.LoyaltyFact
    | reservations.ReservationFact
    | leads.LeadFact
    | waitlist.WaitlistFact
    | supplies.SupplyFact
    | supplies.SuppliesCounted
    | purchasing_facts.PurchaseFact
    | feedback.FeedbackFact
    | promotions.PromotionFact
    | tip_sharing.TipFact
    | card_facts.AttemptFact
    | cash.SessionFact
    | value_facts.ValueFact
)


class Aggregate(StrEnum):
    """What is folded from facts."""

    ORDER = "order"
    TICKET = "ticket"
    ACCESS = "access"
    DRAWER = "drawer"
    CLOSING = "closing"
    DOCUMENT = "document"
    TERMINAL = "terminal"
    STOCK = "stock"
    OUTAGE = "outage"
    LABOR = "labor"
    CENTRAL = "central"
    GUEST = "guest"
    LOYALTY = "loyalty"
    RESERVATION = "reservation"
    PARTY = "party"
    LEAD = "lead"
    SUPPLY = "supply"
    STOCK_TAKE = "stock_take"
    PURCHASE = "purchase"
    FEEDBACK = "feedback"
    PROMOTION = "promotion"
    ATTEMPT = "attempt"
    SESSION = "session"
    TIPS = "tips"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class FactType:
    """How one type of fact is written: `name@version`, in the history of one aggregate named by `key`."""

    name: str
    version: int
    aggregate: Aggregate
    type: type[Fact]
    key: str


def _of(aggregate: Aggregate, key: str, types: dict[str, type[Fact]]) -> tuple[FactType, ...]:
    return tuple(FactType(name, 1, aggregate, type_, key) for name, type_ in types.items())


CATALOGUE: tuple[FactType, ...] = (
    *_of(Aggregate.ORDER, "order_id", {
        "order_promised": errand_facts.OrderPromised,
        "contact_given": errand_facts.ContactGiven,
        "driver_named": errand_facts.DriverNamed,
        "order_sent_out": errand_facts.OrderSentOut,
        "order_handed_over": errand_facts.OrderHandedOver,
        "handover_taken_back": errand_facts.HandoverTakenBack,
        "warning_seen": errand_facts.WarningSeen,
        "order_opened": order_facts.OrderOpened,
        "table_assigned": order_facts.TableAssigned,
        "guest_named": order_facts.GuestNamed,
        "guest_attached": order_facts.GuestAttached,
        "order_released": order_facts.OrderReleased,
        "discount_applied": order_facts.DiscountApplied,
        "discount_removed": order_facts.DiscountRemoved,
        "order_type_changed": order_facts.OrderTypeChanged,
        "line_added": order_facts.LineAdded,
        "line_quantity_changed": order_facts.LineQuantityChanged,
        "line_modified": order_facts.LineModified,
        "line_noted": order_facts.LineNoted,
        "line_seated": order_facts.LineSeated,
        "line_coursed": order_facts.LineCoursed,
        "line_removed": order_facts.LineRemoved,
        "line_restored": order_facts.LineRestored,
        "lines_fired": order_facts.LinesFired,
        "line_voided": order_facts.LineVoided,
        "payment_taken": order_facts.PaymentTaken,
        "order_closed": order_facts.OrderClosed,
        "order_cancelled": order_facts.OrderCancelled,
        "receipt_reprinted": order_facts.ReceiptReprinted,
        "tab_opened": tab_facts.TabOpened,
        "lines_moved": moving.LinesMoved,
        "line_split": moving.LineSplit,
        "lines_settled": moving.LinesSettled,
        "order_merged": moving.OrderMerged,
        "tables_linked": sharing_facts.TablesLinked,
        "order_handed": sharing_facts.OrderHanded,
        "order_parked": sharing_facts.OrderParked,
        "order_resumed": sharing_facts.OrderResumed,
        "bill_shared": sharing_facts.BillShared,
        "share_printed": sharing_facts.SharePrinted,
        "check_printed": service_facts.CheckPrinted,
        "charge_added": service_facts.ChargeAdded,
        "charge_waived": service_facts.ChargeWaived,
        "charge_restored": service_facts.ChargeRestored,
        "tip_entered": service_facts.TipEntered,
        "lines_marked_sent": service_facts.LinesMarkedSent,
        "unsent_allowed": service_facts.UnsentAllowed,
        "lines_held": service_facts.LinesHeld,
        "lines_let_go": service_facts.LinesLetGo,
        "age_checked": age_facts.AgeChecked,
        "age_refused": age_facts.AgeRefused,
        "table_cleared": floor_facts.TableCleared,
        "table_left": floor_facts.TableLeft,
        "order_touched": floor_facts.OrderTouched,
        "paper_scanned": carried.PaperScanned,
        "token_released": money_token.TokenReleased,
        "token_overridden": money_token.TokenOverridden,
        "payment_refunded": settling.PaymentRefunded,
        "payment_reversed": settling.PaymentReversed,
        "overpayment_kept": settling.OverpaymentKept,
        "shortfall_borne": settling.ShortfallBorne,
        "late_items_written_off": settling.LateItemsWrittenOff,
        "conflict_decided": settling.ConflictDecided,
        "goods_returned": returns.GoodsReturned,
    }),
    *_of(Aggregate.TICKET, "ticket_id", {
        "ticket_fired": kitchen.TicketFired,
        "ticket_item_done": kitchen.TicketItemDone,
        "ticket_item_reopened": kitchen.TicketItemReopened,
        "ticket_item_voided": kitchen.TicketItemVoided,
        "ticket_bumped": kitchen.TicketBumped,
        "ticket_recalled": kitchen.TicketRecalled,
        "ticket_received": kitchen.TicketReceived,
        "ticket_seen": kitchen.TicketSeen,
        "ticket_escalated": kitchen.TicketEscalated,
        "ticket_held": kitchen.TicketHeld,
        "ticket_released": kitchen.TicketReleased,
        "ticket_rushed": kitchen.TicketRushed,
        "ticket_rush_cancelled": kitchen.TicketRushCancelled,
        "ticket_changes_seen": kitchen.TicketChangesSeen,
        "ticket_promised": ticket_facts.TicketPromised,
        "ticket_paper_scanned": carried.TicketPaperScanned,
    }),
    *_of(Aggregate.ACCESS, "staff_id", {
        "pin_set": staff.PinSet,
        "pin_tried": staff.PinTried,
        "signed_in": staff.SignedIn,
        "signed_out": staff.SignedOut,
    }),
    *_of(Aggregate.DRAWER, "drawer_id", {
        "drawer_opened": drawer.DrawerOpened,
        "drawer_left_open": drawer.DrawerLeftOpen,
    }),
    *_of(Aggregate.CLOSING, "closing_id", {"day_closed": closing.DayClosed}),
    *_of(Aggregate.DOCUMENT, "document_id", {
        "document_put": documents.DocumentPut,
        "document_withdrawn": documents.DocumentWithdrawn,
    }),
    *_of(Aggregate.TERMINAL, "terminal_id", {
        "terminal_paired": terminals.TerminalPaired,
        "terminal_revoked": terminals.TerminalRevoked,
        "terminal_certified": terminals.TerminalCertified,
    }),
    *_of(Aggregate.STOCK, "item_id", {
        "stock_counted": stock.StockCounted,
        "stock_claimed": stock.StockClaimed,
        "item_eighty_sixed": stock.ItemEightySixed,
        "item_restored": stock.ItemRestored,
    }),
    *_of(Aggregate.OUTAGE, "outage_id", {"outage_ended": outages.OutageEnded}),
    *_of(Aggregate.LABOR, "staff_id", {
        "punch_recorded": punches.PunchRecorded,
        "punch_added": punches.PunchAdded,
        "punch_corrected": punches.PunchCorrected,
        "punch_withdrawn": punches.PunchWithdrawn,
        "punch_change_seen": punches.PunchChangeSeen,
        "tips_declared": punches.TipsDeclared,
    }),
    *_of(Aggregate.CENTRAL, "record", {
        "central_confirmed": central.CentralConfirmed,
        "central_refused": central.CentralRefused,
        "central_decided": central.CentralDecided,
    }),
    *_of(Aggregate.GUEST, "guest_id", {
        "guest_registered": guests.GuestRegistered,
        "guest_changed": guests.GuestChanged,
        "guest_birthday_set": guests.GuestBirthdaySet,
        "guest_consented": guests.GuestConsented,
        "guests_merged": guests.GuestsMerged,
        "guest_erased": guests.GuestErased,
        "guest_stated": guest_words.GuestStated,
    }),
    *_of(Aggregate.LOYALTY, "guest_id", {
        "points_moved": loyalty.PointsMoved,
        "reward_redeemed": loyalty.RewardRedeemed,
        "reward_returned": loyalty.RewardReturned,
        "points_stated": loyalty.PointsStated,
    }),
    *_of(Aggregate.RESERVATION, "reservation_id", {
        "reservation_made": reservations.ReservationMade,
        "reservation_changed": reservations.ReservationChanged,
        "reservation_confirmed": reservations.ReservationConfirmed,
        "reservation_cancelled": reservations.ReservationCancelled,
        "reservation_seated": reservations.ReservationSeated,
        "reservation_missed": reservations.ReservationMissed,
        "reservation_arrived": reservations.ReservationArrived,
        "occasion_given": bookings.OccasionGiven,
        "booking_stated": bookings.BookingStated,
    }),
    *_of(Aggregate.LEAD, "lead_id", {
        "lead_captured": leads.LeadCaptured,
        "lead_noted": leads.LeadNoted,
        "lead_called": leads.LeadCalled,
        "lead_lost": leads.LeadLost,
        "lead_reopened": leads.LeadReopened,
        "lead_converted": leads.LeadConverted,
        "lead_stated": leads.LeadStated,
        "lead_erased": leads.LeadErased,
    }),
    *_of(Aggregate.PARTY, "party_id", {
        "party_joined": waitlist.PartyJoined,
        "party_changed": waitlist.PartyChanged,
        "party_quoted": waitlist.PartyQuoted,
        "party_called": waitlist.PartyCalled,
        "party_seated": waitlist.PartySeated,
        "party_left": waitlist.PartyLeft,
        "party_returned": waitlist.PartyReturned,
    }),
    *_of(Aggregate.SUPPLY, "supply_id", {
        "supply_adjusted": supplies.SupplyAdjusted,
        "supply_counted": supplies.SupplyCounted,
        "supply_stated": supplies.SupplyStated,
    }),
    *_of(Aggregate.STOCK_TAKE, "count_id", {"supplies_counted": supplies.SuppliesCounted}),
    *_of(Aggregate.PURCHASE, "purchase_id", {
        "purchase_drafted": purchasing_facts.PurchaseDrafted,
        "purchase_changed": purchasing_facts.PurchaseChanged,
        "purchase_approved": purchasing_facts.PurchaseApproved,
        "purchase_sent": purchasing_facts.PurchaseSent,
        "purchase_cancelled": purchasing_facts.PurchaseCancelled,
        "delivery_received": purchasing_facts.DeliveryReceived,
        "purchase_stated": purchasing_facts.PurchaseStated,
    }),
    *_of(Aggregate.FEEDBACK, "feedback_id", {
        "feedback_given": feedback.FeedbackGiven,
        "feedback_answered": feedback.FeedbackAnswered,
    }),
    *_of(Aggregate.PROMOTION, "promotion_id", {
        "promotion_used": promotions.PromotionUsed,
        "promotion_returned": promotions.PromotionReturned,
    }),
    *_of(Aggregate.ATTEMPT, "attempt_id", {
        "card_attempt_created": card_facts.CardAttemptCreated,
        "card_attempt_sent": card_facts.CardAttemptSent,
        "card_attempt_begun": card_facts.CardAttemptBegun,
        "card_attempt_approved": card_facts.CardAttemptApproved,
        "card_attempt_declined": card_facts.CardAttemptDeclined,
        "card_attempt_cancelled": card_facts.CardAttemptCancelled,
        "card_attempt_failed": card_facts.CardAttemptFailed,
        "card_attempt_lost": card_facts.CardAttemptLost,
        "card_attempt_queried": card_facts.CardAttemptQueried,
        "card_attempt_not_processed": card_facts.CardAttemptNotProcessed,
        "card_attempt_left_to_staff": card_facts.CardAttemptLeftToStaff,
        "card_cancel_asked": card_facts.CardCancelAsked,
        "card_late_approval_decided": card_facts.CardLateApprovalDecided,
        "card_mismatch_found": card_facts.CardMismatchFound,
        "card_mismatch_settled": card_facts.CardMismatchSettled,
        "card_attempt_followed": card_facts.CardAttemptFollowed,
        "card_tab_expired": card_facts.CardTabExpired,
        "card_offline_settled": card_facts.CardOfflineSettled,
    }),
    *_of(Aggregate.TIPS, "share_id", {
        "tips_shared": tip_sharing.TipsShared,
        "tips_paid": tip_sharing.TipsPaid,
    }),
    *_of(Aggregate.VALUE, "account_id", {
        "account_opened": value_facts.AccountOpened,
        "account_numbered": value_facts.AccountNumbered,
        "value_loaded": value_facts.ValueLoaded,
        "value_drawn": value_facts.ValueDrawn,
        "value_returned": value_facts.ValueReturned,
        "value_withdrawn": value_facts.ValueWithdrawn,
        "overdraft_borne": value_facts.OverdraftBorne,
        "overdraft_owed": value_facts.OverdraftOwed,
        "limit_set": value_facts.LimitSet,
        "account_blocked": value_facts.AccountBlocked,
        "account_unblocked": value_facts.AccountUnblocked,
        "value_stated": value_facts.ValueStated,
        "payment_allocated": invoice_facts.PaymentAllocated,
        "invoice_send_asked": invoice_facts.InvoiceSendAsked,
        "invoice_stated": invoice_facts.InvoiceStated,
    }),
    *_of(Aggregate.SESSION, "session_id", {
        "session_begun": cash.SessionBegun,
        "cash_moved": cash.CashMoved,
        "cash_counted": cash.CashCounted,
        "session_ended": cash.SessionEnded,
        "difference_explained": cash.DifferenceExplained,
    }),
)  # fmt: skip

BY_TYPE: dict[type[Fact], FactType] = {entry.type: entry for entry in CATALOGUE}
BY_NAME: dict[tuple[str, int], FactType] = {(entry.name, entry.version): entry for entry in CATALOGUE}


def aggregate_of(fact: Fact) -> tuple[Aggregate, str]:
    """The aggregate a fact belongs to and that aggregate's id."""
    entry = BY_TYPE[type(fact)]
    if isinstance(fact, documents.DocumentPut | documents.DocumentWithdrawn):
        return entry.aggregate, aggregate_id_of(fact.kind, fact.document_id)
    return entry.aggregate, getattr(fact, entry.key)
