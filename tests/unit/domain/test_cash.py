"""What a drawer's session is, whatever order its facts arrive in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aura_terminal.domain.cash import (
    CashCounted,
    CashMoved,
    ContradictionKind,
    CountPurpose,
    DifferenceExplained,
    DrawerSession,
    MovementKind,
    SessionBegun,
    SessionEnded,
    SessionFact,
    Takings,
    overlapping,
)
from aura_terminal.domain.cash_counting import counted, nothing_counted
from aura_terminal.domain.cash_rules import CashRules, DrawerPlace, drawers_at, session_used
from aura_terminal.domain.errors import NotFound, Rule, RuleBroken
from aura_terminal.domain.ids import CountId, DrawerId, MovementId, SessionId, StaffId
from aura_terminal.domain.money import Money
from aura_terminal.domain.staff import Approval

NOON = datetime(2026, 5, 15, 12, tzinfo=UTC)
SOFIA, CARLA = StaffId("sofia"), StaffId("carla")
ID = SessionId("s1")


def at(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


def begun(session: str = "s1", cashier: StaffId | None = None, minutes: int = 0, drawer: str = "R1") -> SessionBegun:
    opening = counted({1000: 10}, "EUR")
    return SessionBegun(
        SessionId(session), DrawerId(drawer), "R1", date(2026, 5, 15), at(minutes), SOFIA, cashier, opening
    )


def moved(
    id_: str, kind: MovementKind, minor: int, minutes: int = 5, reason: str = "ice", recipient: str = "shop"
) -> CashMoved:
    return CashMoved(ID, MovementId(id_), kind, eur(minor), at(minutes), SOFIA, "R1", reason, recipient)


def count(id_: str, purpose: CountPurpose, minor: int, minutes: int) -> CashCounted:
    return CashCounted(ID, CountId(id_), purpose, counted({1: minor}, "EUR"), eur(9_000), at(minutes), SOFIA, "R1")


def ended(id_: str, minutes: int, terminal: str = "R1") -> SessionEnded:
    return SessionEnded(ID, CountId(id_), at(minutes), SOFIA, terminal)


def session_of(*facts: SessionFact) -> DrawerSession:
    session = DrawerSession(ID)
    for fact in facts:
        session.apply(fact)
    return session


DAY: tuple[SessionFact, ...] = (
    begun(),
    moved("m1", MovementKind.DROP, 2_000),
    moved("m2", MovementKind.PAID_IN, 500),
    count("c1", CountPurpose.CHECK, 100, 20),
    count("c2", CountPurpose.CLOSING, 8_500, 30),
    ended("c2", 30),
    count("c3", CountPurpose.RECOUNT, 8_400, 29),  # by a clock that was set back
    DifferenceExplained(ID, CountId("c3"), "nobody knows", Approval(CARLA, at(40), "short")),
)


@settings(max_examples=60)
@given(st.permutations(DAY), st.lists(st.sampled_from(DAY), max_size=5))
def test_the_order_of_arrival_and_repeats_change_nothing(facts: list[SessionFact], again: list[SessionFact]) -> None:
    assert session_of(*facts, *again) == session_of(*DAY)
    session = session_of(*facts, *again)
    assert [one.count_id for one in session.counts] == ["c1", "c2", "c3"]
    assert session.final_count is not None
    assert session.final_count.count_id == "c3"


def test_expected_is_the_float_with_what_came_in_less_what_went_out() -> None:
    session = session_of(
        begun(), moved("a", MovementKind.DROP, 1), moved("b", MovementKind.PAID_OUT, 20),
        moved("c", MovementKind.TIPS_OUT, 300), moved("d", MovementKind.PAID_IN, 4_000),
    )  # fmt: skip
    takings = Takings(eur(50_000), eur(7_000), eur(600))
    assert session.expected(takings) == eur(10_000 + 43_000 - 600 - 1 - 20 - 300 + 4_000)


def test_what_is_of_another_currency_counts_for_nothing() -> None:
    foreign = CashMoved(ID, MovementId("x"), MovementKind.DROP, Money(999, "USD"), NOON, SOFIA, "R1")
    assert session_of(begun(), foreign).total(MovementKind.DROP) == eur(0)


def test_a_session_nobody_began_is_not_found_rather_than_empty() -> None:
    with pytest.raises(NotFound):
        session_of(moved("a", MovementKind.DROP, 1)).must_run()


@pytest.mark.parametrize(
    ("fact", "rule"),
    [
        (moved("a", MovementKind.DROP, 0), Rule.AMOUNT_NOT_POSITIVE),
        (moved("a", MovementKind.PAID_OUT, 5, recipient=" "), Rule.REASON_NEEDED),
        (moved("a", MovementKind.PAID_IN, 5, reason="", recipient=""), Rule.REASON_NEEDED),
        (moved("a", MovementKind.TIPS_OUT, 5, reason="", recipient=""), Rule.REASON_NEEDED),
    ],
)
def test_a_movement_that_says_too_little_is_refused(fact: CashMoved, rule: Rule) -> None:
    with pytest.raises(RuleBroken, match=rule.value):
        session_of(begun()).move(fact)


def test_nothing_moves_in_a_session_that_has_ended() -> None:
    session = session_of(begun(), count("c", CountPurpose.CLOSING, 1, 3), ended("c", 3))
    with pytest.raises(RuleBroken, match=Rule.SESSION_ENDED.value):
        session.move(moved("a", MovementKind.DROP, 5))


def test_what_was_done_apart_is_kept_and_contradicts() -> None:
    facts: tuple[SessionFact, ...] = (
        begun(), count("c", CountPurpose.CLOSING, 1, 3), ended("c", 3), count("d", CountPurpose.CLOSING, 2, 4),
        ended("d", 4, "R2"), moved("late", MovementKind.DROP, 5, minutes=9),
    )  # fmt: skip
    for order in permutations(facts, 6):
        session = session_of(*order)
        assert [one.kind for one in session.contradictions] == [
            ContradictionKind.ENDED_TWICE, ContradictionKind.MOVED_AFTER_END,
        ]  # fmt: skip
        assert session.end == facts[2]
        assert len(session.counts) == 2


def test_sessions_of_one_drawer_that_ran_at_once_name_each_other() -> None:
    first, second, third = (DrawerSession(SessionId(name)) for name in ("s1", "s2", "s3"))
    first.apply(begun())
    second.apply(begun("s2", minutes=5))
    third.apply(begun("s3", minutes=5, drawer="R2"))
    named = overlapping([second, third, first])
    assert {id_: [one.other for one in found] for id_, found in named.items()} == {"s1": ["s2"], "s2": ["s1"]}
    first.apply(ended("c", 5))
    assert overlapping([first, second]) == {}


def test_a_count_knows_the_coins_of_its_currency_only() -> None:
    assert counted({2000: 2, 5: 0, 1: 3}, "EUR").pieces == ((1, 3), (2000, 2))
    assert counted({2000: 2, 5: 0, 1: 3}, "EUR").total == eur(4_003)
    for pieces, rule in (({25: 1}, Rule.COIN_UNKNOWN), ({1: -1}, Rule.QUANTITY_OUT_OF_RANGE)):
        with pytest.raises(RuleBroken, match=rule.value):
            counted(pieces, "EUR")
    assert nothing_counted("EUR").total == eur(0)


def test_cash_goes_into_ones_own_drawer_before_a_shared_one_and_never_into_anothers() -> None:
    own, shared, others = (DrawerSession(SessionId(name)) for name in ("own", "shared", "others"))
    own.apply(begun("own", SOFIA))
    shared.apply(begun("shared", minutes=9))
    others.apply(begun("others", CARLA, minutes=20))
    for order in permutations((own, shared, others)):
        assert session_used(order, ("R1",), SOFIA) is own
        assert session_used(order, ("R1",), StaffId("marta")) is shared
    assert session_used([others], ("R1",), SOFIA) is None
    assert session_used([own], ("R2",), SOFIA) is None


def test_a_terminal_without_a_listed_drawer_has_one_that_all_share() -> None:
    place = DrawerPlace(DrawerId("R2"), "Terrace", "R2")
    rules = CashRules(drawers=(place,))
    assert drawers_at(rules, "R2") == (place,)
    assert drawers_at(rules, "R2B", "R2") == (place,)  # it was restored, and is still the same machine
    assert [one.id for one in drawers_at(rules, "R1")] == ["R1"]


def test_a_session_that_two_terminals_began_began_when_the_first_did() -> None:
    early, late = begun(), begun(minutes=5)
    assert session_of(late, early).beginning == session_of(early, late).beginning == early


def test_cash_moved_the_moment_a_session_ended_belongs_to_it_and_later_cash_does_not() -> None:
    session = session_of(begun(), ended("c2", 30), moved("m1", MovementKind.DROP, 100, minutes=30))
    assert not session.contradictions
    session.apply(moved("m2", MovementKind.DROP, 100, minutes=31))
    assert [one.kind for one in session.contradictions] == [ContradictionKind.MOVED_AFTER_END]


def test_a_session_that_ended_twice_is_said_to_have_at_the_second_end() -> None:
    session = session_of(begun(), ended("c2", 30), ended("c4", 35, "R2"))
    assert [(one.kind, one.at, one.terminal) for one in session.contradictions] == [
        (ContradictionKind.ENDED_TWICE, at(35), "R2")
    ]


def test_a_single_cent_moves_and_who_has_it_is_reason_enough_for_what_comes_in() -> None:
    session = session_of(begun())
    cent = moved("m1", MovementKind.PAID_IN, 1, reason="", recipient="change run")
    assert session.move(cent) is cent


def test_the_first_approval_of_a_difference_is_the_one_that_counts() -> None:
    first = DifferenceExplained(ID, CountId("c3"), "nobody knows", Approval(CARLA, at(40), "short"))
    later = DifferenceExplained(ID, CountId("c3"), "a note was torn", Approval(CARLA, at(41), "short"))
    for facts in ((first, later), (later, first)):
        assert session_of(begun(), *facts).explained == {CountId("c3"): first}
    again = DifferenceExplained(ID, CountId("c3"), "said once more", first.approval)
    assert session_of(begun(), first, again).explained == {CountId("c3"): first}


def test_of_several_counts_after_the_end_the_last_one_stands() -> None:
    session = session_of(
        begun(), count("c2", CountPurpose.CLOSING, 8_500, 30), count("c3", CountPurpose.RECOUNT, 8_400, 40),
        count("c4", CountPurpose.RECOUNT, 8_450, 50),
    )  # fmt: skip
    assert session.final_count is not None
    assert session.final_count.count_id == "c4"


def test_a_house_that_said_nothing_about_cash_tolerates_no_difference_and_reminds_of_no_drop() -> None:
    assert (CashRules().tolerance_minor, CashRules().drop_above_minor) == (0, 0)


def test_a_drop_is_said_in_few_words_and_nothing_else_is_a_fact_of_a_session() -> None:
    with pytest.raises(RuleBroken, match=Rule.TEXT_TOO_LONG.value):
        session_of(begun()).move(moved("m1", MovementKind.DROP, 100, reason="x" * 201))
    with pytest.raises(TypeError):
        DrawerSession(ID).apply("counted")
