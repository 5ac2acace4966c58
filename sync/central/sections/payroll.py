"""Reference, "Payroll Management": reckoned from real shifts; nothing is paid out by it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response

from sync.central import resources
from sync.central.api.calling import Reading, View, Writing, dumped
from sync.central.api.errors import READ, WRITE
from sync.central.api.pages import Meta, Paged, cut, meta_of
from sync.central.api.paths import Id
from sync.central.api.values import Answered, Asked, Number, Yes, plain, timestamp
from sync.central.catalogue.kinds import STAFF
from sync.central.people import wages
from sync.central.people.wages import RUN, PayPeriod

PeriodWord = Literal["open", "closed", "processed"]


class AskedPayroll(Asked):
    """Reference, "POST /api/v1/payroll/calculate"."""

    pay_period_id: Number
    include_overtime: Yes = True
    include_tips: Yes = True
    include_deductions: Yes = True


class AskedRun(Asked):
    """Reference, "POST /api/v1/payroll/process"."""

    pay_period_id: Number


class PeriodOut(Answered):
    """Two weeks that are paid together."""

    id: int
    start_date: str
    end_date: str
    status: PeriodWord


class PeriodPage(Answered):
    """A page of pay periods, the latest first."""

    data: list[PeriodOut]
    meta: Meta


class WageOut(Answered):
    """What one person earned. Deductions are what the house takes; none are known here."""

    employee_id: int
    employee_name: str
    hourly_rate: str
    regular_hours: str
    overtime_hours: str
    regular_pay: str
    overtime_pay: str
    tips: str
    gross_pay: str
    deductions: str
    net_pay: str


class PayrollOut(Answered):
    """What a period comes to."""

    pay_period_id: int
    start_date: str
    end_date: str
    currency: str
    employees: list[WageOut]
    total_gross: str
    total_deductions: str
    total_net: str
    calculated_at: str


class RunOut(Answered):
    """A period that was processed."""

    id: int
    pay_period_id: int
    start_date: str
    end_date: str
    currency: str
    employees: int
    total_gross: str
    total_net: str
    created_at: str


class StubOut(WageOut):
    """What one person got for one period."""

    pay_period_id: int
    start_date: str
    end_date: str
    currency: str
    processed_at: str


class StubPage(Answered):
    """A page of pay stubs, the latest first."""

    data: list[StubOut]
    meta: Meta


class SummaryOut(Answered):
    """Reference, "GET /api/v1/payroll/reports/summary": what was processed, and what the period under way comes to."""

    currency: str
    periods_processed: int
    total_gross: str
    total_net: str
    current_period: PayrollOut


router = APIRouter(prefix="/api/v1/payroll", tags=["Payroll Management"])


@router.get("/pay-periods", response_model=PeriodPage, responses=READ)
def list_periods(asked: Annotated[Paged, Query()], call: Reading) -> Response:
    """List pay periods."""
    return call.read("payroll:read", lambda view: _periods(view, asked))


@router.post("/calculate", response_model=PayrollOut, responses=WRITE)
def calculate(asked: AskedPayroll, call: Writing) -> Response:
    """Calculate payroll for period; nothing is kept by it."""
    return call.read("payroll:read", lambda view: _payroll(view, wages.asked_period(view, asked.pay_period_id), asked))


@router.get("/pay-stubs/{employee_id:int}", response_model=StubPage, responses=READ)
def list_stubs(employee_id: Id, asked: Annotated[Paged, Query()], call: Reading) -> Response:
    """Get employee pay stubs."""
    return call.read("payroll:read", lambda view: _stubs(view, employee_id, asked))


@router.post("/process", response_model=RunOut, responses=WRITE, status_code=201)
def process(asked: AskedRun, call: Writing) -> Response:
    """Process payroll payments: the period's stubs are final from now on."""
    return call.write(
        "payroll:write", lambda desk: RunOut.model_validate(wages.process(desk, asked.pay_period_id).answered()), 201
    )


@router.get("/reports/summary", response_model=SummaryOut, responses=READ)
def summary(call: Reading) -> Response:
    """Get payroll summary report."""
    return call.read("payroll:read", _summary)


def _periods(view: View, asked: Paged) -> bytes:
    page = cut(wages.periods(view), asked)
    done = {one.body["pay_period_id"] for one in resources.all_of(view.connection, view.tenant, RUN)}
    today = view.shelf.profile.calendar.date_of(view.now)

    def status(period: PayPeriod) -> PeriodWord:
        if period.number in done:
            return "processed"
        return "open" if period.ends >= today else "closed"

    said = [
        PeriodOut(
            id=one.number, start_date=one.begins.isoformat(), end_date=one.ends.isoformat(), status=status(one)
        )
        for one in page.rows
    ]  # fmt: skip
    return dumped(PeriodPage(data=said, meta=meta_of(asked, page.total)))


def _payroll(view: View, period: PayPeriod, asked: AskedPayroll | None = None) -> PayrollOut:
    overtime, tips = (True, True) if asked is None else (asked.include_overtime, asked.include_tips)
    found = wages.wages(view, period, overtime=overtime, tips=tips)
    currency, gross = view.currency, sum(one.gross for one in found)
    return PayrollOut(
        pay_period_id=period.number, start_date=period.begins.isoformat(), end_date=period.ends.isoformat(),
        currency=currency, employees=[WageOut.model_validate(wages.answered(one, currency)) for one in found],
        total_gross=plain(gross, currency), total_deductions=plain(0, currency), total_net=plain(gross, currency),
        calculated_at=timestamp(view.now),
    )  # fmt: skip


def _stubs(view: View, employee: int, asked: Paged) -> bytes:
    resources.existing(view.connection, view.tenant, STAFF, employee)
    runs = resources.all_of(view.connection, view.tenant, RUN)
    found: list[dict[str, Any]] = []
    for run in sorted(runs, key=lambda one: -int(one.body["pay_period_id"])):
        told = run.answered()
        about = {name: told[name] for name in ("pay_period_id", "start_date", "end_date", "currency")}
        mine = (stub for stub in told["stubs"] if stub["employee_id"] == employee)
        found += [{**stub, **about, "processed_at": told["created_at"]} for stub in mine]
    page = cut(found, asked)
    said = [StubOut.model_validate(one) for one in page.rows]
    return dumped(StubPage(data=said, meta=meta_of(asked, page.total)))


def _summary(view: View) -> SummaryOut:
    runs = resources.all_of(view.connection, view.tenant, RUN)
    current = wages.period_on(view.shelf.profile.calendar.date_of(view.now))
    stubs = [stub for run in runs for stub in run.body["stubs"]]
    return SummaryOut(
        currency=view.currency, periods_processed=len(runs), total_gross=_sum(view, stubs, "gross_pay"),
        total_net=_sum(view, stubs, "net_pay"), current_period=_payroll(view, current),
    )  # fmt: skip


def _sum(view: View, stubs: list[dict[str, Any]], field: str) -> str:
    return plain(sum(wages.minor_of(stub[field], view.currency) for stub in stubs), view.currency)
