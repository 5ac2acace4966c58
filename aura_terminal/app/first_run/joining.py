"""Joining a store by its code, from the first run."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from aura_terminal.app.first_run.founding import begin_writing
from aura_terminal.app.joining import Newcomer, join_store
from aura_terminal.app.settings import Settings, View
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.ports.chance import Ids
from sync.net.addresses import read_address
from sync.net.invitation import NotWelcome
from sync.net.pairing_code import read_code

FOUND_WITHIN = 5.0

Enter = Callable[[Newcomer], str]
"""Becomes a terminal of a store; who let it in."""


class FirstJoining:
    """The `JoinDesk` of one data folder; `settings` are those the environment and the arguments make.

    `enter` is how it becomes a terminal of the store, where the folder is not empty.
    """

    def __init__(self, folder: Path, settings: Settings, ids: Ids, enter: Enter | None = None) -> None:
        self._folder, self._settings, self._ids = folder, settings, ids
        self._enter = enter or self._join

    def look(self) -> str:
        """As the port says, by mDNS; where that is switched off nobody is looked for."""
        if not self._settings.peers.discovery:
            return ""
        from sync.net.discovery import find_inviter

        return find_inviter(self._settings.peers.bind, FOUND_WITHIN) or ""

    def join(self, address: str, code: str, label: str, view: str) -> str:
        """As the port says."""
        try:
            said = read_code(code)
            host, port = read_address(address)
        except ValueError as wrong:
            raise RuleBroken(Rule.NOT_WELCOME, why=f"{wrong}.") from wrong
        newcomer = Newcomer(label, said, host, port, replace(self._settings, view=View(view)))
        try:
            return self._enter(newcomer)
        except NotWelcome as refused:
            raise RuleBroken(Rule.NOT_WELCOME, why=str(refused)) from refused

    def _join(self, newcomer: Newcomer) -> str:
        begin_writing(self._folder)
        return join_store(self._folder, newcomer, self._ids, secrets.token_bytes).inviter
