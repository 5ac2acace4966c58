"""What AuraConnect says of the store an account is for: asked once, when a terminal is set up from it.

The documents name `GET /restaurants` and `GET /settings` and give no shape; `name`, `currency` and `timezone` are taken
where they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sync.connectors.auraconnect.endpoints import ME, RESTAURANTS, SETTINGS
from sync.connectors.auraconnect.paging import first_of
from sync.reconcile.contract import Call, Reply, Unreadable
from sync.reconcile.fields import Found
from sync.reconcile.office import StoreSaid
from sync.reconcile.replies import json_of, unwrapped

CALLS: tuple[Call, ...] = (ME.call(), RESTAURANTS.page(1), SETTINGS.call())
"""What to ask, in this order."""

CURRENCIES = ("currency", "currency_code")
ZONES = ("timezone", "time_zone", "zone")


def store_said(replies: Sequence[Reply], tenant: str) -> StoreSaid:
    """What the replies to `CALLS` come to; one that is no good says nothing."""
    me, restaurants, settings = (_reading(one) for one in replies)
    asked_for = {tenant or _text(me, "restaurant_id"), _text(me, "restaurant_id")} - {""}
    rows = [Found(one) for one in restaurants.value] if isinstance(restaurants.value, list) else []
    mine = next((one for one in rows if {_text(one, "id"), _text(one, "tenant_id")} & asked_for), None)
    found = mine or (rows[0] if len(rows) == 1 else Found({}))
    said = StoreSaid(_text(found, "name"), _text(found, *CURRENCIES).upper(), _text(found, *ZONES))
    if not said.currency:
        said = replace(said, currency=_text(settings, *CURRENCIES).upper())
    return said if said.zone else replace(said, zone=_text(settings, *ZONES))


def _reading(reply: Reply) -> Found:
    try:
        return unwrapped(json_of(reply)) if 200 <= reply.status < 300 else Found({})
    except Unreadable:
        return Found({})


def _text(found: Found, *names: str) -> str:
    """The first of these fields as one line; empty where there is none, or it is no text and no number."""
    try:
        one = first_of(found, *names)
        return "" if one is None else one.label()
    except Unreadable:
        return ""
