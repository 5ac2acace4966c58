"""What is said of a card, by where it stands."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from aura_terminal.domain.card_attempts import AttemptState
from aura_terminal.domain.money import Money
from aura_terminal.ui.money_text import MoneyText
from aura_terminal.ui.phrases import QT_TRANSLATE_NOOP
from aura_terminal.view_models.card_payment import AttemptRow, CardPaymentModel, CardStage

TITLES = {
    CardStage.WAITING: QT_TRANSLATE_NOOP("PaymentScreen", "Asking {reader} …"),
    CardStage.AT_TERMINAL: QT_TRANSLATE_NOOP("PaymentScreen", "Card at {reader}"),
    CardStage.CANCELLING: QT_TRANSLATE_NOOP("PaymentScreen", "Cancelling at {reader} …"),
    CardStage.BY_HAND: QT_TRANSLATE_NOOP("PaymentScreen", "Type {amount} at {reader}"),
    CardStage.CHECKING: QT_TRANSLATE_NOOP("PaymentScreen", "Checking with {reader} …"),
    CardStage.REVIEW: QT_TRANSLATE_NOOP("PaymentScreen", "Look at the slip of {reader}"),
    CardStage.LATE: QT_TRANSLATE_NOOP("PaymentScreen", "{reader} approved {amount} after the cancel"),
    CardStage.PARTIAL: QT_TRANSLATE_NOOP("PaymentScreen", "Approved {taken} of {amount}"),
}
ENDS = {
    AttemptState.DECLINED: QT_TRANSLATE_NOOP("PaymentScreen", "Card declined"),
    AttemptState.CANCELLED: QT_TRANSLATE_NOOP("PaymentScreen", "Cancelled"),
    AttemptState.FAILED_BEFORE_SEND: QT_TRANSLATE_NOOP("PaymentScreen", "{reader} is not reachable"),
    AttemptState.NOT_PROCESSED: QT_TRANSLATE_NOOP("PaymentScreen", "Not charged"),
}
SENTENCES = {
    CardStage.WAITING: QT_TRANSLATE_NOOP("PaymentScreen", "Nothing is charged yet."),
    CardStage.AT_TERMINAL: QT_TRANSLATE_NOOP("PaymentScreen", "The guest follows the terminal."),
    CardStage.CANCELLING: QT_TRANSLATE_NOOP("PaymentScreen", "The terminal may still approve; wait for what it says."),
    CardStage.BY_HAND: QT_TRANSLATE_NOOP("PaymentScreen", "Then say what its slip says. The last four digits at most."),
    CardStage.CHECKING: QT_TRANSLATE_NOOP(
        "PaymentScreen", "The answer was lost and the card may have been charged: do not charge again."
    ),
    CardStage.REVIEW: QT_TRANSLATE_NOOP(
        "PaymentScreen", "The terminal cannot tell whether it charged {amount}. What does its slip say?"
    ),
    CardStage.LATE: QT_TRANSLATE_NOOP("PaymentScreen", "The guest's card was charged: keep it, or reverse it."),
    CardStage.NOT_CHARGED: QT_TRANSLATE_NOOP("PaymentScreen", "Nothing was charged."),
    CardStage.PARTIAL: QT_TRANSLATE_NOOP("PaymentScreen", "{left} still to pay."),
}
STEPS = {
    "waiting_for_card": QT_TRANSLATE_NOOP("PaymentScreen", "Present, insert or swipe the card."),
    "card_read": QT_TRANSLATE_NOOP("PaymentScreen", "Card read."),
    "waiting_for_pin": QT_TRANSLATE_NOOP("PaymentScreen", "The guest types the PIN."),
    "asking_host": QT_TRANSLATE_NOOP("PaymentScreen", "The bank is asked."),
    "printing": QT_TRANSLATE_NOOP("PaymentScreen", "The terminal prints."),
}


def tr(words: str) -> str:
    """The words in the language in force."""
    return QCoreApplication.translate("PaymentScreen", words)


def card_title(card: CardPaymentModel, row: AttemptRow, money: MoneyText) -> str:
    """The heading of where it stands."""
    words = ENDS.get(row.state, "") if card.stage is CardStage.NOT_CHARGED else TITLES.get(card.stage, "")
    taken = "" if row.taken is None else money.total(row.taken)
    return tr(words).format(reader=row.reader, amount=money.total(_amount(row)), taken=taken)


def card_sentence(card: CardPaymentModel, row: AttemptRow, money: MoneyText, left: str) -> str:
    """What somebody has to know or to do; a terminal's own words, where it said any, come after."""
    words = STEPS.get(card.step) if card.stage is CardStage.AT_TERMINAL else None
    said = tr(words or SENTENCES.get(card.stage, "")).format(amount=money.total(_amount(row)), left=left)
    own = row.words if card.stage in (CardStage.NOT_CHARGED, CardStage.REVIEW) else ""
    return f"{said}\n{own}" if own else said


def _amount(row: AttemptRow) -> Money:
    """What was asked of the terminal; once it moved more or less than that, what it moved."""
    return row.amount if row.taken is not None and row.taken < row.amount else row.charged or row.amount + row.tip
