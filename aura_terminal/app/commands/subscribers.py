"""`subscriber`: who is told of what happens here.

A secret is made here and shown once, or comes from standard input; it is kept in the keyring alone.
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from aura_terminal.app.command_line import FINE, Call, WrongUse
from aura_terminal.app.commands.accounts import secret_of
from aura_terminal.app.opening import Opened, opened
from aura_terminal.app.setting_kinds import WrongValue
from aura_terminal.app.settings import FILE_NAME
from aura_terminal.app.settings_file import add_subscriber, remove_subscriber
from aura_terminal.app.subscriber_secrets import KeptSecret, after, forget_secret, keep_secret, read_secret
from aura_terminal.app.subscriber_settings import SUBSCRIBER_KINDS, SubscriberSettings, moment_text
from aura_terminal.domain.central import CentralChoice
from aura_terminal.domain.events import connector_of
from aura_terminal.store.locks import Role, is_taken

SHORTEST_SECRET = 16
MOST_FAILED = 1_000_000
GIVEN_UP = "the subscriber was removed at the command line"
_MADE = 32  # bytes of chance in a secret that is made here


def subscriber(call: Call) -> int:
    """Add one, take one away, or say how they are."""
    return {"add": add, "list": show, "remove": remove}[call.arguments.verb](call)


def add(call: Call) -> int:
    """Tell an address of some events from now on."""
    said = _asked_for(call)
    if any(one.name == said.name for one in call.settings.subscribers):
        raise WrongUse(
            f"There is a subscriber {said.name} already, in {call.folder / FILE_NAME}. Take it away first: "
            f"aura-terminal subscriber remove {said.name}"
        )
    secret = _given(call) if call.arguments.secret_stdin else secrets.token_urlsafe(_MADE)
    with opened(call.folder, Role.TOOL) as store:
        add_subscriber(call.folder, said)
        store_id = store.store.identity.store_id
        given_ms = after(call.folder, store_id, said.name, _now_ms())
        keep_secret(call.folder, store_id, said.name, KeptSecret(secret, given_ms))
        store.store.central_book.attach_since(connector_of(said.name), said.since)
    events = ", ".join(said.events)
    words = [f"{said.name} at {said.url} is told of {events} from {moment_text(said.since)} on."]
    plain = {**_plain(said), "has_secret": True}
    if not call.arguments.secret_stdin:
        plain["secret"] = secret
        words.append(f"Its secret, which is shown this once: {secret}")
    if is_taken(call.folder, Role.NODE):
        words.append("Restart this terminal, so that it begins.")
    call.report(plain, "\n".join(words))
    return FINE


def show(call: Call) -> int:
    """Every subscriber, what waits for it, and what it did not take."""
    rows, words = [], list[str]()
    with opened(call.folder, Role.TOOL) as store:
        store_id, book = store.store.identity.store_id, store.store.central_book
        counts = {one.name: book.counts(connector_of(one.name)) for one in call.settings.subscribers}
    for one in call.settings.subscribers:
        has_secret = bool(read_secret(call.folder, store_id, one.name).secret)
        told = {name: counts[one.name][name] for name in ("sent", "pending", "unknown", "parked")}
        rows.append({**_plain(one), "has_secret": has_secret, **told})
        secret = "" if has_secret else "; its secret is not on this machine, so nothing is sent"
        words.append(
            f"{one.name}: {one.url}, told of {', '.join(one.events)} since {moment_text(one.since)}; {told['sent']} "
            f"taken, {told['pending'] + told['unknown']} to be told, {told['parked']} failed{secret}"
        )
    call.report({"subscribers": rows}, "\n".join(words) or "Nobody is told of what happens here.")
    return FINE


def remove(call: Call) -> int:
    """Tell it nothing any more; refused while something is untold, unless that is given up in so many words."""
    name = call.arguments.name or ""
    if all(one.name != name for one in call.settings.subscribers):
        names = ", ".join(one.name for one in call.settings.subscribers) or "none"
        raise WrongUse(f"There is no subscriber {name!r} here. There are: {names}.")
    if any(is_taken(call.folder, role) for role in (Role.SCREEN, Role.NODE)):
        raise WrongUse("This terminal is at work. Close it first; its node ends with it.")
    with opened(call.folder, Role.TOOL) as store:
        book, connector = store.store.central_book, connector_of(name)
        counts = book.counts(connector)
        untold = counts["pending"] + counts["unknown"]
        if untold and not call.arguments.give_up:
            raise WrongUse(
                f"{name} is still to be told of {untold} things. Let it be told first (open this terminal, or run "
                "aura-terminal node), or say --give-up, and it never hears of them."
            )
        remove_subscriber(call.folder, name)
        failed = _set_aside(store, connector)
        book.detach(connector)
        forget_secret(call.folder, store.store.identity.store_id, name, _now_ms())
    words = f"{name} is told nothing any more; its secret is off this machine, and off others as they meet this one."
    also = f" It never hears of {untold + failed} things that it was still to be told." if untold + failed else ""
    call.report({"removed": name, "given_up": untold + failed}, words + also)
    return FINE


def _set_aside(store: Opened, connector: str) -> int:
    """Give up what a subscriber did not take, so that nobody is asked about it any more; how much that was."""
    book, now = store.store.central_book, datetime.now(UTC)
    rows = [row for row in store.shop.reads.central.centre(MOST_FAILED) if row.connector == connector]
    decided = (
        book.picture.record(row.record).decide(row.step, CentralChoice.SET_ASIDE, now, reason=GIVEN_UP) for row in rows
    )
    facts = [fact for fact in decided if fact is not None]
    book.keep(facts)
    return len(facts)


def _asked_for(call: Call) -> SubscriberSettings:
    """The subscriber the arguments name. Raises WrongUse."""
    asked = call.arguments
    said = {"name": asked.name, "url": asked.url, "events": asked.events, "since": asked.since or _now()}
    values: dict[str, object] = {}
    for key, kind in SUBSCRIBER_KINDS.items():
        given, argument = said[key], "The name" if key == "name" else f"--{key}"
        if not given:
            raise WrongUse(f"A subscriber needs {argument[0].lower()}{argument[1:]}: {kind.describe()}.")
        try:
            values[key] = kind.read(given)
        except WrongValue as wrong:
            raise WrongUse(f"{argument} is {given!r}, but has to be {wrong}.") from wrong
    return SubscriberSettings(**values)  # type: ignore[arg-type]  # every value was read by its kind


def _given(call: Call) -> str:
    secret = secret_of(call)
    if len(secret) < SHORTEST_SECRET or not secret.isprintable():
        raise WrongUse(f"The secret has to be at least {SHORTEST_SECRET} characters: a shorter one can be guessed.")
    return secret


def _plain(said: SubscriberSettings) -> dict[str, object]:
    return {"name": said.name, "url": said.url, "events": list(said.events), "since": moment_text(said.since)}


def _now() -> str:
    return moment_text(datetime.now(UTC))


def _now_ms() -> int:
    return round(datetime.now(UTC).timestamp() * 1000)
