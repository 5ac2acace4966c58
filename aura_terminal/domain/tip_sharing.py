"""Sharing tips: exact fractions all the way, rounded once, so that the shares are what there was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import singledispatchmethod
from math import floor

from aura_terminal.domain.ids import SessionId, StaffId, TipPayoutId, TipShareId
from aura_terminal.domain.labor import Shift
from aura_terminal.domain.money import Money
from aura_terminal.domain.tip_rules import TipBase, TipRules, TipSpan, TipWeight

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Worked:
    """A shift of somebody, without those nobody ended and nobody knows the hours of."""

    staff_id: StaffId
    job: str
    began_at: datetime
    ended_at: datetime
    minutes: int

    def beside(self, other: Worked) -> int:
        """How many minutes of it lie within another one; all of its own where it is the same."""
        if self == other:
            return self.minutes
        both = min(self.ended_at, other.ended_at) - max(self.began_at, other.began_at)
        return min(self.minutes, max(0, both // MINUTE))


@dataclass(frozen=True, slots=True)
class Earned:
    """Tips or sales of somebody at a moment. `held` are tips they have in their pocket, the others are in the house."""

    staff_id: StaffId
    at: datetime
    tips: int = 0
    held: int = 0
    sales: int = 0


@dataclass(frozen=True, slots=True)
class TipShare:
    """What sharing comes to for one person. share = on_checks + declared + passed, and `to_pay` what the house owes
    them, negative where they hand something in: what they declared they have already.

    `passed` is what others handed to them less what they handed on.
    """

    staff_id: StaffId
    name: str
    jobs: str
    minutes: int
    on_checks: Money
    declared: Money
    passed: Money
    share: Money

    @property
    def to_pay(self) -> Money:
        """What the house owes them."""
        return self.share - self.declared


@dataclass(frozen=True, slots=True)
class TipsShared:
    """Somebody decided how the tips of a business date are shared, under the rules that were in force.

    `replaces` are the decisions about the date that were known then: one that nobody replaced counts (`in_force`).
    Shares add up to `total` exactly.
    """

    share_id: TipShareId
    business_date: date
    total: Money
    shares: tuple[TipShare, ...]
    rules: TipRules
    decided_at: datetime
    decided_by: StaffId
    decided_by_name: str
    terminal: str
    replaces: tuple[TipShareId, ...] = ()


class PaidBy(StrEnum):
    """How somebody gets their tips: cash out of a drawer, or with their wages."""

    DRAWER = "drawer"
    WAGES = "wages"


@dataclass(frozen=True, slots=True)
class TipsPaid:
    """Somebody was given what they are owed, or gave back what they had too much (negative).

    `session_id` is that of the drawer the cash came out of.
    """

    share_id: TipShareId
    payout_id: TipPayoutId
    staff_id: StaffId
    amount: Money
    paid_at: datetime
    paid_by: StaffId
    terminal: str
    way: PaidBy = PaidBy.WAGES
    session_id: SessionId | None = None


TipFact = TipsShared | TipsPaid


@dataclass(slots=True)
class TipSharing:
    """The fold of one decision with what was paid of it; facts may arrive in any order and more than once."""

    id: TipShareId
    shared: TipsShared | None = None
    paid: dict[TipPayoutId, TipsPaid] = field(default_factory=dict)

    @singledispatchmethod
    def apply(self, fact: TipFact) -> None:
        """The one place where it changes."""
        raise TypeError(f"not a fact about shared tips: {fact!r}")

    @apply.register
    def _(self, fact: TipsShared) -> None:
        self.shared = self.shared or fact

    @apply.register
    def _(self, fact: TipsPaid) -> None:
        self.paid.setdefault(fact.payout_id, fact)


@dataclass(frozen=True, slots=True)
class SharedTips:
    """One decision with its payments, oldest first."""

    shared: TipsShared
    paid: tuple[TipsPaid, ...] = ()


def in_force(decided: Sequence[SharedTips]) -> TipsShared | None:
    """The decision about a date that counts; of several terminals that could not hear each other, the last one."""
    replaced = {share_id for one in decided for share_id in one.shared.replaces}
    standing = [one.shared for one in decided if one.shared.share_id not in replaced]
    return max(standing, key=lambda one: (one.decided_at, one.share_id), default=None)


def in_order(payments: Iterable[TipsPaid]) -> tuple[TipsPaid, ...]:
    """Payments, oldest first."""
    return tuple(sorted(payments, key=lambda one: (one.paid_at, one.payout_id)))


def worked_on(staff_id: StaffId, shifts: Iterable[Shift], now: datetime) -> list[Worked]:
    """Shifts as sharing needs them, by what is known now."""
    return [
        Worked(staff_id, one.job, one.began_at, max(one.began_at, one.ended_at or now), one.worked(now) // MINUTE)
        for one in shifts
        if not one.is_forgotten
    ]


def share_out(
    worked: Sequence[Worked], earned: Sequence[Earned], rules: TipRules, names: Mapping[StaffId, str], currency: str
) -> tuple[TipShare, ...]:
    """What everybody who worked, or earned something, is to have; by name."""
    exact = _exactly(worked, earned, rules)
    people = sorted({one.staff_id for one in worked} | {one.staff_id for one in earned})
    shares = _rounded({person: exact.get(person, Fraction(0)) for person in people}, sum(_tips(one) for one in earned))
    found = (_share(person, shares[person], worked, earned, names, currency) for person in people)
    return tuple(sorted(found, key=lambda one: (one.name, one.staff_id)))


def owed(current: TipsShared, payments: Iterable[TipsPaid]) -> dict[StaffId, Money]:
    """What is still to be paid to each after the decision that counts; whatever was paid of the date before counts."""
    paid: dict[StaffId, int] = {}
    for one in payments:
        if one.amount.currency == current.total.currency:
            paid[one.staff_id] = paid.get(one.staff_id, 0) + one.amount.minor
    currency = current.total.currency
    due = {one.staff_id: one.to_pay.minor for one in current.shares}
    return {id_: Money(due.get(id_, 0) - paid.get(id_, 0), currency) for id_ in {**due, **paid}}


def _tips(one: Earned) -> int:
    return one.tips + one.held


def _share(
    person: StaffId, share: int, worked: Sequence[Worked], earned: Sequence[Earned], names: Mapping[StaffId, str],
    currency: str,
) -> TipShare:  # fmt: skip
    theirs = [one for one in earned if one.staff_id == person]
    on_checks, declared = sum(one.tips for one in theirs), sum(one.held for one in theirs)
    shifts = [one for one in worked if one.staff_id == person]
    jobs = ", ".join(dict.fromkeys(one.job for one in shifts if one.job))
    amounts = (Money(minor, currency) for minor in (on_checks, declared, share - on_checks - declared, share))
    return TipShare(person, names.get(person, person), jobs, sum(one.minutes for one in shifts), *amounts)


def _exactly(worked: Sequence[Worked], earned: Sequence[Earned], rules: TipRules) -> dict[StaffId, Fraction]:
    """What each is to have, not rounded."""
    held: dict[StaffId, Fraction] = {}
    for team, mine in _teams(worked, earned, rules.span):
        for place, amount in enumerate(_handed_round(team, mine, rules)):
            person = team[place].staff_id
            held[person] = held.get(person, Fraction(0)) + amount
    return held


@dataclass(frozen=True, slots=True)
class _Member:
    """Somebody in a job with their time in a team."""

    staff_id: StaffId
    job: str
    minutes: int


@dataclass(slots=True)
class _Purse:
    """Tips and sales of one member."""

    tips: int = 0
    sales: int = 0


Team = tuple[list[_Member], list[_Purse]]


def _teams(worked: Sequence[Worked], earned: Sequence[Earned], span: TipSpan) -> Iterable[Team]:
    """Everybody of the day, or for each shift those who were there beside it; who earned without a shift is alone."""
    by_shift: dict[Worked | None, list[Earned]] = {}
    for one in earned:
        by_shift.setdefault(_shift_of(one, worked), []).append(one)
    alone = by_shift.pop(None, [])
    if span is TipSpan.SHIFT:
        for shift, mine in by_shift.items():
            assert shift is not None
            beside = [(one, one.beside(shift)) for one in worked]
            yield _team([(one, minutes) for one, minutes in beside if minutes or one == shift], {shift: mine})
    elif worked:
        yield _team([(one, one.minutes) for one in worked], {key: mine for key, mine in by_shift.items() if key})
    for one in alone:
        yield [_Member(one.staff_id, "", 0)], [_Purse(_tips(one), one.sales)]


def _team(shifts: Iterable[tuple[Worked, int]], earned: Mapping[Worked, list[Earned]]) -> Team:
    """People in a job, each once, with what their shifts earned."""
    places: dict[tuple[StaffId, str], tuple[int, _Purse]] = {}
    for shift, minutes in shifts:
        before, purse = places.get((shift.staff_id, shift.job), (0, _Purse()))
        for one in earned.get(shift, ()):
            purse.tips, purse.sales = purse.tips + _tips(one), purse.sales + one.sales
        places[shift.staff_id, shift.job] = (before + minutes, purse)
    members = [_Member(staff_id, job, minutes) for (staff_id, job), (minutes, _) in places.items()]
    return members, [purse for _, purse in places.values()]


def _shift_of(earned: Earned, worked: Iterable[Worked]) -> Worked | None:
    """The shift somebody was in, else the one nearest to it."""
    theirs = [one for one in worked if one.staff_id == earned.staff_id]
    return min(theirs, key=lambda one: (_apart(one, earned.at), one.began_at), default=None)


def _apart(shift: Worked, at: datetime) -> timedelta:
    return max(timedelta(), shift.began_at - at, at - shift.ended_at)


def _handed_round(team: Sequence[_Member], purses: Sequence[_Purse], rules: TipRules) -> list[Fraction]:
    """What each member has after tip-outs and pools."""
    has = [Fraction(purse.tips) for purse in purses]
    for out in rules.tip_outs:
        takers = [place for place, one in enumerate(team) if one.job in out.to_jobs]
        if not takers:
            continue
        pot = Fraction(0)
        for place in (place for place, one in enumerate(team) if one.job in out.from_jobs):
            base = purses[place].tips if out.of is TipBase.TIPS else purses[place].sales
            given = max(Fraction(0), min(has[place], Fraction(out.percent) * base / 100))
            has[place], pot = has[place] - given, pot + given
        _pour(pot, takers, team, out.weight, rules, has)
    for pool in rules.pools:
        sharers = [place for place, one in enumerate(team) if one.job in pool.jobs]
        pot = sum((has[place] for place in sharers), Fraction(0))
        for place in sharers:
            has[place] = Fraction(0)
        if sharers:
            _pour(pot, sharers, team, pool.weight, rules, has)
    return has


def _pour(
    pot: Fraction, places: Sequence[int], team: Sequence[_Member], weight: TipWeight, rules: TipRules,
    has: list[Fraction],
) -> None:  # fmt: skip
    """Share a pot by weight; where nobody has any, all have the same."""
    weights = [_weight(team[place], weight, rules) for place in places]
    if not sum(weights):
        weights = [1] * len(places)
    for place, one in zip(places, weights, strict=True):
        has[place] += pot * one / sum(weights)


def _weight(member: _Member, weight: TipWeight, rules: TipRules) -> int:
    match weight:
        case TipWeight.HOURS:
            return member.minutes
        case TipWeight.POINTS:
            return rules.points_of(member.job)
        case TipWeight.HOURS_AND_POINTS:
            return member.minutes * rules.points_of(member.job)
        case TipWeight.EVENLY:
            return 1


def _rounded(exact: Mapping[StaffId, Fraction], whole: int) -> dict[StaffId, int]:
    """Whole minor units by largest remainder, ties by id; they add up to the whole."""
    shares = {person: floor(amount) for person, amount in exact.items()}
    left = whole - sum(shares.values())
    by_rest = sorted(exact, key=lambda person: (shares[person] - exact[person], person))
    for person in by_rest[:left]:
        shares[person] += 1
    return shares
