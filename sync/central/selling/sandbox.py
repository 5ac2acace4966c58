"""The card acquirer of the documents' test environment: it charges nothing and answers by the test card's number.

It exists only where the central was started with its sandbox on. Without it a payment with card data is refused: this
central takes no cards, it keeps records of what was taken at terminals. Card data is read here and kept nowhere.
"""

from __future__ import annotations

from enum import StrEnum


class CardAnswer(StrEnum):
    """What became of a charge."""

    APPROVED = "approved"
    DECLINED = "card_declined"
    INSUFFICIENT_FUNDS = "insufficient_funds"
    NO_TEST_CARD = "not_a_test_card"


TEST_CARDS = {
    "4242424242424242": CardAnswer.APPROVED,
    "4000000000000002": CardAnswer.DECLINED,
    "4000000000009995": CardAnswer.INSUFFICIENT_FUNDS,
}
"""Overview, "Test Data"."""


def charge_test_card(number: str) -> CardAnswer:
    """The documented answer of a test card; any other number is no test card."""
    return TEST_CARDS.get("".join(number.split()), CardAnswer.NO_TEST_CARD)
