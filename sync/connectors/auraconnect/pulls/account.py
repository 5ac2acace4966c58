"""The account and its store: who we are there, what receipts say, how fields are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from aura_terminal.domain.shop import STORE_PROFILE, StoreProfile
from sync.connectors.auraconnect.intake import Intake, digest_of_row
from sync.connectors.auraconnect.naming import record_of
from sync.connectors.auraconnect.words import Words
from sync.reconcile.contract import digest_of
from sync.reconcile.fields import Found

ME = "me"
STORE_FIELDS = ("name", "legal_name", "address", "phone", "tax_number", "receipt_footer")


def take_me(intake: Intake, said: Found) -> tuple[str, ...]:
    """Who signed in (reference, "GET /api/v1/auth/me"): kept for whoever asks what the account may do."""
    central_id = said["id"].id()
    restaurant, role = said.maybe("restaurant_id"), said.maybe("role")
    kept = {
        "role": "" if role is None else role.text(),
        "restaurant_id": "" if restaurant is None else restaurant.id(),
        "permissions": " ".join(one.text() for one in said["permissions"].items()) if said.has("permissions") else "",
    }
    intake.link("account", ME, central_id, digest_of(kept), said=kept.items())
    return (central_id,)


def take_store(intake: Intake, row: Found, tenant: str) -> str:
    """What receipts say of the store that the account is for; money, zone and day stay as they were set up here."""
    central_id, profile = row["id"].id(), intake.get(StoreProfile, STORE_PROFILE)
    me = intake.picture.record(record_of("account", ME)).said.get("restaurant_id", "")
    names = {central_id, row["tenant_id"].id() if row.has("tenant_id") else central_id}
    if profile is None or not names & {tenant or me, me}:
        return central_id
    digest = digest_of_row(row, STORE_FIELDS)
    if intake.is_news("store", STORE_PROFILE, digest):
        intake.put(_with(profile, row))
    intake.link("store", STORE_PROFILE, central_id, digest)
    return central_id


def take_settings(intake: Intake, said: Found) -> tuple[str, ...]:
    """What stands under receipts; the rest of the settings is set up here."""
    profile, digest = intake.get(StoreProfile, STORE_PROFILE), digest_of_row(said, ("receipt_footer",))
    if profile is not None and said.has("receipt_footer"):
        if intake.is_news("settings", STORE_PROFILE, digest):
            intake.put(replace(profile, receipt_footer=_lines(said["receipt_footer"])))
        intake.link("settings", STORE_PROFILE, STORE_PROFILE, digest)
    return ()


def _with(profile: StoreProfile, row: Found) -> StoreProfile:
    address = _lines(row["address"]) if row.has("address") else profile.address
    footer = _lines(row["receipt_footer"]) if row.has("receipt_footer") else profile.receipt_footer
    return replace(
        profile,
        name=_text(row, "name", profile.name),
        legal_name=_text(row, "legal_name", profile.legal_name),
        phone=_text(row, "phone", profile.phone),
        tax_number=_text(row, "tax_number", profile.tax_number),
        address=address,
        receipt_footer=footer,
    )


def _text(row: Found, name: str, otherwise: str) -> str:
    found = row.maybe(name)
    return otherwise if found is None else found.text()


def _lines(found: Found) -> tuple[str, ...]:
    """Lines of text: a list of them, or one text."""
    if isinstance(found.value, str):
        return tuple(line.strip() for line in found.text().splitlines() if line.strip())
    return tuple(one.text() for one in found.items())


def take_mappings(intake: Intake, said: Found) -> tuple[str, ...]:
    """How a deployment calls fields (reference, "GET /api/v1/pos/mappings"), kept by resource for all terminals.

    By kind of thing: a field's own documented name, or our word for it (`mappings` among the words), -> deployed name.
    """
    mapped = said.maybe("mappings") or said
    names: dict[str, dict[str, str]] = {}
    for thing, fields in mapped.fields():
        if isinstance(fields.value, dict):
            for word, deployed in fields.fields():
                resource, path = _documented(thing, word, intake.words)
                if resource and deployed.text() != path.rpartition(".")[2]:
                    names.setdefault(resource, {})[path] = deployed.text()
    for resource in sorted({*names, *_known(intake)}):
        table: Mapping[str, str] = names.get(resource, {})
        said_now = {**dict.fromkeys(_known(intake).get(resource, {}), ""), **table}
        intake.link("mapping", resource, resource, digest_of(dict(table)), said=said_now.items())
    return tuple(names)


def _documented(thing: str, word: str, words: Words) -> tuple[str, str]:
    """The resource and path a mapping is about; nothing for one that says nothing to us."""
    target = words.mappings.get(f"{thing}.{word}", "")
    if target:
        resource, _, path = target.partition(":")
        return resource, path
    return (thing, word) if thing in RESOURCES else ("", "")


RESOURCES = (
    "orders", "payments", "staff", "menu", "tax", "tables", "kds", "customers", "loyalty", "reservations", "inventory",
    "promotions", "feedback",
)  # fmt: skip


def _known(intake: Intake) -> dict[str, Mapping[str, str]]:
    records = ((one, intake.picture.record(record_of("mapping", one))) for one in RESOURCES)
    return {resource: record.said for resource, record in records if record.said}
