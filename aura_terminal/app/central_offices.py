"""Which back offices this program can speak with, and the connector of an account."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from aura_terminal.app.central_settings import CentralName, CentralSettings
from aura_terminal.domain.capabilities import Capability
from aura_terminal.domain.errors import Unavailable
from sync.reconcile.office import BadWords, Office
from sync.reconcile.serving import Serving

if TYPE_CHECKING:
    from sync.reconcile.contract import Account, Tokens
    from sync.reconcile.office import SpokenConnector

WORDS_FILE = "central-{name}.toml"
"""Words of a deployment that names things differently, beside settings.toml."""


class NoWords(Unavailable):
    """The words of a deployment cannot be used."""

    trouble = "refused"

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(f"{file}", f"{why}. Mend that place, or move the file away.")


def office_of(name: CentralName) -> Office:
    """The back office of this name; only what is asked for is loaded."""
    office: Office = import_module(f"sync.connectors.{name.value}.office").OFFICE
    return office


def connector_of(
    folder: Path, central: CentralSettings, tokens: Tokens, serves: frozenset[Capability] | None = None
) -> SpokenConnector:
    """The connector of an account, used for `serves` alone where that is said.

    Raises NoWords for a file of words that cannot be used.
    """
    office = office_of(central.connector)
    words = folder / WORDS_FILE.format(name=central.connector.value)
    override = words.read_text("utf-8") if words.exists() else ""
    try:
        connector = office.build(account_of(central), tokens, override)
    except BadWords as problem:
        raise NoWords(words, str(problem)) from problem
    return connector if serves is None else Serving(office, serves, connector)


def account_of(central: CentralSettings) -> Account:
    """The account as connectors know it."""
    from sync.reconcile.contract import Account

    return Account(central.connector.value, central.url, central.user, central.tenant, central.language)
