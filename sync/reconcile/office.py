"""A back office as the program finds it: what it is good for, how it wants to be spoken to, and who translates.

Each package under `sync/connectors` offers one as `OFFICE`. Data and pure functions; nothing here asks anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from aura_terminal.domain.capabilities import Capability
from sync.reconcile.budget import DEFAULT_HOUR
from sync.reconcile.contract import Account, Call, Connector, Reply, Tokens
from sync.reconcile.hooks import HookForm
from sync.reconcile.live import LiveForms


class Session(Protocol):
    """What an account is let in by."""

    def sign_out(self) -> Call | None:
        """The request that makes what was got worthless there; None where there is nothing, or no such request."""

    def forget(self) -> None:
        """Drop every secret of the account from this machine."""


class SpokenConnector(Connector, Protocol):
    """A connector whose account can be signed out."""

    @property
    def session(self) -> Session:
        """What the account is let in by."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How a back office wants to be spoken to. `minute` is None where the hour says it (see `budget`).

    Where it keeps no idempotency keys, whatever may have been done is looked for before it is sent once more.
    """

    keeps_keys: bool = True
    hour: int = DEFAULT_HOUR
    minute: int | None = None


@dataclass(frozen=True, slots=True)
class StoreSaid:
    """What a back office says of the store an account is for; empty where it says nothing."""

    name: str = ""
    currency: str = ""
    zone: str = ""


def says_nothing(replies: Sequence[Reply], tenant: str) -> StoreSaid:
    """Of a back office that does not describe the store."""
    return StoreSaid()


def suits(url: str, secret: str) -> str:
    """Of a back office all of whose secrets belong to any of its addresses."""
    return ""


@dataclass(frozen=True, slots=True)
class OfficeHooks:
    """How a back office calls this terminal. `resources_of` names the pulls that a call's body makes worth a look.

    `subscribe` makes it call an address from now on and `unsubscribe` no more, by the id it gave; both are None where a
    person sets that up in the back office and gives the secret here. Where it offers them, `listed` asks for a page of
    whom it calls, and `change` has the one with an id call an address under another secret.
    """

    form: HookForm
    resources_of: Callable[[bytes], tuple[str, ...]]
    subscribe: Callable[[str, str], Call] | None = None
    unsubscribe: Callable[[str], Call] | None = None
    listed: Callable[[int], Call] | None = None
    change: Callable[[str, str, str], Call] | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """One back office by its documents.

    `kinds` and `resources` say which capability each kind of record and each pull belongs to; what is not named is
    always there. `key_headers` are the headers that the words of a secret go into where an account has no user;
    `probe` is a request that only an account that is accepted gets a good answer to; `live` is what can be asked while
    somebody waits, `health` a path that says whether it is well and costs nothing.
    """

    name: str
    kinds: Mapping[str, Capability]
    resources: Mapping[str, Capability]
    build: Callable[[Account, Tokens, str], SpokenConnector]
    """Makes the connector of an account; the text are words of a deployment, empty for those of the documents.
    Raises BadWords."""
    manners: Manners = Manners()
    key_headers: tuple[str, ...] = ()
    needs_user: bool = False
    probe: Call | None = None
    hooks: OfficeHooks | None = None
    live: LiveForms | None = None
    health: str = ""
    unfit: Callable[[str, str], str] = suits
    """Why this address and this secret do not belong together, in words without the secret; empty where they may.
    It is asked before anything is sent."""
    asks: tuple[Call, ...] = ()
    """What to ask about the store when a terminal is set up from it, in this order."""
    says: Callable[[Sequence[Reply], str], StoreSaid] = says_nothing

    @property
    def serves(self) -> frozenset[Capability]:
        """All it can be used for."""
        return frozenset((*self.kinds.values(), *self.resources.values()))


class BadWords(ValueError):
    """The words of a deployment cannot be used; the text says which and where."""
