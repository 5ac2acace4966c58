"""What the Unified Assistant reports, reckoned from what it keeps."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tests.support.contract_server import Answered, Asked
from tests.support.unified_customs import well

if TYPE_CHECKING:
    from tests.support.unified_office import UnifiedOffice


def overview(office: UnifiedOffice, asked: Asked) -> Answered:
    """ "Dashboard": how things stand."""
    owed = sum((one["balance_amount"] for one in office.invoices.values()), Decimal(0))
    low = sum(1 for id_, one in office.materials.items() if office.stock[id_] < one["reorder_point"])
    return well({
        "financial_summary": {
            "revenue_today": revenue(office, office.today), "revenue_month": revenue(office, office.today),
            "outstanding_receivables": owed, "outstanding_payables": Decimal("0.00"),
            "cash_position": Decimal("250000.00"),
        },
        "sales_summary": {
            "active_opportunities": 25, "pipeline_value": Decimal("500000.00"), "orders_today": 3,
            "orders_month": 45,
        },
        "operations_summary": {
            "low_stock_items": low, "pending_pos": sum(one["status"] == "draft" for one in office.purchases.values()),
            "pending_approvals": 0,
        },
        "alerts": [
            {"type": "overdue_payment", "severity": "high", "message": "3 invoices are overdue", "count": 3},
        ],
    })  # fmt: skip


def kpis(office: UnifiedOffice, asked: Asked) -> Answered:
    """Key figures; the document shows no reply."""
    return well({"period": asked.query.get("period", "today"), "orders": 3, "margin": {"gross": Decimal("61.5")}})


def trend(office: UnifiedOffice, asked: Asked) -> Answered:
    """Revenue day by day."""
    first, last = (date.fromisoformat(asked.query[name]) for name in ("start_date", "end_date"))
    days = [first + timedelta(days=one) for one in range((last - first).days + 1)]
    points: list[dict[str, Any]] = [
        {"period": day.isoformat(), "revenue": revenue(office, day), "orders": 1} for day in days
    ]
    return well({
        "period": {"start_date": first.isoformat(), "end_date": last.isoformat()},
        "total_revenue": sum((one["revenue"] for one in points), Decimal("0.00")), "data_points": points,
        "trend": "up", "growth_percent": Decimal("15.5"),
    })  # fmt: skip


def aging(office: UnifiedOffice, asked: Asked) -> Answered:
    """What companies owe."""
    details: list[dict[str, Any]] = []
    for id_, one in office.customers.items():
        owed = office.open_of(id_)
        if owed:
            named = {"customer_id": id_, "customer_name": one["name"], "current": owed, "days_30": 0}
            details.append({**named, "days_60": 0, "days_90_plus": 0, "total": owed})
    total = sum((one["total"] for one in details), Decimal("0.00"))
    summary = {"current": total, "days_30": 0, "days_60": 0, "days_90_plus": 0, "total": total}
    return well({"as_of_date": office.today.isoformat(), "summary": summary, "details": details})


def revenue(office: UnifiedOffice, day: date) -> Decimal:
    """What came in on a day, less what went back."""
    found = (one for one in office.payments.values() if one["payment_date"] == day.isoformat())
    each = (one["amount"] if one["payment_type"] == "receipt" else -one["amount"] for one in found)
    return sum(each, Decimal("0.00"))
