"""Pictures of what MyHibachi brings: the day's bookings, inquiries and their sheet at the register, the assistant.

`python -m tests.support.hibachi_shots FOLDER [SCENE...]`
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aura_terminal.domain.bookings import BookingStated, BookingStatus
from aura_terminal.domain.documents import put
from aura_terminal.domain.guests import Consent
from aura_terminal.domain.ids import StaffId
from aura_terminal.domain.leads import Reached
from aura_terminal.domain.money import Money
from aura_terminal.ui.screens.assistant.page import AssistantPage
from aura_terminal.ui.screens.leads.page import LeadsPage
from aura_terminal.ui.screens.reservations.screen import ReservationsScreen
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.choice_list import ChoiceList
from aura_terminal.ui.widgets.order_list import OrderList
from aura_terminal.use_cases.leads import Inquiry
from aura_terminal.use_cases.reservations import Booking
from aura_terminal.view_models.assistant import AssistantModel
from aura_terminal.view_models.live import Answer, LiveModel, Part, Question
from sync.connectors.myhibachi.terms import booking_terms
from tests.support.memory_shop import EVERYTHING, demo_store
from tests.support.shots import Stage, take
from tests.support.till import MARTA

CARLA = StaffId("carla-lombardi")
ANSWER = "We can seat 25 at two grills from 18:00. A deposit of half the estimate confirms it."


def opened(theme: Theme, scene: str) -> Stage:
    """A store whose bookings MyHibachi keeps: one confirmed with a deposit, one it has not heard of, inquiries."""
    store = demo_store()
    shop, now = store.shop, store.clock.now()
    with store.begin(EVERYTHING.id) as work:
        work.keep(put(booking_terms(datetime(2020, 1, 1, tzinfo=UTC))))
    parties = (
        ("Jane Smith", 25, "birthday", 2),
        ("Sven Berg", 40, "corporate", 3),
        ("Li Wei", 4, "other", 4),
    )
    made = [
        shop.reservations.book(EVERYTHING, Booking(
            (now + timedelta(hours=hours)).replace(minute=0, second=0), size, name=name, phone="555-987-6543",
            occasion=occasion,
        ))
        for name, size, occasion, hours in parties
    ]  # fmt: skip
    stated = BookingStated(
        made[0].reservation_id, "myhibachi", "BK-2026-67890", BookingStatus.CONFIRMED, made[0].starts_at, 20, now,
        "birthday", "", "partial", Money(150000, "EUR"), Money(75000, "EUR"), is_deposit_paid=True,
        balance_due=Money(75000, "EUR"), dishes=("15 x Hibachi Chicken", "10 x Hibachi Steak"),
    )  # fmt: skip
    with store.begin(EVERYTHING.id) as work:
        work.keep(stated)
    for name, words in (("Amira Haddad", "Catering for 50, outside, in June"), ("Tom Baker", "A birthday for 12")):
        lead = shop.leads.capture(EVERYTHING, Inquiry(name, "555-123-4567", "a@example.com", words, Consent.GIVEN))
    shop.leads.call(EVERYTHING, lead.lead_id, Reached.NO_ANSWER)
    shop.leads.note(EVERYTHING, lead.lead_id, "Try again after four")
    stage = Stage(store, theme)
    stage.sign_in(MARTA if scene == "inquiry" else CARLA)
    return stage


def bookings(stage: Stage) -> None:
    """The day's list with what MyHibachi says."""
    stage.press("Orders")
    stage.press("Reservations")
    (page,) = stage.window.findChildren(ReservationsScreen)
    rows = page.findChildren(OrderList)[0]
    rows.line_tapped.emit(next(row.id for row in rows.rows() if "Jane" in row.spoken))
    stage.settle()


def leads(stage: Stage) -> None:
    """The manager's list."""
    stage.enter("leads")
    (page,) = stage.window.findChildren(LeadsPage)
    page.findChildren(ChoiceList)[0].tapped.emit(stage.store.shop.reads.leads.to_follow(2)[1].lead_id)
    stage.settle()


def inquiry(stage: Stage) -> None:
    """The sheet at the register."""
    stage.press("Order options")
    stage.press("Write an inquiry down")


def assistant(stage: Stage) -> None:
    """The assistant, in the middle of an answer."""
    live, asked = LiveModel(stage.window), list[Question]()
    live.asked.connect(lambda question: asked.append(question))
    model = AssistantModel(live, "myhibachi", stage.terminal.till.session, live)
    page = AssistantPage(model, stage.theme)
    stage.put_into(page)
    model.ask("Have we room for a birthday of 25 on Saturday?")
    for part, words in ((Part.BEGUN, ""), (Part.PIECE, ANSWER)):
        live.hear(Answer(asked[-1].ask_id, part, words, "thread_1"))
    stage.settle()


SCENES: Mapping[str, Callable[[Stage], None]] = {
    "bookings": bookings, "leads": leads, "inquiry": inquiry, "assistant": assistant,
}  # fmt: skip


if __name__ == "__main__":
    for path in take(Path(sys.argv[1]), opened, SCENES, sys.argv[2:]):
        print(path)
