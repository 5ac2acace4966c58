"""`account`: the accounts at central back offices. Secrets come from standard input and are kept in the keyring."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from aura_terminal.app.central_accounts import HOOK_ADDRESS, HOOK_ID, HOOK_SECRET, AccountSecrets, KeptInMemory
from aura_terminal.app.central_check import AccountRefused, ask, sign_in
from aura_terminal.app.central_offices import connector_of, office_of
from aura_terminal.app.central_settings import (
    CENTRAL_KINDS,
    NEEDS_USER,
    CentralName,
    CentralSettings,
    ServedTwice,
    shared_out,
)
from aura_terminal.app.command_line import FINE, Call, WrongUse
from aura_terminal.app.commands.keeping import seal
from aura_terminal.app.hook_registration import NotRegistered, registered
from aura_terminal.app.opening import opened
from aura_terminal.app.setting_kinds import WrongValue
from aura_terminal.app.settings import FILE_NAME
from aura_terminal.app.settings_file import add_central
from aura_terminal.domain.errors import Unavailable
from aura_terminal.store import guard
from aura_terminal.store.locks import Role, is_taken
from sync.net.addresses import read_address
from sync.reconcile.contract import Call as Request
from sync.reconcile.contract import Reply
from sync.reconcile.office import OfficeHooks


def account(call: Call) -> int:
    """Sign in, sign out, have the back office call this terminal, or say how it is."""
    return {"sign-in": give, "sign-out": take_away, "show": show, "listen": listen}[call.arguments.verb](call)


def give(call: Call) -> int:
    """Set up a back office, or give its account another secret; asked of the back office first."""
    central = asked_for(call)
    known = next((one for one in call.settings.centrals if one.connector.value == central.connector.value), None)
    if known is not None and known != central:
        raise WrongUse(
            f"{central.connector.value} is set up otherwise in {call.folder / FILE_NAME}: {known.user} at {known.url}. "
            "Change it there, or leave --url, --user and --tenant out."
        )
    password = secret_of(call)
    tokens = accepted(call.folder, central, password)
    if known is None:
        add_central(call.folder, central)
    keep(call.folder, central, tokens, password)
    _tell_node(call.folder)
    started = "" if known or not is_taken(call.folder, Role.NODE) else " Restart this terminal, so that it begins."
    call.report(
        {"connector": central.connector.value, "user": central.user, "accepted": True},
        f"{central.connector.value} accepts {_whom(central)}.{started}",
    )
    return FINE


def take_away(call: Call) -> int:
    """Sign out and forget every secret; refused while something is untold, unless a sealed copy holds it."""
    central = _known(call)
    if any(is_taken(call.folder, role) for role in (Role.SCREEN, Role.NODE)):
        raise WrongUse("This terminal is at work. Close it first; its node ends with it.")
    if call.arguments.export:
        seal(call)
    guard.guarded_from_silence(call.folder, "Signing out")
    told = _sign_out(call.folder, central)
    words = f"{_whom(central)} is signed out of {central.connector.value}; no secret of it is on this machine any more."
    call.report(
        {"signed_out": central.connector.value, "told": told},
        words if told else f"{words} The back office was not reached: its tokens run out there by themselves.",
    )
    return FINE


def listen(call: Call) -> int:
    """Have the back office call this terminal when there is something new; only what it signs is believed."""
    central, bind, url = _known(call), call.arguments.bind, call.arguments.hook_url
    if not bind or not url:
        raise WrongUse("Say where to listen, --bind 0.0.0.0:8766, and how it is called from there, --hook-url URL.")
    try:
        read_address(bind)
    except ValueError as wrong:
        raise WrongUse(f"--bind is {bind!r}, but {wrong}.") from wrong
    with opened(call.folder, Role.TOOL) as store:
        store_id = store.store.identity.store_id
    hooks = office_of(central.connector).hooks
    if hooks is None:
        raise WrongUse(f"{central.connector.value} calls nobody: what is new there is asked for.")
    secrets = _secrets(call.folder, store_id, central.connector)
    try:
        secret, hook_id = _agreed(call, central, hooks, secrets, url)
        for name, kept in ((HOOK_SECRET, secret), (HOOK_ADDRESS, bind), (HOOK_ID, hook_id)):
            secrets.put(name, kept)
    except AccountRefused as refused:
        raise WrongUse(f"{central.connector.value} does not accept {_whom(central)}: {refused}.") from refused
    finally:
        secrets.close()
    started = " Restart this terminal, so that it begins." if is_taken(call.folder, Role.NODE) else ""
    call.report(
        {"connector": central.connector.value, "listens": bind, "called_at": url},
        f"{central.connector.value} calls {url}; this terminal hears it at {bind}.{started}",
    )
    return FINE


def _agreed(
    call: Call, central: CentralSettings, hooks: OfficeHooks, secrets: AccountSecrets, url: str
) -> tuple[str, str]:
    """The secret that calls are signed with, and the id the back office gave; raises WrongUse where it does not call.

    Where calls are set up in the back office by a person, the secret it showed comes from standard input.
    """
    if hooks.subscribe is None:
        return secret_of(call), ""
    sign_in(call.folder, central, secrets)
    try:
        return registered(
            hooks, lambda request: _asked(call.folder, central, secrets, request), url, secrets.get(HOOK_ID) or ""
        )
    except NotRegistered as said:
        raise WrongUse(
            f"{central.connector.value} does not call {url}: it answered {said}. Nothing was changed."
        ) from said


def _asked(folder: Path, central: CentralSettings, secrets: AccountSecrets, request: Request) -> Reply:
    answer = ask(central, request, dict(connector_of(folder, central, secrets).headers("")))
    assert isinstance(answer, Reply)
    return answer


def show(call: Call) -> int:
    """Every account, and whether its secret is on this machine."""
    rows, words, uses = [], list[str](), shared_out(call.settings.centrals)
    with opened(call.folder, Role.TOOL) as store:
        store_id = store.store.identity.store_id
    for central in call.settings.centrals:
        secrets = _secrets(call.folder, store_id, central.connector)
        rows.append(
            {
                "connector": central.connector.value,
                "url": central.url,
                "user": central.user,
                "tenant": central.tenant,
                "serves": sorted(uses[central.connector]),
                "has_secret": bool(secrets.get("password")),
            }
        )
        used = ", ".join(sorted(uses[central.connector])) or "nothing"
        has = _has(secrets.get("password"))
        words.append(f"{central.connector.value}: {_whom(central)} at {central.url}, for {used}; {has}")
    call.report({"accounts": rows}, "\n".join(words) or "No back office is set up here.")
    return FINE


def asked_for(call: Call) -> CentralSettings:
    """The back office the arguments name, filled up from settings. Raises WrongUse."""
    asked = call.arguments
    name = asked.central or CentralName.AURACONNECT.value
    known = next((one for one in call.settings.centrals if one.connector.value == name), None)
    said = {
        "connector": name, "url": asked.url, "user": asked.user, "tenant": asked.tenant, "language": asked.language,
        "serves": asked.serves,
    }  # fmt: skip
    values: dict[str, object] = {}
    for key, kind in CENTRAL_KINDS.items():
        value = said[key] if said[key] is not None else getattr(known, key, None)
        if value is None and key in (("url", "user") if name in NEEDS_USER else ("url",)):
            raise WrongUse(f"A back office needs --{key}: {kind.describe()}.")
        if value is not None:
            try:
                values[key] = kind.read(value)
            except WrongValue as wrong:
                name = "central" if key == "connector" else key
                raise WrongUse(f"--{name} is {value!r}, but has to be {wrong}.") from wrong
    central = CentralSettings(**values)  # type: ignore[arg-type]  # every value was read by its kind
    try:
        shared_out((*(one for one in call.settings.centrals if one.connector is not central.connector), central))
    except ServedTwice as wrong:
        raise WrongUse(f"--serves: {wrong}.") from wrong
    return central


def secret_of(call: Call) -> str:
    """The secret, from standard input. Raises WrongUse: it is never an argument, where others could read it."""
    if not call.arguments.secret_stdin:
        raise WrongUse("Say --secret-stdin and give the secret on standard input; arguments can be read by others.")
    secret = sys.stdin.readline().rstrip("\r\n")
    if not secret:
        raise WrongUse("Standard input held no secret: its first line is empty.")
    return secret


def accepted(folder: Path, central: CentralSettings, password: str) -> KeptInMemory:
    """Tokens for the account. WrongUse when it is refused, `Unavailable` when the back office is not reached."""
    headers = office_of(central.connector).key_headers
    if not central.user and len(password.split()) != len(headers):
        raise WrongUse(f"The secret has to be {len(headers)} words on one line, for {' and '.join(headers)}.")
    unfit = office_of(central.connector).unfit(central.url, password)
    if unfit:
        raise WrongUse(f"Nothing was sent to {central.connector.value}: {unfit}.")
    tokens = KeptInMemory(password)
    try:
        sign_in(folder, central, tokens)
    except AccountRefused as refused:
        raise WrongUse(
            f"{central.connector.value} at {central.url} does not accept {_whom(central)}: {refused}. Nothing "
            "was changed. Look at the e-mail address, the secret and the tenant."
        ) from refused
    return tokens


def keep(folder: Path, central: CentralSettings, tokens: KeptInMemory, password: str) -> None:
    """Keep what was accepted, and note that this terminal speaks with the back office from now on."""
    with opened(folder, Role.TOOL) as store:
        store.store.central_book.attach(central.connector.value)
        store_id = store.store.identity.store_id
    secrets = _secrets(folder, store_id, central.connector)
    secrets.give(password, int(time.time() * 1000))
    for name, secret in tokens.all().items():
        secrets.put(name, secret)
    secrets.close()


def _sign_out(folder: Path, central: CentralSettings) -> bool:
    """Whether the back office was told; the secrets are gone either way."""
    with opened(folder, Role.TOOL) as store:
        store_id = store.store.identity.store_id
        secrets = _secrets(folder, store_id, central.connector)
        connector = connector_of(folder, central, secrets)
        told = _said_goodbye(folder, central, secrets)
        connector.session.forget()
        secrets.forget()
        secrets.close()
        store.store.central_book.detach(central.connector.value)
    return told


def _said_goodbye(folder: Path, central: CentralSettings, secrets: AccountSecrets) -> bool:
    """Whether the back office heard that it need not call this terminal any more, and that the tokens are over."""
    connector, hooks = connector_of(folder, central, secrets), office_of(central.connector).hooks
    hook_id = secrets.get(HOOK_ID)
    try:
        if hooks is not None and hooks.unsubscribe is not None and hook_id:
            sign_in(folder, central, secrets)
            ask(central, hooks.unsubscribe(hook_id), dict(connector.headers("")))
        call = connector.session.sign_out()
        if call is not None:
            ask(central, call, dict(connector.headers("")))
    except (Unavailable, AccountRefused):
        return False
    return True


def _known(call: Call) -> CentralSettings:
    name = call.arguments.central or CentralName.AURACONNECT.value
    found = next((one for one in call.settings.centrals if one.connector.value == name), None)
    if found is None:
        raise WrongUse(f"{name} is not set up here; there is nothing to sign out of.")
    return found


def _secrets(folder: Path, store_id: str, connector: CentralName) -> AccountSecrets:
    secrets = AccountSecrets(folder, store_id, connector)
    secrets.load()
    return secrets


def _tell_node(folder: Path) -> None:
    """A running node reads the account anew."""
    if not is_taken(folder, Role.NODE):
        return
    from sync.node.caller import BusCaller
    from sync.node.frames import Topic

    with BusCaller(folder) as caller:
        caller.ask(Topic.ACCOUNT)


def _has(secret: object) -> str:
    return "its secret is on this machine" if secret else "its secret is not on this machine"


def _whom(central: CentralSettings) -> str:
    return central.user or "the keys"
