"""Identities: one NewType per kind, all of them time-ordered UUIDs made on the terminal (RFC 9562, section 5.7)."""

from __future__ import annotations

from typing import NewType

OrderId = NewType("OrderId", str)
LineId = NewType("LineId", str)
FireId = NewType("FireId", str)
TicketId = NewType("TicketId", str)
PaymentId = NewType("PaymentId", str)
AttemptId = NewType("AttemptId", str)
StaffId = NewType("StaffId", str)
RoleId = NewType("RoleId", str)
ItemId = NewType("ItemId", str)
VariantId = NewType("VariantId", str)
ModifierId = NewType("ModifierId", str)
PreModifierId = NewType("PreModifierId", str)
ComboId = NewType("ComboId", str)
GroupId = NewType("GroupId", str)
CategoryId = NewType("CategoryId", str)
StationId = NewType("StationId", str)
TableId = NewType("TableId", str)
AreaId = NewType("AreaId", str)
DrawerId = NewType("DrawerId", str)
SessionId = NewType("SessionId", str)
ClosingId = NewType("ClosingId", str)
PunchId = NewType("PunchId", str)
PunchChangeId = NewType("PunchChangeId", str)
DeclarationId = NewType("DeclarationId", str)
GuestId = NewType("GuestId", str)
MovementId = NewType("MovementId", str)
ProgrammeId = NewType("ProgrammeId", str)
TierId = NewType("TierId", str)
RewardId = NewType("RewardId", str)
RedemptionId = NewType("RedemptionId", str)
ReturnId = NewType("ReturnId", str)
ReservationId = NewType("ReservationId", str)
PartyId = NewType("PartyId", str)
ShareId = NewType("ShareId", str)
PlanId = NewType("PlanId", str)
SupplyId = NewType("SupplyId", str)
AdjustmentId = NewType("AdjustmentId", str)
CountId = NewType("CountId", str)
SupplierId = NewType("SupplierId", str)
PurchaseId = NewType("PurchaseId", str)
PurchaseLineId = NewType("PurchaseLineId", str)
DeliveryId = NewType("DeliveryId", str)
FeedbackId = NewType("FeedbackId", str)
PromotionId = NewType("PromotionId", str)
DiscountId = NewType("DiscountId", str)
PriceLevelId = NewType("PriceLevelId", str)
ScheduleId = NewType("ScheduleId", str)
TenderId = NewType("TenderId", str)
ChargeId = NewType("ChargeId", str)
TipShareId = NewType("TipShareId", str)
TipPayoutId = NewType("TipPayoutId", str)
ValueAccountId = NewType("ValueAccountId", str)
ValueMoveId = NewType("ValueMoveId", str)
LeadId = NewType("LeadId", str)
FactId = NewType("FactId", str)
Origin = NewType("Origin", str)

RANDOM_BITS = 74


def uuid7(milliseconds: int, chance: int) -> str:
    """A version 7 UUID of a Unix time in milliseconds and 74 random bits (RFC 9562, section 5.7)."""
    from uuid import UUID

    low = chance & ((1 << RANDOM_BITS) - 1)
    value = (milliseconds & ((1 << 48) - 1)) << 80
    value |= 0x7 << 76
    value |= (low >> 62) << 64
    value |= 0b10 << 62
    value |= low & ((1 << 62) - 1)
    return str(UUID(int=value))


def label_after_restore(label: str) -> str:
    """What a terminal is called once it was restored: R1, R1B, R1C … so that no number is given twice."""
    stem, last = label[:-1], label[-1:]
    if stem[-1:].isdigit() and "B" <= last < "Z":
        return stem + chr(ord(last) + 1)
    return f"{label}B"


def derived(parent: str, name: str) -> str:
    """An id that every terminal computes alike from a parent's id and a name (RFC 9562, section 5.5)."""
    from uuid import UUID, uuid5

    return str(uuid5(UUID(parent), name))
