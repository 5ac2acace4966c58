"""Reference, "Payments"."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from aura_terminal.domain.tenders import Tender
from sync.central.api.calling import Reading, View, Writing
from sync.central.api.errors import READ, WRITE
from sync.central.api.pages import Meta, Paged, cut, meta_of
from sync.central.api.rights import REFUND
from sync.central.api.values import Answered
from sync.central.selling import taking
from sync.central.selling.taking import AskedPayment, AskedRefund, AskedSplit, PaymentOut, RefundOut, SplitOut


class MethodOut(Answered):
    """A way to pay; `id` is what `payment_method` says."""

    id: str
    name: str
    type: str
    is_active: bool


class MethodPage(Answered):
    """A page of ways to pay."""

    data: list[MethodOut]
    meta: Meta


router = APIRouter(prefix="/api/v1/payments", tags=["Payments"])


@router.post("/process", response_model=PaymentOut, responses=WRITE, status_code=201)
def process_payment(asked: AskedPayment, call: Writing) -> Response:
    """Process payment for order. Without card details it records money that was taken elsewhere."""
    return call.write("payments:write", lambda desk: taking.process(desk, asked), 201)


@router.post("/refund", response_model=RefundOut, responses=WRITE, status_code=201)
def refund_payment(asked: AskedRefund, call: Writing) -> Response:
    """Process refund."""
    return call.write(REFUND, lambda desk: taking.refund(desk, asked), 201)


@router.post("/split", response_model=SplitOut, responses=WRITE, status_code=201)
def split_payment(asked: AskedSplit, call: Writing) -> Response:
    """Split payment between multiple methods."""
    return call.write("payments:write", lambda desk: taking.split(desk, asked), 201)


@router.get("/methods", response_model=MethodPage, responses=READ)
def list_methods(asked: Annotated[Paged, Query()], call: Reading) -> Response:
    """List available payment methods."""
    return call.read("payments:read", lambda view: _methods(view, asked))


def _methods(view: View, asked: Paged) -> MethodPage:
    tenders = sorted(view.shelf.all(Tender), key=lambda one: (one.position, one.id))
    found = cut(tenders, asked)
    return MethodPage(
        data=[
            MethodOut(id=one.id, name=one.name, type=one.kind.value, is_active=one.active) for one in found.rows
        ],
        meta=meta_of(asked, found.total),
    )  # fmt: skip
