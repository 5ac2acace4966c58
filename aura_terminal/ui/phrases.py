"""What the terminal says to people: one sentence for every rule that can be broken, by its code."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.events import is_subscriber, subscriber_of
from aura_terminal.domain.kinds import OrderType, Permission
from aura_terminal.ui.marked import QT_TRANSLATE_NOOP as QT_TRANSLATE_NOOP
from aura_terminal.ui.names import OFFICES as OFFICES
from aura_terminal.ui.names import ORDER_TYPES as ORDER_TYPES
from aura_terminal.ui.names import PERMISSIONS as PERMISSIONS
from aura_terminal.ui.names import SUBSCRIBER
from aura_terminal.ui.names import WORDS as WORDS
from aura_terminal.ui.phrases_of_guests import OF_GUESTS
from aura_terminal.ui.phrases_of_house import OF_HOUSE

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
    **OF_GUESTS,
    **OF_HOUSE,
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
    """What people call a back office, or a subscriber."""
    if is_subscriber(connector):
        return say(SUBSCRIBER).format(name=subscriber_of(connector))
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
