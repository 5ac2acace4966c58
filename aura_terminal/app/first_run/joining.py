"""Joining a store by its code, from the first run."""

from __future__ import annotations

import secrets
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


class FirstJoining:
    """The `JoinDesk` of one data folder; `settings` are those the environment and the arguments make."""

    def __init__(self, folder: Path, settings: Settings, ids: Ids) -> None:
        self._folder, self._settings, self._ids = folder, settings, ids

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
        begin_writing(self._folder)
        newcomer = Newcomer(label, said, host, port, replace(self._settings, view=View(view)))
        try:
            return join_store(self._folder, newcomer, self._ids, secrets.token_bytes).inviter
        except NotWelcome as refused:
            raise RuleBroken(Rule.NOT_WELCOME, why=str(refused)) from refused
