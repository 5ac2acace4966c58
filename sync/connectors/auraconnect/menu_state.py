"""Whether an item can be sold, as AuraConnect is told of it: eighty-sixed items are switched off there."""

from __future__ import annotations

from aura_terminal.domain.central import CentralRecord
from aura_terminal.domain.field_paths import Plain
from aura_terminal.ports.central import Picture
from sync.connectors.auraconnect.endpoints import UPDATE_MENU_ITEM
from sync.connectors.auraconnect.naming import content_told, next_digest
from sync.reconcile.contract import Lane, Plan, Step, digest_of

AVAILABILITY = "availability"


def plan_item(record: CentralRecord, item_id: str, picture: Picture) -> Plan:
    """Switched off, or on again after that; an item nobody ever eighty-sixed is left alone."""
    is_out = picture.stock(item_id).is_eighty_sixed
    told = content_told(record, AVAILABILITY)
    if not record.is_linked or (not told and not is_out):
        return Plan()
    body: dict[str, Plain] = {"is_active": not is_out}
    digest = next_digest(record, body, AVAILABILITY)
    if told == digest_of(body) or record.is_done(AVAILABILITY, digest):
        return Plan()
    call = UPDATE_MENU_ITEM.call(body, record.central_id)
    return Plan((Step(record.id, AVAILABILITY, Lane.STOCK, call, digest),))
