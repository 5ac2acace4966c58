"""Value accounts add up to the same at every terminal, whatever was drawn while they could not hear each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aura_terminal.domain.card_numbers import mask_cards
from aura_terminal.domain.conflicts import choices_for, conflicts_of_value
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import PaymentId, StaffId, ValueAccountId, ValueMoveId
from aura_terminal.domain.invoice_facts import InvoiceSendAsked
from aura_terminal.domain.money import Money
from aura_terminal.domain.paper import PaperDocument, QrCode, text_line
from aura_terminal.domain.settling import ChoiceCode
from aura_terminal.domain.value import ValueAccount, account_of
from aura_terminal.domain.value_facts import (
    AccountBlocked,
    AccountKind,
    AccountOpened,
    AccountUnblocked,
    Hearing,
    LimitSet,
    Move,
    OverdraftBorne,
    OverdraftOwed,
    ValueDrawn,
    ValueFact,
    ValueLoaded,
    ValueReturned,
    ValueStated,
)
from aura_terminal.domain.value_numbers import TEMPLATE, check_number, in_fours, number_from, stand_in, with_numbers
from aura_terminal.domain.value_rules import Apart, ValueRules, most_to_draw, must_be_drawable
from aura_terminal.ports.value_rows import account_row

CARD, SOFIA = ValueAccountId("card"), StaffId("sofia-conti")
NOW, TODAY = datetime(2026, 5, 15, 17, 0, tzinfo=UTC), date(2026, 5, 15)
RULES = ValueRules("value", 50000, 5000, 2000, 10000, 30000, 10000)
NOTHING = Apart(TODAY, Money(0, "EUR"), Money(0, "EUR"))


def opened(kind: AccountKind = AccountKind.GIFT_CARD) -> AccountOpened:
    return AccountOpened(CARD, kind, "EUR", NOW, SOFIA, "R1", "Ada")


def move(
    name: str, minor: int, terminal: str = "R1", hearing: Hearing = Hearing.ALL, at: datetime = NOW, day: date = TODAY
) -> Move:
    return Move(ValueMoveId(name), Money(minor, "EUR"), at, SOFIA, day, terminal, hearing=hearing)


def loaded(minor: int) -> ValueLoaded:
    return ValueLoaded(CARD, move("load", minor))


class Till:
    """A terminal that knows some facts about one card, and draws on it as far as it may."""

    def __init__(self, label: str, facts: Sequence[ValueFact], hearing: Hearing) -> None:
        self.label, self.facts, self.hearing = label, list(facts), hearing
        self._names = count(1)

    def draw(self, minor: int) -> int:
        """What was drawn: all of it, or nothing."""
        account = account_of(CARD, self.facts)
        drawn = account.drawn_apart(Hearing.NONE, TODAY)
        try:
            must_be_drawable(account, RULES, self.hearing, Apart(TODAY, drawn, drawn), Money(minor, "EUR"))
        except RuleBroken:
            return 0
        taken = move(f"{self.label}-{next(self._names)}", minor, self.label, self.hearing)
        self.facts.append(ValueDrawn(CARD, taken))
        return minor


@given(
    st.integers(1, 9000), st.lists(st.tuples(st.booleans(), st.integers(1, 3000)), max_size=12),
    st.sampled_from([Hearing.SOME, Hearing.NONE]), st.randoms(use_true_random=False),
)  # fmt: skip
@settings(max_examples=40, deadline=None)
def test_two_terminals_that_redeem_a_card_apart_lose_no_more_than_the_cap_and_agree_afterwards(
    value: int, wishes: list[tuple[bool, int]], hearing: Hearing, chance: Random
) -> None:
    sold: list[ValueFact] = [opened(), loaded(value)]
    one, other = Till("R1", sold, hearing), Till("R2", sold, hearing)
    spent = [0, 0]
    for is_other, minor in wishes:
        spent[is_other] += (other if is_other else one).draw(minor)
    cap = RULES.apart_each if hearing is Hearing.SOME else RULES.alone_each
    assert all(part <= min(value, cap) for part in spent)
    told = [*one.facts, *other.facts, *other.facts]  # duplicates, in any order
    chance.shuffle(told)
    accounts = [account_of(CARD, told), account_of(CARD, [*one.facts, *other.facts])]
    assert [account.balance.minor for account in accounts] == [value - sum(spent)] * 2
    assert [account.overdrawn.minor for account in accounts] == [max(0, sum(spent) - value)] * 2
    assert bool(conflicts_of_value(accounts[0])) is (sum(spent) > value)


def overdrawn() -> ValueAccount:
    draws = [ValueDrawn(CARD, move(label, 1500, label, Hearing.NONE)) for label in ("R1", "R2")]
    return account_of(CARD, [opened(), loaded(2000), *draws])


def test_what_was_drawn_twice_is_to_be_decided_and_either_borne_or_owed() -> None:
    account = overdrawn()
    (conflict,) = conflicts_of_value(account)
    assert conflict.amount == Money(1000, "EUR")
    effects = {choice.code: choice.effect for choice in choices_for(conflict)}
    assert effects == {ChoiceCode.BEAR_THE_LOSS: Money(-1000, "EUR"), ChoiceCode.OWED: Money(0, "EUR")}
    account.apply(OverdraftOwed(CARD, move("owed", 1000)))
    assert (conflicts_of_value(account), account.balance) == ((), Money(-1000, "EUR"))
    account.apply(ValueDrawn(CARD, move("R3", 500)))
    (again,) = conflicts_of_value(account)
    assert (again.amount, again.id) == (Money(500, "EUR"), f"{CARD}/overdrawn/2")
    account.apply(OverdraftBorne(CARD, move("borne", 500)))
    assert (conflicts_of_value(account), account.balance) == ((), Money(-1000, "EUR"))
    account.apply(ValueDrawn(CARD, move("R4", 100)))
    (third,) = conflicts_of_value(account)
    assert third.id == f"{CARD}/overdrawn/3"


def test_an_overdrawn_account_goes_by_its_name_and_names_each_draw() -> None:
    (conflict,) = conflicts_of_value(overdrawn())
    assert conflict.details == (
        ("item", "Ada"), ("payment", "R1 15.00 gift_card"), ("payment", "R2 15.00 gift_card"),
    )  # fmt: skip


def test_a_house_account_may_owe_to_its_limit_and_its_oldest_unpaid_debt_counts() -> None:
    days = [NOW + timedelta(days=day) for day in range(3)]
    account = account_of(CARD, [opened(AccountKind.HOUSE), LimitSet(CARD, Money(5000, "EUR"), "14 days", NOW, SOFIA)])
    for place, at in enumerate(days):
        account.apply(ValueDrawn(CARD, move(f"draw-{place}", 1000, at=at)))
    assert (account.room, account.overdrawn) == (Money(2000, "EUR"), Money(0, "EUR"))
    assert account.owing_since == days[0]
    account.apply(ValueLoaded(CARD, move("paid", 1500, at=days[2])))
    assert account.owing_since == days[1]
    account.apply(ValueLoaded(CARD, move("rest", 1500, at=days[2])))
    assert account_row(account).owing_since is None
    assert account.balance == Money(0, "EUR")


def test_a_block_is_lifted_by_the_later_word_and_returns_come_back_once() -> None:
    account = account_of(CARD, [opened(), loaded(2000), ValueDrawn(CARD, move("p", 1500))])
    back = ValueReturned(CARD, move("r", 500), PaymentId("p"))
    for fact in (back, back, AccountBlocked(CARD, NOW, SOFIA, "lost")):
        account.apply(fact)
    assert (account.balance, account.left_of(PaymentId("p"))) == (Money(1000, "EUR"), Money(1000, "EUR"))
    with pytest.raises(RuleBroken) as refused:
        must_be_drawable(account, RULES, Hearing.ALL, NOTHING, Money(1, "EUR"))
    assert refused.value.rule is Rule.ACCOUNT_BLOCKED
    account.apply(AccountUnblocked(CARD, NOW, SOFIA))
    must_be_drawable(account, RULES, Hearing.ALL, NOTHING, Money(1000, "EUR"))


def test_what_a_central_states_counts_with_what_it_was_not_told_of() -> None:
    account = account_of(CARD, [opened(), loaded(2000), ValueDrawn(CARD, move("p", 1500))])
    account.apply(ValueStated(CARD, Money(3000, "EUR"), NOW, "central", (ValueMoveId("load"),)))
    assert account.balance == Money(1500, "EUR")


def test_bounds_of_the_day_and_of_the_store_count_what_was_drawn_alone_elsewhere() -> None:
    account = account_of(CARD, [opened(), loaded(9000)])
    euro = Money(100, "EUR")
    for apart, most in (
        (NOTHING, 2000),
        (Apart(TODAY, euro * 95, euro * 95), 500),
        (Apart(TODAY, euro * 5, euro * 290), 1000),
        (Apart(TODAY, euro * 120, euro * 120), 0),
    ):
        assert most_to_draw(account, RULES, Hearing.NONE, apart).minor == most
    assert most_to_draw(account, RULES, Hearing.SOME, Apart(TODAY, euro * 120, euro * 400)).minor == 5000
    assert most_to_draw(account, RULES, Hearing.ALL, NOTHING).minor == 9000


def test_facts_of_an_account_nobody_heard_of_yet_wait_for_its_opening() -> None:
    account = account_of(CARD, [loaded(2000)])
    with pytest.raises(RuleBroken):
        _ = account.balance
    account.apply(opened())
    assert account.balance == Money(2000, "EUR")


@given(st.binary(min_size=8, max_size=32))
@settings(max_examples=40, deadline=None)
def test_a_number_proves_itself_and_is_never_taken_for_a_bank_card(secret: bytes) -> None:
    number = number_from(secret)
    assert check_number(in_fours(number)) == number
    assert not mask_cards(number)[1]
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    for text in (wrong, number[:-1], f"{number}0", "gift", ""):
        with pytest.raises(RuleBroken) as refused:
            check_number(text)
        assert refused.value.rule is Rule.NUMBER_UNREADABLE


def test_a_slip_gets_its_number_in_the_printers_hands_and_no_other_paper_does() -> None:
    code = stand_in(CARD, 2)
    slip = PaperDocument(TEMPLATE, 1, (QrCode(code), text_line(code), text_line("Gift card")))
    asked: list[tuple[str, int]] = []

    def number_of(account_id: ValueAccountId, issue: int) -> str:
        asked.append((account_id, issue))
        return "1234567812345678"

    filled = with_numbers(slip, number_of)
    assert filled.blocks == (QrCode("1234567812345678"), text_line("1234 5678 1234 5678"), text_line("Gift card"))
    assert set(asked) == {(CARD, 2)}
    kitchen = PaperDocument("kitchen_slip", 1, slip.blocks)
    assert with_numbers(kitchen, number_of) == kitchen


LATER, LATEST = NOW + timedelta(hours=1), NOW + timedelta(hours=2)


def drawn(name: str, minor: int, at: datetime = NOW, hearing: Hearing = Hearing.ALL) -> ValueDrawn:
    return ValueDrawn(CARD, move(name, minor, hearing=hearing, at=at))


def put_on(name: str, minor: int, at: datetime) -> ValueLoaded:
    return ValueLoaded(CARD, move(name, minor, at=at))


@pytest.mark.parametrize(
    ("moves", "since"),
    [
        ([], None),
        ([drawn("a", 1)], NOW),
        ([drawn("a", 1), put_on("b", 1, LATER)], None),
        ([drawn("a", 2), put_on("b", 1, LATER)], NOW),
        ([drawn("a", 1), put_on("b", 1, LATER), drawn("c", 1, LATEST)], LATEST),
        ([drawn("a", 700), drawn("b", 300, LATER), put_on("c", 800, LATEST)], LATER),
    ],
)
def test_a_debt_is_as_old_as_the_first_draw_that_no_payment_reaches(
    moves: list[ValueFact], since: datetime | None
) -> None:
    assert account_of(CARD, [opened(AccountKind.HOUSE), *moves]).owing_since == since


def test_an_account_was_moved_last_when_something_moved_or_else_when_it_was_opened() -> None:
    assert account_of(CARD, [opened()]).last_moved_at == NOW
    assert account_of(CARD, [opened(), drawn("b", 5, LATEST), put_on("a", 9, LATER)]).last_moved_at == LATEST


def test_what_was_put_on_is_told_apart_from_what_was_drawn() -> None:
    account = account_of(CARD, [opened(), loaded(2000), drawn("a", 300), drawn("b", 200, hearing=Hearing.NONE)])
    assert account.loads == {"load": 2000}
    assert [account.drawn_apart(hearing, TODAY).minor for hearing in (Hearing.ALL, Hearing.NONE)] == [300, 200]


def test_of_a_draw_no_more_comes_back_than_there_was_and_of_a_load_nothing() -> None:
    back = [ValueReturned(CARD, move(f"back-{minor}", minor), PaymentId("a")) for minor in (200, 400)]
    account = account_of(CARD, [opened(), loaded(2000), drawn("a", 500), back[0]])
    assert [account.left_of(PaymentId(name)).minor for name in ("a", "load", "nobody's")] == [300, 0, 0]
    account.apply(back[1])
    assert account.left_of(PaymentId("a")).minor == 0


@pytest.mark.parametrize("kind", AccountKind)
def test_only_a_deposit_that_a_back_office_told_of_is_kept_there(kind: AccountKind) -> None:
    here = account_of(CARD, [opened(kind)])
    assert not here.is_kept_elsewhere
    here.apply(ValueStated(CARD, Money(500, "EUR"), NOW, "central"))
    assert here.is_kept_elsewhere is (kind is AccountKind.DEPOSIT)


def test_an_invoice_that_somebody_wants_sent_is_sent_once() -> None:
    asked = [InvoiceSendAsked(CARD, "2026-7", NOW, SOFIA), InvoiceSendAsked(CARD, "2026-7", LATER, SOFIA)]
    assert account_of(CARD, [opened(AccountKind.HOUSE), *asked]).sends == {"2026-7": asked[1]}


def test_what_is_no_fact_about_an_account_is_a_mistake_of_the_program() -> None:
    with pytest.raises(TypeError, match="not a fact about a value account"):
        ValueAccount(CARD).apply("a coin")
