"""What the terminal says to people: one sentence for every rule that can be broken, by its code."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.kinds import OrderType, Permission


def QT_TRANSLATE_NOOP(context: str, phrase: str) -> str:
    """Marks a phrase for the tools that collect what is to be translated; PySide's own has no type."""
    return phrase


# A rule may be broken in several places with different details: the first phrase whose details are all there is said.
PHRASES: Mapping[Rule, tuple[str, ...]] = {
    Rule.UNKNOWN: (QT_TRANSLATE_NOOP("phrases", "There is no {what} {name} here."),),
    Rule.NOT_ALLOWED: (QT_TRANSLATE_NOOP("phrases", "{who} is not allowed to {permission}. Ask somebody who is."),),
    Rule.PIN_CHANGED: (QT_TRANSLATE_NOOP("phrases", "{who} has a new PIN. Sign in with it."),),
    Rule.RIGHTS_CHANGED: (
        QT_TRANSLATE_NOOP("phrases", "What {who} may do was changed just now. Nothing was done; look and try again."),
    ),
    Rule.ABOVE_CAP: (QT_TRANSLATE_NOOP("phrases", "{who} may {permission} up to {most} only. Ask somebody else."),),
    Rule.ROLE_IN_USE: (QT_TRANSLATE_NOOP("phrases", "{who} still has the role {role}. Give them another one first."),),
    Rule.LAST_OWNER: (
        QT_TRANSLATE_NOOP(
            "phrases", "Nobody could look after staff and roles any more. Somebody has to keep these rights."
        ),
    ),
    Rule.APPROVAL_NEEDED: (
        QT_TRANSLATE_NOOP("phrases", "That is more than {most}: somebody who may {permission} so far has to allow it."),
        QT_TRANSLATE_NOOP("phrases", "Somebody who may {permission} has to allow this with their PIN."),
        QT_TRANSLATE_NOOP("phrases", "The kitchen already has something of order {order}: somebody has to allow this."),
    ),
    Rule.ORDER_NOT_OPEN: (
        QT_TRANSLATE_NOOP("phrases", "Order {order} is {status} already. Nothing on it can change any more."),
    ),
    Rule.ORDER_EMPTY: (QT_TRANSLATE_NOOP("phrases", "There is nothing on this order yet."),),
    Rule.ORDER_HAS_PAYMENTS: (
        QT_TRANSLATE_NOOP("phrases", "Order {order} is paid in part, so this can not change any more."),
    ),
    Rule.ALREADY_BACK: (
        QT_TRANSLATE_NOOP("phrases", "Of {line} the guest has {left} left: the rest came back already."),
    ),
    Rule.NOT_TAKEN_BACK: (
        QT_TRANSLATE_NOOP("phrases", "{line} is money on an account: pay it out from the account instead."),
    ),
    Rule.ORDER_NOT_PAID: (QT_TRANSLATE_NOOP("phrases", "{due} is still to pay on this order."),),
    Rule.LINE_GONE: (QT_TRANSLATE_NOOP("phrases", "That line is not on the order any more."),),
    Rule.LINE_ALREADY_SENT: (
        QT_TRANSLATE_NOOP("phrases", "The kitchen already has {line}. Void it, or add another one."),
    ),
    Rule.LINE_NOT_SENT: (
        QT_TRANSLATE_NOOP("phrases", "{line} has not gone to the kitchen. It can simply be removed."),
    ),
    Rule.LINE_NOT_REMOVED: (QT_TRANSLATE_NOOP("phrases", "{line} is on the order."),),
    Rule.QUANTITY_OUT_OF_RANGE: (QT_TRANSLATE_NOOP("phrases", "{quantity} is not a number that works here."),),
    Rule.NOTHING_TO_SEND: (QT_TRANSLATE_NOOP("phrases", "The kitchen has everything already."),),
    Rule.ITEM_NOT_SOLD: (QT_TRANSLATE_NOOP("phrases", "{item} is sold out."),),
    Rule.VARIANT_NEEDED: (QT_TRANSLATE_NOOP("phrases", "Which {item}? Choose one first."),),
    Rule.CHOICE_MISSING: (QT_TRANSLATE_NOOP("phrases", "{group}: {chosen} of {needed} chosen."),),
    Rule.CHOICE_TOO_MANY: (QT_TRANSLATE_NOOP("phrases", "{group}: {allowed} at most, {chosen} are chosen."),),
    Rule.CHOICE_UNKNOWN: (QT_TRANSLATE_NOOP("phrases", "The menu has changed meanwhile. Please choose again."),),
    Rule.AMOUNT_NOT_POSITIVE: (QT_TRANSLATE_NOOP("phrases", "Type how much the guest hands over."),),
    Rule.NOTHING_DUE: (QT_TRANSLATE_NOOP("phrases", "This order is paid."),),
    Rule.WOULD_OVERPAY: (
        QT_TRANSLATE_NOOP("phrases", "More than what would be left is paid already. {line} can not be taken back."),
    ),
    Rule.CURRENCY_MIXED: (QT_TRANSLATE_NOOP("phrases", "{one} and {other} can not be added up."),),
    Rule.TICKET_ALREADY_BUMPED: (QT_TRANSLATE_NOOP("phrases", "Ticket {ticket} is done already."),),
    Rule.TICKET_NOT_BUMPED: (QT_TRANSLATE_NOOP("phrases", "Ticket {ticket} is still on the screen."),),
    Rule.CHANGES_NOT_SEEN: (
        QT_TRANSLATE_NOOP("phrases", "Ticket {ticket} was changed: {voided} taken back. Tap the change first."),
    ),
    Rule.STATIONS_NOT_DONE: (QT_TRANSLATE_NOOP("phrases", "Ticket {ticket} is still being made: {stations}."),),
    Rule.NOTHING_HELD: (QT_TRANSLATE_NOOP("phrases", "Nothing of order {order} waits to be fired."),),
    Rule.PIN_WRONG: (QT_TRANSLATE_NOOP("phrases", "That is not the PIN. Wrong tries so far: {tries}."),),
    Rule.PIN_LOCKED: (
        QT_TRANSLATE_NOOP("phrases", "{tries} wrong tries. The next one is possible in {seconds} seconds."),
    ),
    Rule.PIN_TOO_SIMPLE: (
        QT_TRANSLATE_NOOP("phrases", "Choose a PIN of {shortest} to 8 digits that nobody would guess."),
    ),
    Rule.STAFF_INACTIVE: (QT_TRANSLATE_NOOP("phrases", "{who} does not work here any more."),),
    Rule.DAY_HAS_OPEN_ORDERS: (QT_TRANSLATE_NOOP("phrases", "There are still open orders on this day."),),
    Rule.NOTHING_TO_CLOSE: (QT_TRANSLATE_NOOP("phrases", "Nothing was sold on {day} since it was closed last."),),
    Rule.COUNT_FIRST: (QT_TRANSLATE_NOOP("phrases", "Count {drawer} first; its figures are shown after that."),),
    Rule.CLOSING_REFUSED: (
        QT_TRANSLATE_NOOP(
            "phrases", "The day can not be closed yet: {count} left to settle first ({names}), {others} things more."
        ),
    ),
    Rule.NO_TIPS_TO_SHARE: (QT_TRANSLATE_NOOP("phrases", "There are no tips of {day} to share."),),
    Rule.TIPS_CHANGED: (
        QT_TRANSLATE_NOOP("phrases", "The tips of {day} have changed since they were shown. Look at them again."),
    ),
    Rule.TIP_RULES_WRONG: (QT_TRANSLATE_NOOP("phrases", "The rules for tips do not work like that: {what}."),),
    Rule.TIPS_PAID_ALREADY: (QT_TRANSLATE_NOOP("phrases", "{name} has been paid these tips already."),),
    Rule.TAX_RULE_MISSING: (
        QT_TRANSLATE_NOOP("phrases", "No tax is set for {tax_category} ({order_type}), so it can not be sold."),
    ),
    Rule.REASON_NEEDED: (QT_TRANSLATE_NOOP("phrases", "Say why, then try again."),),
    Rule.LINE_SETTLED: (QT_TRANSLATE_NOOP("phrases", "{line} is paid already, so it stays where it is."),),
    Rule.SAME_ORDER: (QT_TRANSLATE_NOOP("phrases", "That is the same order."),),
    Rule.TABLES_TO_LINK: (QT_TRANSLATE_NOOP("phrases", "Tables are linked two or more at a time."),),
    Rule.TABLE_LINKED: (
        QT_TRANSLATE_NOOP("phrases", "Table {table} belongs to {name}, order {order}. Unlink it there first."),
    ),
    Rule.SAME_SERVER: (QT_TRANSLATE_NOOP("phrases", "{name} serves order {order} already."),),
    Rule.NOTHING_TO_HAND: (QT_TRANSLATE_NOOP("phrases", "They have no open orders. Look at the list again."),),
    Rule.SHARE_PAID: (
        QT_TRANSLATE_NOOP("phrases", "{share} of order {order} is paid and stays as it is. Share what is left."),
    ),
    Rule.SHARE_UNKNOWN: (
        QT_TRANSLATE_NOOP("phrases", "Order {order} was shared anew meanwhile. Choose a share again."),
    ),
    Rule.SHARES_WRONG: (
        QT_TRANSLATE_NOOP(
            "phrases", "A bill is shared by 2 to {most}, and nothing of it twice. Look at the checks again."
        ),
    ),
    Rule.SHARES_DISCOUNTED: (
        QT_TRANSLATE_NOOP("phrases", "Order {order} has a discount, which cannot be torn. Pay it in shares instead."),
    ),
    Rule.NOTHING_TO_SEPARATE: (
        QT_TRANSLATE_NOOP("phrases", "Order {order} has no dishes of two seats. Give dishes to seats first."),
    ),
    Rule.ORDERS_DIFFER: (
        QT_TRANSLATE_NOOP("phrases", "Orders {order} and {other} are taxed differently and can not share lines."),
    ),
    Rule.TOKEN_ELSEWHERE: (
        QT_TRANSLATE_NOOP("phrases", "{holder} takes the money of order {order}. Ask it to hand the order over."),
    ),
    Rule.PAPER_UNREADABLE: (
        QT_TRANSLATE_NOOP(
            "phrases", "This code is cut off or damaged; nothing was taken from it. Scan it again, flat and in light."
        ),
    ),
    Rule.PAPER_NEWER: (
        QT_TRANSLATE_NOOP(
            "phrases", "A newer program printed this code. Update this terminal, or enter the order by hand."
        ),
    ),
    Rule.PAPER_OF_ANOTHER_STORE: (
        QT_TRANSLATE_NOOP("phrases", "This code was printed in another store. Nothing was taken from it."),
    ),
    Rule.PAPER_TERMINAL_UNKNOWN: (
        QT_TRANSLATE_NOOP(
            "phrases", "The terminal that printed this code is not known here. Let it meet the others, then scan again."
        ),
    ),
    Rule.PAPER_TERMINAL_REVOKED: (
        QT_TRANSLATE_NOOP("phrases", "{terminal}, which printed this code, does not belong to the store any more."),
    ),
    Rule.PAPER_FORGED: (
        QT_TRANSLATE_NOOP(
            "phrases", "This code says it is from {terminal}, which never signed it. Nothing was taken. Call a manager."
        ),
    ),
    Rule.TOKEN_ON_ITS_WAY: (
        QT_TRANSLATE_NOOP("phrases", "Order {order} is handed over; what {holder} did to it has not all arrived yet."),
    ),
    Rule.BEING_PAID: (QT_TRANSLATE_NOOP("phrases", "Order {order} is being paid here just now."),),
    Rule.CONFLICT_GONE: (QT_TRANSLATE_NOOP("phrases", "That is settled already."),),
    Rule.CHOICE_NOT_OFFERED: (QT_TRANSLATE_NOOP("phrases", "That can not be chosen here."),),
    Rule.ITEM_NOT_EIGHTY_SIXED: (QT_TRANSLATE_NOOP("phrases", "{item} is not sold out."),),
    Rule.TERMINAL_REVOKED: (QT_TRANSLATE_NOOP("phrases", "{terminal} does not belong to this store any more."),),
    Rule.CLOCKED_IN_ALREADY: (QT_TRANSLATE_NOOP("phrases", "{who} is clocked in already."),),
    Rule.NOT_CLOCKED_IN: (QT_TRANSLATE_NOOP("phrases", "{who} is not clocked in."),),
    Rule.BREAK_NOT_BEGUN: (QT_TRANSLATE_NOOP("phrases", "{who} is not on a break."),),
    Rule.JOB_NEEDED: (QT_TRANSLATE_NOOP("phrases", "Say in which job {who} works today."),),
    Rule.JOB_NOT_THEIRS: (QT_TRANSLATE_NOOP("phrases", "{job} is no job of {who}."),),
    Rule.NOT_ON_THE_CLOCK: (
        QT_TRANSLATE_NOOP("phrases", "{who} is not clocked in. Here nobody sells before clocking in."),
    ),
    Rule.OWN_PUNCHES: (
        QT_TRANSLATE_NOOP("phrases", "Nobody changes their own hours, {who}. Ask somebody else who may."),
    ),
    Rule.PUNCH_DOES_NOT_FIT: (
        QT_TRANSLATE_NOOP("phrases", "{time} does not fit the other times of {who}. Look at them once more."),
    ),
    Rule.TIME_TO_COME: (QT_TRANSLATE_NOOP("phrases", "{time} is still to come."),),
    Rule.TIPS_NOT_DECLARED: (
        QT_TRANSLATE_NOOP("phrases", "Say how much you had in cash tips, also if it was nothing."),
    ),
    Rule.PUNCHED_ELSEWHERE: (
        QT_TRANSLATE_NOOP("phrases", "Every terminal is heard from here, and {who} is not clocked in at any of them."),
    ),
    Rule.LABOR_RULES_WRONG: (QT_TRANSLATE_NOOP("phrases", "The rules for hours do not work like that: {what}."),),
    Rule.ON_BREAK_ALREADY: (QT_TRANSLATE_NOOP("phrases", "{who} is on a break already."),),
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
    Rule.AMOUNT_OUT_OF_RANGE: (QT_TRANSLATE_NOOP("phrases", "{amount} is not a quantity that works here."),),
    Rule.NOTHING_COUNTED: (QT_TRANSLATE_NOOP("phrases", "Nothing has been counted yet."),),
    Rule.COUNTED_TWICE: (QT_TRANSLATE_NOOP("phrases", "The same thing is counted twice on this list."),),
    Rule.RATING_OUT_OF_RANGE: (QT_TRANSLATE_NOOP("phrases", "{rating} is not a rating from 1 to 5."),),
    Rule.CODE_UNKNOWN: (QT_TRANSLATE_NOOP("phrases", "No promotion has the code {code}."),),
    Rule.PROMOTION_NOT_NOW: (QT_TRANSLATE_NOOP("phrases", "{promotion} does not apply now."),),
    Rule.PROMOTION_TOO_LITTLE: (QT_TRANSLATE_NOOP("phrases", "{promotion} applies from {minimum}."),),
    Rule.PROMOTION_COVERS_NOTHING: (QT_TRANSLATE_NOOP("phrases", "{promotion} is for nothing on this order."),),
    Rule.PROMOTION_USED_UP: (QT_TRANSLATE_NOOP("phrases", "{promotion} has been used as often as it may."),),
    Rule.DISCOUNT_GONE: (QT_TRANSLATE_NOOP("phrases", "That discount is not on the order any more."),),
    Rule.DISCOUNT_OUT_OF_RANGE: (QT_TRANSLATE_NOOP("phrases", "{value} is not a discount that works here."),),
    Rule.ORDER_HELD: (
        QT_TRANSLATE_NOOP("phrases", "Order {order} waits to be released to the kitchen. Release it first."),
    ),
    Rule.ORDER_NOT_HELD: (QT_TRANSLATE_NOOP("phrases", "Order {order} is released already."),),
    Rule.CARD_UNDECIDED: (
        QT_TRANSLATE_NOOP(
            "phrases", "A card payment of {amount} on order {order} is not decided yet. Decide it first."
        ),
    ),
    Rule.READER_BUSY: (
        QT_TRANSLATE_NOOP("phrases", "{reader} is still busy with order {order}. Finish or cancel there first."),
    ),
    Rule.CARD_EXPOSURE: (
        QT_TRANSLATE_NOOP(
            "phrases", "{count} cards for {amount} were approved offline at the shop's risk. A manager must allow more."
        ),
    ),
    Rule.TIP_OUT_OF_RANGE: (QT_TRANSLATE_NOOP("phrases", "A tip of {tip} is more than {most} % of the amount."),),
    Rule.TIP_NOT_ADJUSTABLE: (
        QT_TRANSLATE_NOOP(
            "phrases",
            "{reader} cannot add a tip after the card. Choose the tip before it, or hold an amount and take it later.",
        ),
        QT_TRANSLATE_NOOP("phrases", "This payment cannot get a tip any more. Enter cash tips when clocking out."),
    ),
    Rule.TIP_ENTERED_ALREADY: (
        QT_TRANSLATE_NOOP("phrases", "Somebody entered {tip} for this slip meanwhile. Look at it again."),
    ),
    Rule.GRATUITY_COUNTS: (
        QT_TRANSLATE_NOOP("phrases", "A party of {guests} is asked a tip of at least {tip}. A manager may waive it."),
    ),
    Rule.CHARGE_GONE: (QT_TRANSLATE_NOOP("phrases", "This charge is not on the order, or is no more to be had."),),
    Rule.SERVICE_RULES_WRONG: (
        QT_TRANSLATE_NOOP("phrases", "The rules for service cannot be kept so. Look at “{what}” again."),
    ),
    Rule.LINES_UNSENT: (
        QT_TRANSLATE_NOOP("phrases", "{lines} things were not sent to the kitchen: {names}. Send them, then pay."),
    ),
    Rule.LINE_NEEDS_CHOICE: (
        QT_TRANSLATE_NOOP("phrases", "“{line}” still needs a choice. Tap the line and choose, then send."),
    ),
    Rule.NOTHING_TO_REPEAT: (QT_TRANSLATE_NOOP("phrases", "There is no round to repeat yet. Send something first."),),
    Rule.CARD_OVER_DUE: (QT_TRANSLATE_NOOP("phrases", "Only {due} is due; a card gives no change."),),
    Rule.CARD_OVER_CHARGED: (QT_TRANSLATE_NOOP("phrases", "Only {left} of this card payment can be given back."),),
    Rule.ATTEMPT_DECIDED: (QT_TRANSLATE_NOOP("phrases", "What became of this card payment is known by now."),),
    Rule.TAB_NOT_HELD: (QT_TRANSLATE_NOOP("phrases", "Nothing is held on a card for this tab any more."),),
    Rule.CARD_ELSEWHERE: (
        QT_TRANSLATE_NOOP("phrases", "This card was taken at {reader} of {terminal}. Go on with it there."),
    ),
    Rule.LAST_FOUR_ONLY: (
        QT_TRANSLATE_NOOP("phrases", "Type the last four digits of the card only, never the whole number."),
    ),
    Rule.WEIGHT_NEEDED: (QT_TRANSLATE_NOOP("phrases", "{item} is sold by weight: put it on the scale."),),
    Rule.ITEM_NOT_BY_WEIGHT: (QT_TRANSLATE_NOOP("phrases", "{item} is not sold by weight."),),
    Rule.WEIGHT_NOT_POSITIVE: (
        QT_TRANSLATE_NOOP("phrases", "{gross} g with {tare} g of it container: there is nothing to sell."),
    ),
    Rule.WEIGHT_OUT_OF_RANGE: (QT_TRANSLATE_NOOP("phrases", "{grams} g is more than the {most} g a line can weigh."),),
    Rule.WEIGHT_NOT_READY: (QT_TRANSLATE_NOOP("phrases", "The scale has no weight to take yet ({verdict})."),),
    Rule.WEIGHED_ONCE: (QT_TRANSLATE_NOOP("phrases", "{line} is weighed: weigh another one instead."),),
    Rule.BARCODE_MISREAD: (QT_TRANSLATE_NOOP("phrases", "The code {code} was not read right. Scan it again."),),
    Rule.BADGE_UNKNOWN: (QT_TRANSLATE_NOOP("phrases", "Nobody has that badge."),),
    Rule.BADGE_UNREADABLE: (QT_TRANSLATE_NOOP("phrases", "That is no badge. Hold it before the reader once more."),),
    Rule.BADGE_IS_CARD: (QT_TRANSLATE_NOOP("phrases", "That is a bank card. Nothing of it was kept; use a badge."),),
    Rule.BADGE_TAKEN: (QT_TRANSLATE_NOOP("phrases", "That is the badge of {who}. Take another one."),),
    Rule.SESSION_NEEDED: (
        QT_TRANSLATE_NOOP(
            "phrases", "Nobody answers for this drawer yet. Begin a session in Cash drawer, then take cash."
        ),
    ),
    Rule.SESSION_RUNNING: (QT_TRANSLATE_NOOP("phrases", "A session of {drawer} is running. End it or hand it over."),),
    Rule.SESSION_ENDED: (QT_TRANSLATE_NOOP("phrases", "That session has been counted and ended. Begin a new one."),),
    Rule.SESSION_OF_ANOTHER: (QT_TRANSLATE_NOOP("phrases", "{cashier} answers for that drawer, not you."),),
    Rule.DRAWER_UNKNOWN: (QT_TRANSLATE_NOOP("phrases", "There is no drawer {drawer} in this store."),),
    Rule.DRAWER_TWICE: (QT_TRANSLATE_NOOP("phrases", "Give every drawer a name of its own: {drawer} is there twice."),),
    Rule.COIN_UNKNOWN: (QT_TRANSLATE_NOOP("phrases", "There is no coin or note of {value} {currency}."),),
    Rule.OWNED_ELSEWHERE: (
        QT_TRANSLATE_NOOP("phrases", "{owner} keeps this for the store. Change it there; it arrives here by itself."),
    ),
    Rule.AREA_NAME: (
        QT_TRANSLATE_NOOP("phrases", "Give the area a name of its own, of up to 40 letters: {name} does not do."),
    ),
    Rule.AREA_HAS_TABLES: (QT_TRANSLATE_NOOP("phrases", "{name} still has tables. Move or withdraw them first."),),
    Rule.TABLE_NUMBER: (
        QT_TRANSLATE_NOOP(
            "phrases", "{table} can not be a table's number here: it is empty, too long, or another table has it."
        ),
    ),
    Rule.TABLE_HAS_ORDER: (
        QT_TRANSLATE_NOOP("phrases", "Table {table} has order {order} open. Move or pay that order first."),
    ),
    Rule.TABLE_EXPECTED: (
        QT_TRANSLATE_NOOP("phrases", "Table {table} is promised to {name}. Give them another table first."),
    ),
    Rule.SEATS_OUT_OF_RANGE: (QT_TRANSLATE_NOOP("phrases", "Table {table} can have up to {most} seats."),),
    Rule.OFF_THE_PLAN: (QT_TRANSLATE_NOOP("phrases", "{piece} stands beyond the edge of the plan. Move it inside."),),
    Rule.NAME_NEEDED: (QT_TRANSLATE_NOOP("phrases", "Give it a name first."),),
    Rule.CURRENCY_IN_USE: (
        QT_TRANSLATE_NOOP("phrases", "Something was sold in {currency} already, so the currency stays as it is."),
    ),
    Rule.CURRENCY_PRICED: (
        QT_TRANSLATE_NOOP("phrases", "{count} prices are in {currency}. A currency is chosen before the menu is."),
    ),
    Rule.CURRENCY_UNKNOWN: (QT_TRANSLATE_NOOP("phrases", "{currency} is not a currency this program knows."),),
    Rule.ZONE_UNKNOWN: (QT_TRANSLATE_NOOP("phrases", "{zone} is not a time zone, such as Europe/Berlin."),),
    Rule.DAY_WOULD_BREAK: (
        QT_TRANSLATE_NOOP(
            "phrases", "The running day would break in two. Change that after {until}, or before the day ends."
        ),
    ),
    Rule.TENDER_IN_USE: (
        QT_TRANSLATE_NOOP("phrases", "Cash can not be switched off: there must be a way to pay without any device."),
    ),
    Rule.COIN_OUT_OF_RANGE: (QT_TRANSLATE_NOOP("phrases", "{coin} is no smallest coin: choose one from 1 to 100."),),
    Rule.STATION_IN_USE: (QT_TRANSLATE_NOOP("phrases", "{station} still makes {what}. Send that elsewhere first."),),
    Rule.STATION_ITSELF: (QT_TRANSLATE_NOOP("phrases", "{station} can not stand in for itself."),),
    Rule.MINUTES_OUT_OF_RANGE: (
        QT_TRANSLATE_NOOP("phrases", "{minutes} minutes do not work here: choose from 0 to 240, and due before late."),
    ),
    Rule.PRICE_LEVEL_GONE: (
        QT_TRANSLATE_NOOP("phrases", "That price level is not used any more. Choose another one."),
    ),
    Rule.PRICE_LEVEL_EMPTY: (
        QT_TRANSLATE_NOOP(
            "phrases", "{name} changes no price yet. Say by how much, or write prices for it, and keep it again."
        ),
    ),
    Rule.AGE_UNSEEN: (
        QT_TRANSLATE_NOOP(
            "phrases", "Order {order} has something for guests of {minimum} or older. Check their age first."
        ),
    ),
    Rule.AGE_NOT_WANTED: (QT_TRANSLATE_NOOP("phrases", "Nothing on this order wants an age to be checked."),),
    Rule.TOO_YOUNG: (
        QT_TRANSLATE_NOOP("phrases", "That is younger than {minimum}. Take what they may not have off the order."),
    ),
    Rule.PROMOTION_ALONE: (
        QT_TRANSLATE_NOOP(
            "phrases",
            "This terminal hears no other and grants {promotion} no more than {most} times a day. Ask at another one.",
        ),
    ),
    Rule.COUNT_AT_NOTHING: (
        QT_TRANSLATE_NOOP(
            "phrases", "Of {item} {left} are left, as counted. Sell no more than that, or count again what is there."
        ),
    ),
    Rule.LOGO_UNREADABLE: (QT_TRANSLATE_NOOP("phrases", "That picture can not be used: {why}"),),
    Rule.COMBO_WHOLE: (
        QT_TRANSLATE_NOOP(
            "phrases", "{line} belongs to {combo}, which is not torn apart. Divide the whole combo instead."
        ),
    ),
    Rule.COMBO_PART_SENT: (
        QT_TRANSLATE_NOOP("phrases", "The kitchen has a part of {combo} already. Send the rest, or void the combo."),
    ),
    Rule.PART_NOT_OFFERED: (
        QT_TRANSLATE_NOOP("phrases", "{part} can not be a part of {item}. Choose one of those shown."),
    ),
    Rule.COMBO_NOT_CHOSEN: (
        QT_TRANSLATE_NOOP("phrases", "{item} is a combo: what belongs to it must be chosen. Tap it on the menu."),
    ),
    Rule.MENU_FLAWED: (
        QT_TRANSLATE_NOOP("phrases", "{name} can not be kept like that. Look at its field {field} once more."),
    ),
    Rule.CHANGED_SINCE: (
        QT_TRANSLATE_NOOP("phrases", "{name} was changed by somebody else meanwhile. Look at it once more."),
    ),
    Rule.CATEGORY_IN_USE: (QT_TRANSLATE_NOOP("phrases", "{name} still has items. Move them elsewhere first."),),
    Rule.ACCOUNT_UNKNOWN: (
        QT_TRANSLATE_NOOP("phrases", "No account has that number. Scan it again, or look for it by name."),
    ),
    Rule.ACCOUNT_BLOCKED: (
        QT_TRANSLATE_NOOP("phrases", "This account is blocked: {reason}. Take another way to pay."),
    ),
    Rule.ACCOUNT_PAYS_ITSELF: (
        QT_TRANSLATE_NOOP("phrases", "An account can not pay for what is put on an account. Take another way to pay."),
    ),
    Rule.NUMBER_UNREADABLE: (
        QT_TRANSLATE_NOOP("phrases", "That number was not read right. Scan it again, or type all its digits."),
    ),
    Rule.VALUE_SHORT: (
        QT_TRANSLATE_NOOP(
            "phrases", "There is {left} left on it, not {amount}. Take {left}, and the rest another way."
        ),
    ),
    Rule.VALUE_CAPPED: (
        QT_TRANSLATE_NOOP(
            "phrases",
            "Other terminals are not heard, so at most {most} can be taken from it now. Take the rest another way.",
        ),
    ),
    Rule.VALUE_TOO_MUCH: (QT_TRANSLATE_NOOP("phrases", "A gift card holds {most} at most. Sell two of them."),),
    Rule.VALUE_ONCE: (QT_TRANSLATE_NOOP("phrases", "{line} is on the order once. Sell another one instead."),),
    Rule.TENDER_NOT_TAKEN: (QT_TRANSLATE_NOOP("phrases", "{tender} is not taken here. Choose another way to pay."),),
    Rule.TAB_CAPPED: (
        QT_TRANSLATE_NOOP("phrases", "The tab of {name} goes up to {cap}. Let a manager raise it, or let it be paid."),
    ),
    Rule.POINTS_NOT_MONEY: (QT_TRANSLATE_NOOP("phrases", "Points are not money here. Choose a reward."),),
    Rule.TEXT_TOO_LONG: (
        QT_TRANSLATE_NOOP("phrases", "{length} characters are too many. There is room for {longest}."),
    ),
}

# What someone may or may not do: completes "is not allowed to …" and "who may …".
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


def say(phrase: str) -> str:
    """A marked phrase in the people's language."""
    return QCoreApplication.translate("phrases", phrase)


def sentence(broken: RuleBroken) -> str:
    """What staff are told about a refusal."""
    details = {key: _word(key, value) for key, value in broken.details.items()}
    for phrase in PHRASES[broken.rule]:
        if all(key in details for key in _keys(phrase)):
            return " ".join(say(phrase).format_map(details).split()).replace(" .", ".")
    return say(QT_TRANSLATE_NOOP("phrases", "That is not possible now ({code}).")).format(code=broken.code)


def order_type_words(order_type: OrderType) -> str:
    """Dine in, takeout or delivery."""
    return say(ORDER_TYPES[order_type])


def permission_words(permission: Permission) -> str:
    """What the right allows, to complete "who may …"."""
    return say(PERMISSIONS[permission])


def office_words(connector: str) -> str:
    """What people call a back office."""
    return OFFICES.get(connector, connector)


def _keys(phrase: str) -> list[str]:
    return [part.split("}")[0] for part in phrase.split("{")[1:]]


def _word(key: str, value: str | int) -> str:
    text = str(value)
    if key == "permission":
        return permission_words(Permission(text))
    if key == "order_type":
        return order_type_words(OrderType(text))
    return say(WORDS[key, text]) if (key, text) in WORDS else text
