"""How one central runs; given once, when it starts."""

from __future__ import annotations

from dataclasses import dataclass

from sync.central.webhooks.reaching import Hooks


@dataclass(frozen=True, slots=True)
class CentralSettings:
    """`tier` is the budget of stores that have none of their own; `sandbox` answers the documents' test cards.

    `hooks` is how far webhooks may reach.
    """

    database: str
    tier: str = "authenticated"
    sandbox: bool = False
    workers: int = 1
    hooks: Hooks = Hooks.OUTSIDE
