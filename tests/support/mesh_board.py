"""One terminal's switchboard with links to terminals that a test makes up."""

from __future__ import annotations

from sync.mesh.contract import LinkId, Me, MeshLimits, PeerIdentity, Send
from sync.mesh.conversation import Conversation
from sync.mesh.switchboard import Switchboard
from sync.protocol import Hello, Message
from tests.support.chained_facts import STORE


class BoardBench:
    """Terminal R1, which writes as o1, with the links a test gives it."""

    def __init__(self, limits: MeshLimits | None = None) -> None:
        self.board = Switchboard(Me("t1", "R1", "o1", STORE, "1"), limits or MeshLimits())

    def meet(self, label: str, *hears: str) -> Conversation:
        """A link to a terminal that hears these others; R2 is terminal t2 and writes as o2."""
        number, origin = LinkId(len(self.board.talks)), label.replace("R", "o")
        identity = PeerIdentity(label.replace("R", "t"), label)
        talk = Conversation.begun(number, identity, self.board.peers.meet(identity), 0, 0.0)
        talk.hello = Hello(1, 0, STORE, identity.terminal_id, label, origin, "1", 0, [], 0)
        talk.peer.origin = origin
        talk.hears = {one.replace("R", "o"): one for one in hears}
        self.board.talks[number] = talk
        return talk

    def said(self) -> list[tuple[str, Message]]:
        """To whom what was said since the last look."""
        sent = [effect for effect in self.board.effects if isinstance(effect, Send)]
        self.board.effects = [effect for effect in self.board.effects if not isinstance(effect, Send)]
        return [(self.board.talks[one.link].peer.label, self.board.wire.decode(one.message)) for one in sent]
