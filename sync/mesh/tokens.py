"""Asking for a money token: straight to its holder, or through terminals that hear it. The answer is a fact."""

from __future__ import annotations

from collections import OrderedDict

from aura_terminal.domain.ids import OrderId
from sync.mesh.contract import Chance, MeshHost
from sync.mesh.conversation import Conversation
from sync.mesh.switchboard import Switchboard
from sync.protocol import TokenAsk

HOPS = 3
SPREAD = 2  # how many third terminals are told at once
REMEMBERED = 1024


class Tokens:
    """Sends asks, passes them on once, and lets the terminal answer those meant for it."""

    def __init__(self, board: Switchboard, host: MeshHost, chance: Chance) -> None:
        self._board = board
        self._host = host
        self._chance = chance
        self._seen: OrderedDict[int, None] = OrderedDict()

    def ask(self, order_id: OrderId, holder: str) -> None:
        """Ask the holder, once; nothing is promised, and whoever still wants the token asks again."""
        ask = TokenAsk(self._chance.getrandbits(62), order_id, holder, self._board.me.label, HOPS)
        self._is_new(ask.ask_id)
        self._pass_on(ask, None)

    def hear(self, talk: Conversation, ask: TokenAsk) -> None:
        """An ask for this terminal, or for another one that it may reach."""
        if not self._is_new(ask.ask_id) or ask.to == self._board.me.label:
            return
        if ask.holder == self._board.me.label:
            self._host.release_token(OrderId(ask.order_id), ask.to)
        elif ask.hops > 0:
            self._pass_on(TokenAsk(ask.ask_id, ask.order_id, ask.holder, ask.to, min(ask.hops, HOPS) - 1), talk)

    def _pass_on(self, ask: TokenAsk, source: Conversation | None) -> None:
        holder = self._board.labelled(ask.holder)
        if holder is not None:
            self._board.send(holder, ask)
            return
        others = [talk for talk in self._board.members() if talk is not source and talk.peer.label != ask.to]
        hearing = [talk for talk in others if ask.holder in talk.hears.values()] or others
        for talk in sorted(hearing, key=lambda _: self._chance.random())[:SPREAD]:
            self._board.send(talk, ask)

    def _is_new(self, ask_id: int) -> bool:
        if ask_id in self._seen:
            return False
        self._seen[ask_id] = None
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        return True
