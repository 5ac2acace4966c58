"""What is refused about guests, their points, reservations, the waiting list and what leaves the house."""

from __future__ import annotations

from collections.abc import Mapping

from aura_terminal.domain.errors import Rule
from aura_terminal.ui.marked import QT_TRANSLATE_NOOP

OF_GUESTS: Mapping[Rule, tuple[str, ...]] = {
    Rule.GUEST_ERASED: (QT_TRANSLATE_NOOP("phrases", "This guest asked to be forgotten."),),
    Rule.GUEST_MERGED: (QT_TRANSLATE_NOOP("phrases", "{guest} is kept under another entry by now."),),
    Rule.GUEST_NEEDED: (QT_TRANSLATE_NOOP("phrases", "A guest is needed first: choose one, or give a name."),),
    Rule.SAME_GUEST: (QT_TRANSLATE_NOOP("phrases", "That is the same guest."),),
    Rule.PHONE_UNREADABLE: (QT_TRANSLATE_NOOP("phrases", "{phone} is not a telephone number."),),
    Rule.EMAIL_UNREADABLE: (QT_TRANSLATE_NOOP("phrases", "{email} is not an e-mail address."),),
    Rule.DATE_NOT_PAST: (QT_TRANSLATE_NOOP("phrases", "That day has not been yet."),),
    Rule.POINTS_SHORT: (QT_TRANSLATE_NOOP("phrases", "{needed} points are needed; the guest has {points}."),),
    Rule.POINTS_CAPPED: (
        QT_TRANSLATE_NOOP("phrases", "This terminal is alone and may let go of {allowed} more points of this guest."),
    ),
    Rule.REWARD_NOT_OFFERED: (QT_TRANSLATE_NOOP("phrases", "{reward} is not offered any more."),),
    Rule.RESERVATION_OVER: (QT_TRANSLATE_NOOP("phrases", "The reservation of {name} is {status} already."),),
    Rule.RESERVATION_TO_COME: (
        QT_TRANSLATE_NOOP("phrases", "{name} is not expected before the time that was booked."),
    ),
    Rule.BOOKING_NOT_TAKEN: (
        QT_TRANSLATE_NOOP("phrases", "The back office takes no such booking. Its rule for {field}: {said}."),
    ),
    Rule.LEAD_OVER: (QT_TRANSLATE_NOOP("phrases", "The inquiry of {name} is {status} already."),),
    Rule.WHEN_UNREADABLE: (
        QT_TRANSLATE_NOOP("phrases", "“{said}” is no day and hour. Write them like 24.12.2026 18:00."),
    ),
    Rule.DEPOSIT_ELSEWHERE: (
        QT_TRANSLATE_NOOP(
            "phrases",
            "The back office holds this deposit. Give it back there; no cash leaves a drawer for it.",
        ),
    ),
    Rule.TABLE_BLOCKED: (
        QT_TRANSLATE_NOOP("phrases", "Nobody is to sit at table {table} today. Choose another one, or free it first."),
    ),
    Rule.TABLE_TAKEN: (QT_TRANSLATE_NOOP("phrases", "Table {table} is taken at that time, by {name}."),),
    Rule.PARTY_TOO_LARGE: (
        QT_TRANSLATE_NOOP("phrases", "No table here seats {quantity}, nor do two together. Name the minutes yourself."),
    ),
    Rule.ADDRESS_NEEDED: (
        QT_TRANSLATE_NOOP("phrases", "Nobody can bring it without an address. Write down the street."),
    ),
    Rule.NOT_TO_GO: (QT_TRANSLATE_NOOP("phrases", "Order {order} is eaten here. Make it takeout or delivery first."),),
    Rule.TIME_OUT_OF_RANGE: (
        QT_TRANSLATE_NOOP("phrases", "Order {order} cannot be promised for then. Choose a time within two weeks."),
    ),
    Rule.HANDED_OVER_ALREADY: (
        QT_TRANSLATE_NOOP("phrases", "Order {order} is not here any more. Take that back first if it is."),
    ),
    Rule.NOT_HANDED_OVER: (
        QT_TRANSLATE_NOOP("phrases", "Order {order} is still here. There is nothing to take back."),
    ),
    Rule.PARTY_OVER: (QT_TRANSLATE_NOOP("phrases", "{name} does not wait any more. Look at the list again."),),
}
