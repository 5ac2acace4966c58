"""What becomes of a request at a simulated card terminal."""

from __future__ import annotations

from enum import StrEnum


class Turn(StrEnum):
    """What becomes of one request: the guest, the bank and the cable, played."""

    APPROVE = "approve"
    DECLINE = "decline"
    WRONG_PIN = "wrong_pin"
    INSUFFICIENT_FUNDS = "insufficient_funds"
    PART = "part"
    TIP = "tip"
    OFFLINE = "offline"
    BUSY = "busy"
    GUEST_GIVES_UP = "guest_gives_up"
    WAIT_FOR_CANCEL = "wait_for_cancel"
    LATE_APPROVAL = "late_approval"
    LOSE_REPLY = "lose_reply"
    STALL = "stall"
    GARBAGE = "garbage"
    REPLY_TWICE = "reply_twice"
    REPLY_OF_ANOTHER = "reply_of_another"
    REBOOT = "reboot"


CHARGING = frozenset(
    {
        Turn.APPROVE, Turn.PART, Turn.TIP, Turn.OFFLINE, Turn.LATE_APPROVAL, Turn.LOSE_REPLY, Turn.GARBAGE,
        Turn.REPLY_TWICE, Turn.REPLY_OF_ANOTHER,
    }
)  # fmt: skip
"""The turns in which the guest's money moves."""
