"""Wages from real shifts: hours by the week, overtime above forty, tips shared by the hours worked.

Pay periods are two weeks from a Monday on, numbered since 1 January 2024. What deductions a country takes is not known
here: none are made, and the answers say so. Money is exact: parts of tips add up to the whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from aura_terminal.domain.money import Money, RoundingMode, parse_money, round_ratio
from sync.central import resources
from sync.central.api.calling import ServedDesk, View
from sync.central.api.errors import invalid, wrong_state
from sync.central.api.values import plain, timestamp_of
from sync.central.catalogue.kinds import STAFF
from sync.central.people.clock import hours
from sync.central.resources import Kind, Stored
from sync.central.store.tables import PAYMENTS, SHIFTS, TENANTS

RUN = Kind("payroll_run", "Payroll run", searched=("period",), named="period", day="end_date", subject="pay_period_id")
FIRST_MONDAY = date(2024, 1, 1)
DAYS = 14
WEEK_SECONDS = 40 * 3600
HOUR = 3600


@dataclass(frozen=True, slots=True)
class PayPeriod:
    """Two weeks, both ends included."""

    number: int

    @property
    def begins(self) -> date:
        """Its first Monday."""
        return FIRST_MONDAY + timedelta(days=DAYS * (self.number - 1))

    @property
    def ends(self) -> date:
        """Its last Sunday."""
        return self.begins + timedelta(days=DAYS - 1)


@dataclass(frozen=True, slots=True)
class Wage:
    """What one person earned in a period; seconds and minor units."""

    employee: int
    name: str
    rate: int
    regular_s: int
    overtime_s: int
    tips: int

    @property
    def regular(self) -> int:
        """Pay for hours up to forty a week, rounded once."""
        return round_ratio(self.rate * self.regular_s, HOUR, RoundingMode.HALF_UP)

    @property
    def overtime(self) -> int:
        """Pay for hours above, one and a half times the rate, rounded once."""
        return round_ratio(self.rate * self.overtime_s * 3, HOUR * 2, RoundingMode.HALF_UP)

    @property
    def gross(self) -> int:
        """All of it."""
        return self.regular + self.overtime + self.tips


def period_on(day: date) -> PayPeriod:
    """The period of a date."""
    return PayPeriod(1 + max(0, (day - FIRST_MONDAY).days) // DAYS)


def periods(view: View) -> list[PayPeriod]:
    """Every period since the store is here or somebody worked, the latest first."""
    began = select(TENANTS.c.created_ms).where(TENANTS.c.tenant == view.tenant)
    calendar = view.shelf.profile.calendar
    first = date.fromisoformat(timestamp_of(int(view.connection.execute(began).scalar() or 0))[:10])
    worked = view.connection.execute(
        select(func.min(SHIFTS.c.business_date)).where(SHIFTS.c.tenant == view.tenant)
    ).scalar()
    first = min(first, date.fromisoformat(str(worked))) if worked else first
    last = period_on(calendar.date_of(view.now)).number
    return [PayPeriod(number) for number in range(last, period_on(first).number - 1, -1)]


def asked_period(view: View, number: int) -> PayPeriod:
    """The period a request names. Raises Refused (422) for one that has not begun."""
    if number > period_on(view.shelf.profile.calendar.date_of(view.now)).number:
        raise invalid("pay_period_id", "there is no such pay period")
    return PayPeriod(number)


def wages(view: View, period: PayPeriod, *, overtime: bool = True, tips: bool = True) -> list[Wage]:
    """What everybody who worked in a period earned, by number."""
    weeks: dict[int, dict[int, int]] = {}
    rows = view.connection.execute(
        select(SHIFTS.c.staff, SHIFTS.c.business_date, SHIFTS.c.worked_s).where(
            SHIFTS.c.tenant == view.tenant, SHIFTS.c.business_date >= period.begins.isoformat(),
            SHIFTS.c.business_date <= period.ends.isoformat(), SHIFTS.c.ended_ms > 0,
        )
    )  # fmt: skip
    for staff, day, seconds in rows:
        week = (date.fromisoformat(day) - period.begins).days // 7
        mine = weeks.setdefault(int(staff), {})
        mine[week] = mine.get(week, 0) + int(seconds)
    worked = {staff: sum(of.values()) for staff, of in weeks.items()}
    shares = _tip_shares(view, period, worked) if tips else {}
    people = {one.number: one.body for one in resources.all_of(view.connection, view.tenant, STAFF)}
    return [
        _wage(view, staff, people.get(staff, {}), weeks[staff], shares.get(staff, 0), overtime=overtime)
        for staff in sorted(weeks)
    ]


def answered(wage: Wage, currency: str) -> dict[str, Any]:
    """What one person earned, as the API says it."""
    return {
        "employee_id": wage.employee, "employee_name": wage.name, "hourly_rate": plain(wage.rate, currency),
        "regular_hours": hours(timedelta(seconds=wage.regular_s)),
        "overtime_hours": hours(timedelta(seconds=wage.overtime_s)),
        "regular_pay": plain(wage.regular, currency), "overtime_pay": plain(wage.overtime, currency),
        "tips": plain(wage.tips, currency), "gross_pay": plain(wage.gross, currency),
        "deductions": plain(0, currency), "net_pay": plain(wage.gross, currency),
    }  # fmt: skip


def process(desk: ServedDesk, number: int) -> Stored:
    """Reference, "POST /api/v1/payroll/process": a period that is over, once; its stubs are kept as they were."""
    view = View(desk.house, desk.connection, desk.by, desk.shelf, desk.now)
    period = asked_period(view, number)
    if period.ends >= desk.today:
        raise wrong_state("The pay period is not over")
    if run_of(view, number) is not None:
        raise wrong_state("The pay period was processed already")
    found = wages(view, period)
    currency = desk.currency
    return resources.create(desk, RUN, {
        "pay_period_id": number, "period": period.begins.isoformat(), "start_date": period.begins.isoformat(),
        "end_date": period.ends.isoformat(), "currency": currency, "employees": len(found),
        "total_gross": plain(sum(one.gross for one in found), currency),
        "total_net": plain(sum(one.gross for one in found), currency),
        "stubs": [answered(one, currency) for one in found],
    })  # fmt: skip


def run_of(view: View, number: int) -> Mapping[str, Any] | None:
    """The run of a period; None when it was not processed."""
    found = resources.named(view.connection, view.tenant, RUN, PayPeriod(number).begins.isoformat())
    return None if found is None else found.answered()


def _wage(
    view: View, staff: int, body: Mapping[str, Any], weeks: Mapping[int, int], tips: int, *, overtime: bool
) -> Wage:
    name = f"{body.get('first_name', '')} {body.get('last_name', '')}".strip()
    rate = body.get("hourly_rate")
    minor = 0 if rate is None else parse_money(str(rate), view.currency).minor
    above = sum(max(0, seconds - WEEK_SECONDS) for seconds in weeks.values()) if overtime else 0
    return Wage(staff, name, minor, sum(weeks.values()) - above, above, tips)


def _tip_shares(view: View, period: PayPeriod, worked: Mapping[int, int]) -> dict[int, int]:
    """The tips of a period in proportion to the seconds worked; they add up."""
    asked = select(func.coalesce(func.sum(PAYMENTS.c.tip), 0)).where(
        PAYMENTS.c.tenant == view.tenant, PAYMENTS.c.business_date >= period.begins.isoformat(),
        PAYMENTS.c.business_date <= period.ends.isoformat(),
    )  # fmt: skip
    tips = Money(int(view.connection.execute(asked).scalar() or 0), view.currency)
    staff = sorted(worked)
    if not sum(worked.values()) or not tips:
        return {}
    shares = tips.split([worked[one] for one in staff])
    return {one: share.minor for one, share in zip(staff, shares, strict=True)}


def minor_of(text: str, currency: str) -> int:
    """An amount of a stub in minor units."""
    return parse_money(text, currency).minor
