"""Cards taken by taps: what the terminal shows, a way out of every state, and never a second charge by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import ItemId
from aura_terminal.domain.kinds import OrderStatus, Permission
from aura_terminal.ports.card_rows import ReaderRow
from aura_terminal.ui.screens.payment.figure import Figure
from aura_terminal.ui.screens.payment.screen import PaymentScreen
from aura_terminal.ui.theme.metrics import Metrics
from aura_terminal.ui.theme.theme import Theme
from aura_terminal.ui.widgets.buttons import Button
from aura_terminal.ui.widgets.labels import Words
from aura_terminal.ui.widgets.strip import Strip
from aura_terminal.use_cases.asking import Asked, NewOrder
from aura_terminal.view_models.card_payment import CardStage
from aura_terminal.view_models.card_readers import CardReadersModel
from aura_terminal.view_models.changes import EVERY_FACT
from aura_terminal.view_models.payment import PaymentModel
from tests.gui.register.hands import button, press
from tests.support.card_till import READER, CardTill
from tests.support.counting_reader import Killed, Play
from tests.support.memory_shop import EVERYTHING, InlineStoreThread
from tests.support.till import MARTA, Till, pin_of, till_over


class Counter:
    """A till with its payment screen and a card terminal, which works when the test lets it."""

    def __init__(self, folder: Path, theme: Theme, qtbot: QtBot) -> None:
        self.qtbot, self.theme = qtbot, theme
        self.cards = CardTill(folder / "reversals.jsonl")
        self.till: Till = till_over(self.cards.memory, InlineStoreThread(self.cards.store.shop))
        self.till.session.sign_in(MARTA, pin_of(MARTA))
        self.readers = CardReadersModel(("By hand",))
        self.payment = PaymentModel(self.till.runner, self.till.session, self.till.changes, readers=self.readers)
        self.row = ReaderRow(READER, can_cancel=True, asks_tip=True, power="online")
        self.readers.hear([self.row])
        self.screen = PaymentScreen(self.payment, theme, calm_milliseconds=0)
        self.said: list[str] = []
        self.screen.said.connect(self.said.append)
        qtbot.addWidget(self.screen)
        self.screen.resize(1366, 712)
        self.screen.show()
        self.settle()

    def serve(self, items: int = 1) -> None:
        """Open the payment of some tiramisu at 6.90."""
        asked = Asked(ItemId("tiramisu"), quantity=items)
        self.order_id = self.cards.store.shop.ordering.add_item(self.cards.marta, NewOrder(), asked).order_id
        self.screen.open(self.order_id)
        self.settle()

    def work(self, rounds: int = 3) -> None:
        """The terminal works, and the screen hears of it."""
        self.cards.work(rounds)
        self.till.changes.changed.emit(EVERY_FACT)
        self.settle()

    def settle(self) -> None:
        """Everything that was asked for is answered."""
        self.qtbot.waitUntil(lambda: self.till.runner.is_idle)

    def press(self, words: str) -> None:
        """Tap a button."""
        press(self.screen, words)
        self.settle()

    def texts(self) -> str:
        """All words in sight."""
        shown = [each.text() for each in self.screen.findChildren(Words) if each.isVisible()]
        return "\n".join([*shown, *(each.words for each in self.screen.findChildren(Strip) if each.isVisible())])


@pytest.fixture
def counter(tmp_path: Path, theme: Theme, qtbot: QtBot) -> Iterator[Counter]:
    made = Counter(tmp_path, theme, qtbot)
    made.serve()
    yield made
    made.screen.hide()


def shown(screen: QWidget, kind: type[Figure]) -> list[Figure]:
    return [each for each in screen.findChildren(kind) if each.isVisible()]


def words_of(screen: QWidget) -> list[str]:
    return [each.words for each in screen.findChildren(Button) if each.isVisible()]


def test_card_and_cash_stand_side_by_side_with_what_each_takes(counter: Counter) -> None:
    assert button(counter.screen, "Card").accessibleName() == "Card €6.90"
    assert button(counter.screen, "Take cash").isEnabled()


def test_a_card_is_shown_from_the_tap_to_the_receipt_and_opens_no_drawer(counter: Counter) -> None:
    counter.press("Card")
    assert counter.payment.card.stage is CardStage.WAITING
    assert "Nothing is charged yet." in counter.texts()
    counter.work()
    assert counter.payment.is_settled
    assert "Card Visa 4242" in counter.texts()
    assert [job for job in counter.cards.memory.journal.jobs if job.job.route == "drawer"] == []


def test_what_the_terminal_shows_is_shown(counter: Counter) -> None:
    counter.press("Card")
    attempt = counter.payment.card.attempt
    assert attempt is not None
    counter.cards.desk.send(attempt.attempt_id, "")
    counter.cards.desk.mark(attempt.attempt_id)
    counter.readers.hear([replace(counter.row, attempt_id=attempt.attempt_id, step="waiting_for_pin")])
    counter.till.changes.changed.emit(EVERY_FACT)
    counter.settle()
    assert "The guest types the PIN." in counter.texts()
    counter.press("Cancel")
    assert "may still approve" in counter.texts()
    assert words_of(counter.screen) == ["Order"]


def test_two_taps_are_one_attempt(counter: Counter) -> None:
    card = button(counter.screen, "Card")
    card.click()
    card.click()
    counter.settle()
    assert len(counter.cards.attempts([counter.order_id])) == 1


def test_a_tip_is_chosen_before_and_charged_on_top(counter: Counter) -> None:
    counter.press("10 %")
    assert button(counter.screen, "Card").accessibleName() == "Card €7.59"
    counter.press("Card")
    counter.work()
    assert "with a tip of €0.69" in counter.texts()
    assert counter.cards.book.net() == 759


def test_a_tip_is_typed_on_the_pad(counter: Counter) -> None:
    for key in ("1", "00"):
        counter.press(key)
    counter.press("The amount typed on the pad is the tip")
    assert button(counter.screen, "Card").accessibleName() == "Card €7.90"
    assert counter.payment.is_named is False


def test_a_typed_part_is_taken_by_card(counter: Counter) -> None:
    for key in ("2", "00"):
        counter.press(key)
    counter.press("Card")
    counter.work()
    assert not counter.payment.is_settled
    assert counter.cards.book.net() == 200
    assert button(counter.screen, "Card").accessibleName() == "Card €4.90"


def test_a_partial_approval_says_what_is_still_to_pay(counter: Counter) -> None:
    counter.cards.book.plays.append(Play.PART)
    counter.press("Card")
    counter.work()
    assert "Approved €3.45 of €6.90" in counter.texts()
    assert "€3.45 still to pay." in counter.texts()
    assert [each.accessibleName() for each in shown(counter.screen, Figure)] == ["Still to pay €3.45"]
    counter.press("Pay another way")
    counter.press("Exact")
    counter.press("Take cash")
    assert counter.payment.is_settled


def test_a_decline_says_so_and_leaves_every_way_open(counter: Counter) -> None:
    counter.cards.book.plays.append(Play.DECLINE)
    counter.press("Card")
    counter.work()
    assert "Card declined" in counter.texts()
    assert "refused by the bank" in counter.texts()
    counter.press("Card again")
    counter.work()
    assert counter.payment.is_settled


def lose(counter: Counter, play: Play) -> None:
    """The reply is lost, and the terminal is not reached any more."""
    counter.cards.book.plays.append(play)
    counter.press("Card")
    counter.cards.work(1)
    counter.cards.book.is_reached = False
    counter.work(1)


def test_while_nobody_knows_there_is_no_button_that_charges(counter: Counter) -> None:
    lose(counter, Play.LOST_AFTER)
    assert "do not charge again" in counter.texts()
    assert words_of(counter.screen) == ["Order", "Call manager"]
    counter.cards.book.is_reached = True
    counter.work()
    assert counter.payment.is_settled
    assert counter.cards.book.net() == 690


def test_a_terminal_that_cannot_tell_asks_for_its_slip(counter: Counter) -> None:
    lose(counter, Play.LOST_AFTER)
    counter.work(8)
    assert counter.payment.card.stage is CardStage.REVIEW
    assert set(words_of(counter.screen)) >= {"Not approved", "Call manager", "Approved"}
    counter.press("Not approved")
    assert "Not charged" in counter.texts()


def test_another_card_needs_a_managers_pin_while_one_is_undecided(counter: Counter) -> None:
    lose(counter, Play.LOST_BEFORE)
    counter.press("Call manager")
    assert "The next card needs a manager." in counter.texts()
    asked: list[object] = []
    counter.payment.card.approvals.wanted.connect(asked.append)
    counter.press("Card")
    assert asked == [Permission.RESOLVE_CONFLICT]
    assert [one.holds_up for one in counter.cards.attempts([counter.order_id])] == [True]


def test_an_approval_after_the_cancel_has_to_be_kept_or_reversed(counter: Counter) -> None:
    counter.press("Card")
    perform = counter.cards.reader.perform

    def cancelled_meanwhile(request, tell):  # type: ignore[no-untyped-def]  # stands for the port's method
        attempt = counter.payment.card.attempt
        assert attempt is not None
        counter.cards.store.shop.cards.cancel(counter.cards.marta, attempt.attempt_id)
        return perform(request, tell)

    counter.cards.reader.perform = cancelled_meanwhile  # type: ignore[method-assign]  # a guest who is late
    counter.work()
    assert "approved €6.90 after the cancel" in counter.texts()
    counter.press("Reverse it")
    counter.work()
    assert counter.cards.book.net() == 0
    assert counter.cards.folded(counter.order_id).status is OrderStatus.OPEN


def by_hand(counter: Counter) -> dict[str, QLineEdit]:
    counter.press(READER)
    counter.press("Card")
    return {each.accessibleName(): each for each in counter.screen.findChildren(QLineEdit)}


def test_a_stand_alone_terminal_is_answered_with_what_its_slip_says(counter: Counter) -> None:
    fields = by_hand(counter)
    assert "Type €6.90 at By hand" in counter.texts()
    counter.press("Visa")
    for key in ("4", "2", "4", "2"):
        counter.press(key)
    QTest.keyClicks(fields["Slip number"], "0815")
    QTest.keyClicks(fields["Tip, in the smallest coin"], "100")
    counter.press("Approved")
    assert counter.payment.is_settled
    assert "Card Visa 4242 with a tip of €1.00" in counter.texts()


def test_no_card_number_fits_into_any_field(counter: Counter) -> None:
    for field in by_hand(counter).values():
        QTest.keyClicks(field, "4111111111111111")
        assert len(field.text()) <= 12
        field.insert("4111111111111111")
        assert len("".join(filter(str.isdigit, field.text()))) <= 12


def test_not_approved_at_a_stand_alone_terminal_charges_nothing(counter: Counter) -> None:
    by_hand(counter)
    counter.press("Not approved")
    assert "Nothing was charged." in counter.texts()
    counter.press("Pay another way")
    counter.press("Take cash")
    assert counter.payment.is_settled


def test_a_terminal_that_is_not_reached_says_so_and_cash_goes_on(counter: Counter) -> None:
    counter.readers.hear([replace(counter.row, power="unreachable", hint="check its cable")])
    counter.press("By hand")
    assert "check its cable" in counter.texts()
    assert not button(counter.screen, "Card").isEnabled()
    assert button(counter.screen, "Take cash").isEnabled()


def test_cards_at_risk_are_shown_before_the_next_one(counter: Counter) -> None:
    counter.cards.book.plays.append(Play.OFFLINE)
    counter.press("Card")
    counter.work()
    counter.serve()
    assert "At the shop's risk, approved offline: 1 for €6.90; €493.10 more may be." in counter.texts()


@pytest.mark.parametrize("stage", ["taking", "by hand"])
def test_the_screen_fits_the_smallest_window_with_cards(counter: Counter, stage: str) -> None:
    counter.theme.measure(Metrics(1024, 768, 15.0))
    if stage == "by hand":
        by_hand(counter)
    least = PaymentScreen(counter.payment, counter.theme).minimumSizeHint()
    assert least.width() <= 1024
    assert least.height() <= 700 - 56


def test_a_tab_is_held_and_what_is_due_is_taken_from_it_later(counter: Counter) -> None:
    counter.readers.hear([replace(counter.row, can_preauthorise=True)])
    counter.press("Tabs, and cards to look at")
    counter.press("Hold on a card")
    counter.work()
    assert [row.amount.minor for row in counter.cards.store.shop.reads.cards.tabs()] == [690]
    counter.payment.tasks.choose(counter.payment.tasks.tasks[0].row.attempt_id)
    counter.press("Take what is due")
    counter.work()
    assert counter.payment.is_settled
    assert counter.cards.book.net() == 690


def test_a_tab_is_let_go(counter: Counter) -> None:
    counter.readers.hear([replace(counter.row, can_preauthorise=True)])
    counter.press("Tabs, and cards to look at")
    counter.press("Hold on a card")
    counter.work()
    counter.payment.tasks.choose(counter.payment.tasks.tasks[0].row.attempt_id)
    counter.press("Let it go")
    counter.work()
    assert counter.cards.store.shop.reads.cards.tabs() == ()
    assert counter.payment.tasks.tasks == ()


def test_what_the_bank_denies_of_cards_at_risk_needs_somebody_who_may_decide(counter: Counter) -> None:
    counter.cards.book.plays.append(Play.OFFLINE)
    counter.press("Card")
    counter.work()
    counter.serve()
    asked: list[object] = []
    counter.payment.tasks.approvals.wanted.connect(asked.append)
    counter.press("Tabs, and cards to look at")
    counter.payment.tasks.choose(counter.payment.tasks.tasks[0].row.attempt_id)
    assert "was it settled or denied?" in counter.texts()
    counter.press("Denied")
    assert asked == [Permission.RESOLVE_CONFLICT]


def test_a_part_that_was_approved_is_read_off_the_slip(counter: Counter) -> None:
    fields = by_hand(counter)
    assert fields["Amount, in the smallest coin"].text() == "690"
    fields["Amount, in the smallest coin"].setText("300")
    counter.press("Approved")
    assert "Approved €3.00 of €6.90" in counter.texts()
    assert "€3.90 still to pay." in counter.texts()


def test_a_tip_stays_chosen_when_the_card_is_declined(counter: Counter) -> None:
    counter.press("10 %")
    counter.cards.book.plays.append(Play.DECLINE)
    counter.press("Card")
    counter.work()
    counter.press("Card again")
    counter.work()
    assert counter.cards.book.net() == 759


def test_a_card_whose_terminal_went_while_it_was_at_work_is_left_to_a_manager_with_its_slip(counter: Counter) -> None:
    counter.cards.book.plays.append(Play.KILLED_AFTER)
    counter.press("Card")
    with pytest.raises(Killed):
        counter.cards.work(1)
    counter.readers.hear([])
    counter.till.changes.changed.emit(EVERY_FACT)
    counter.settle()
    assert counter.payment.card.stage is CardStage.REVIEW
    refused: list[RuleBroken] = []
    counter.payment.card.refused.connect(refused.append)
    counter.press("Not approved")
    assert [broken.rule for broken in refused] == [Rule.READER_BUSY]
    counter.cards.store.clock.advance(minutes=6)
    asked: list[object] = []
    counter.payment.card.approvals.wanted.connect(asked.append)
    counter.press("Not approved")
    assert asked == [Permission.RESOLVE_CONFLICT]


def test_a_card_of_a_machine_that_is_gone_is_answered_where_its_order_was_taken_over(counter: Counter) -> None:
    gone = counter.cards.memory.opened_by("R9").shop
    asked = Asked(ItemId("tiramisu"))
    order_id = gone.ordering.add_item(counter.cards.marta, NewOrder(), asked).order_id
    gone.cards.charge(counter.cards.marta, counter.cards.wish(order_id))
    counter.screen.open(order_id)
    counter.settle()
    assert counter.payment.card.stage is CardStage.WAITING
    counter.cards.store.shop.paying.override_token(EVERYTHING, order_id, "its machine is broken")
    counter.screen.open(order_id)
    counter.settle()
    assert f"Look at the slip of {READER}" in counter.texts()


def hold(counter: Counter) -> None:
    counter.readers.hear([replace(counter.row, can_preauthorise=True)])
    counter.press("Tabs, and cards to look at")
    counter.press("Hold on a card")


def test_a_tab_nobody_knows_whether_it_was_let_go_is_answered_among_the_cards_to_look_at(counter: Counter) -> None:
    hold(counter)
    counter.work()
    counter.cards.book.plays.append(Play.LOST_AFTER)
    counter.payment.tasks.choose(counter.payment.tasks.tasks[0].row.attempt_id)
    counter.press("Let it go")
    counter.cards.work(1)
    counter.cards.book.is_reached = False
    counter.work(8)
    counter.payment.tasks.choose(counter.payment.tasks.tasks[0].row.attempt_id)
    assert "was it approved?" in counter.texts()
    counter.press("Approved")
    assert counter.cards.store.shop.reads.cards.open() == ()
    assert counter.cards.store.shop.reads.cards.tabs() == ()


def test_a_tab_that_was_held_after_the_cancel_is_chosen_about_where_its_order_is_paid(counter: Counter) -> None:
    hold(counter)
    perform = counter.cards.reader.perform

    def cancelled_meanwhile(request, tell):  # type: ignore[no-untyped-def]  # stands for the port's method
        attempt = counter.payment.card.attempt
        assert attempt is not None
        counter.cards.store.shop.cards.cancel(counter.cards.marta, attempt.attempt_id)
        return perform(request, tell)

    counter.cards.reader.perform = cancelled_meanwhile  # type: ignore[method-assign]  # a guest who is late
    counter.work()
    assert counter.payment.card.stage is CardStage.LATE
    counter.payment.card.reverse_late()
    counter.work()
    assert counter.cards.store.shop.reads.cards.open() == ()
    assert button(counter.screen, "Take cash").isEnabled()


def test_a_contradiction_stays_in_sight_until_a_manager_has_compared_it(counter: Counter) -> None:
    lose(counter, Play.LOST_AFTER)
    counter.work(8)
    counter.press("Not approved")
    counter.cards.book.is_reached = True
    counter.work(12)
    counter.serve()
    counter.press("Tabs, and cards to look at")
    counter.payment.tasks.choose(counter.payment.tasks.tasks[0].row.attempt_id)
    assert "says: approved. Compare with its slips." in counter.texts()
    asked: list[object] = []
    counter.payment.tasks.approvals.wanted.connect(asked.append)
    counter.press("Compared")
    assert asked == [Permission.RESOLVE_CONFLICT]
    attempt = counter.payment.tasks.tasks[0].row.attempt_id
    counter.cards.store.shop.card_answers.settle_contradiction(EVERYTHING, attempt, "compared")
    counter.till.changes.changed.emit(EVERY_FACT)
    counter.settle()
    assert counter.payment.tasks.tasks == ()
