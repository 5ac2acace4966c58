"""Handing accounts at central back offices to the other terminals of the store, so that any of them may take over.

Only terminals that belong to the store, by their certificate, are ever linked; nothing of an account is kept here.
"""

from __future__ import annotations

from collections.abc import Iterable

from sync.mesh.contract import AccountsCame, GivenAccount, LinkId
from sync.mesh.conversation import Conversation
from sync.mesh.switchboard import Switchboard
from sync.protocol import Account, Accounts

SINCE_MINOR = 1
"""The minor version of the protocol that knows of accounts."""

_NO_USER = "-"


class AccountPost:
    """Tells every terminal of the store, once on each link and again when something changed."""

    def __init__(self, board: Switchboard) -> None:
        self._board = board
        self._mine: tuple[GivenAccount, ...] = ()
        self._told: set[LinkId] = set()

    def give(self, accounts: Iterable[GivenAccount]) -> None:
        """The accounts this terminal has the secrets of, from now on."""
        mine = tuple(accounts)
        if mine != self._mine:
            self._mine = mine
            self._told.clear()

    def tell(self) -> None:
        """Tell those who were not told yet."""
        self._told &= self._board.talks.keys()
        for talk in self._board.members():
            knows = talk.hello is not None and talk.hello.minor >= SINCE_MINOR
            if self._mine and knows and talk.link not in self._told:
                self._told.add(talk.link)
                self._board.send(talk, Accounts([_as_said(account) for account in self._mine]))

    def hear(self, talk: Conversation, said: Accounts) -> None:
        """What another terminal of the store has."""
        if talk.is_member and said.accounts:
            came = tuple(_as_heard(account) for account in said.accounts)
            self._board.effects.append(AccountsCame(talk.identity.terminal_id, came))


def _as_said(one: GivenAccount) -> Account:
    user = one.user or _NO_USER
    return Account(one.connector, one.url, user, one.tenant, one.language, one.given_ms, one.secret, one.serves)


def _as_heard(one: Account) -> GivenAccount:
    user = "" if one.user == _NO_USER else one.user
    return GivenAccount(one.connector, one.url, user, one.tenant, one.language, one.given_ms, one.secret, one.serves)
