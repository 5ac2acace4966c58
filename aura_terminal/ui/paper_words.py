"""What is said of orders that come on paper."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from aura_terminal.ui.language.formats import clock_text
from aura_terminal.view_models.paper_scanning import Handover, OrderStatus


def tr(words: str) -> str:
    """In the language of the house."""
    return QCoreApplication.translate("PaperWords", words)


def progress_words(missing: tuple[int, ...]) -> str:
    """Which codes of a paper are still to be scanned."""
    if len(missing) == 1:
        return tr("Now code {number} of the same paper.").format(number=missing[0])
    return tr("Now the other codes of the same paper: {numbers}.").format(numbers=", ".join(map(str, missing)))


def taken_words(handover: Handover) -> str:
    """What came of a paper, in a sentence."""
    names = {"order": handover.number, "terminal": handover.printed_by, "time": clock_text(handover.printed_at)}
    if handover.status is not OrderStatus.OPEN:
        words = {
            OrderStatus.CLOSED: tr("Order {order} was paid at {terminal}. Here is its receipt."),
            OrderStatus.CANCELLED: tr("Order {order} was cancelled at {terminal}."),
        }.get(handover.status, tr("Order {order} goes on as part of another order."))
        return words.format(**names)
    if handover.is_known and not handover.took_over:
        return tr("Order {order} was known here with all that is on this paper.").format(**names)
    return tr("Order {order} is here, as {terminal} printed it at {time}.").format(**names)


def strip_words(handover: Handover, is_heard: bool) -> str:
    """What stands above an order that was taken over; "" once the terminal it came from is heard again."""
    if is_heard or not handover.took_over:
        return ""
    names = {"terminal": handover.printed_by, "time": clock_text(handover.printed_at)}
    return tr("Taken over by paper from {terminal}, printed {time}; {terminal} is not heard").format(**names)


def kitchen_words(handover: Handover) -> str:
    """What a kitchen's screen says of a slip that was scanned."""
    if not handover.tickets:
        return tr("The kitchen has nothing of order {order} yet.").format(order=handover.number)
    return tr("Order {order} is on the board, from paper.").format(order=handover.number)
