"""What guests think of the house, as AuraConnect is told of it."""

from __future__ import annotations

from typing import cast

from aura_terminal.domain.central import CentralRecord, RecordId
from aura_terminal.domain.feedback import Feedback
from aura_terminal.domain.field_paths import Plain
from aura_terminal.domain.ids import OrderId
from aura_terminal.ports.central import Picture
from sync.connectors.auraconnect.endpoints import SUBMIT_FEEDBACK
from sync.connectors.auraconnect.guests import GUESTS
from sync.connectors.auraconnect.naming import as_sent, central_id_of, record_of
from sync.connectors.auraconnect.order_plan import is_worth_telling
from sync.reconcile.contract import Lane, Plan, Step, digest_of


def plan_feedback(record: CentralRecord, feedback_id: str, picture: Picture) -> Plan:
    """Said once (reference, "POST /api/v1/feedback"), after its order and guest, where the central will know them.

    It cannot be changed there, so it says the same whoever tells it and when. Raises NotFound for an order that has
    not arrived here.
    """
    given = cast(Feedback, picture.aggregate("feedback", feedback_id)).given
    if given is None or record.done or record.set_aside:
        return Plan()
    body: dict[str, Plain] = {"rating": given.rating}
    order = central_id_of(picture, "order", given.order_id) if given.order_id else ""
    guest = GUESTS.customer_of(given.guest_id, picture)
    if order:
        body["order_id"] = as_sent(order)
    if guest:
        body["customer_id"] = as_sent(guest)
    for name in ("food_rating", "service_rating", "ambiance_rating", "would_recommend"):
        value = getattr(given, name)
        if value is not None:
            body[name] = value
    if given.comments:
        body["comments"] = given.comments
    needs = (*_order_awaited(given.order_id, picture), *GUESTS.awaited(given.guest_id, picture))
    call = SUBMIT_FEEDBACK.call(body)
    return Plan((Step(record.id, "create", Lane.GUESTS, call, digest_of(body), creates=True, needs=needs),))


def _order_awaited(order_id: OrderId | None, picture: Picture) -> tuple[RecordId, ...]:
    """The order's record; none for an order the central never hears of, or will not have."""
    if order_id is None:
        return ()
    record = picture.record(record_of("order", order_id))
    if record.is_linked:
        return (record.id,)
    is_told = is_worth_telling(picture.order(order_id)) and not (record.refused or record.set_aside)
    return (record.id,) if is_told else ()
