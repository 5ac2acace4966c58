"""What the doctor says of central back offices: whether each is reached and accepts the account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from aura_terminal.app.central_accounts import PASSWORD, AccountSecrets, KeptInMemory
from aura_terminal.app.central_settings import CentralSettings
from aura_terminal.app.findings import Finding, Level
from aura_terminal.app.settings import FILE_NAME, SettingsProblem, read_settings
from aura_terminal.domain.errors import Unavailable
from aura_terminal.store.folders import store_file

GIVE = "Give it anew: aura-terminal account sign-in --secret-stdin"


def examine_accounts(folder: Path, environment: Mapping[str, str]) -> Iterator[Finding]:
    """One finding for each back office; none where none is set up, or the settings cannot be read."""
    try:
        centrals = read_settings(folder, environment, {}).centrals
    except SettingsProblem:
        return
    if centrals and store_file(folder).exists():
        yield from _examined(folder, centrals)


def _examined(folder: Path, centrals: tuple[CentralSettings, ...]) -> Iterator[Finding]:
    from aura_terminal.app.opening import opened
    from aura_terminal.store.locks import Role

    try:
        with opened(folder, Role.TOOL) as store:
            store_id = store.store.identity.store_id
    except Unavailable:
        return  # the doctor says elsewhere what is wrong with the store
    for central in centrals:
        yield _finding(folder, store_id, central)


def _finding(folder: Path, store_id: str, central: CentralSettings) -> Finding:
    """Signing in changes nothing here: the tokens are let go."""
    from aura_terminal.app.central_check import AccountRefused, sign_in

    name = central.connector.value
    secrets = AccountSecrets(folder, store_id, central.connector)
    secrets.load()
    secrets.close()
    password = secrets.get(PASSWORD)
    if not password:
        return Finding(
            Level.WARNING, name, f"no secret for {central.user} is on this machine", str(folder / FILE_NAME), GIVE
        )
    try:
        sign_in(folder, central, KeptInMemory(password))
    except AccountRefused as refused:
        return Finding(Level.WARNING, name, f"does not accept {central.user}: {refused}", central.url, GIVE)
    except (Unavailable, ValueError) as trouble:
        return Finding(
            Level.WARNING,
            name,
            f"{trouble}",
            central.url,
            "Selling goes on; it is told once it is reached again.",
        )
    return Finding(Level.OK, name, f"reached, and accepts {central.user}", central.url)
