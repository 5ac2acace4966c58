"""The links there are, and the one place from which words and refusals leave."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sync.mesh.contract import Effect, HangUp, LinkId, Me, MeshLimits, Moment, Refused, Send
from sync.mesh.conversation import Conversation
from sync.mesh.peers import REFUSED, Peers
from sync.mesh.wire import Wire
from sync.protocol import Message


class Switchboard:
    """Conversations by link, and the effects that wait to be drained."""

    def __init__(self, me: Me, limits: MeshLimits) -> None:
        self.me = me
        self.limits = limits
        self.wire = Wire()
        self.peers = Peers()
        self.talks: dict[LinkId, Conversation] = {}
        self.effects: list[Effect] = []
        self.when_left: Callable[[Conversation], None] = _nobody_minds

    def greeted(self) -> Iterator[Conversation]:
        """Links on which somebody has said hello, newcomers too."""
        return (talk for talk in self.talks.values() if talk.hello is not None)

    def members(self) -> Iterator[Conversation]:
        """Links on which a terminal of the store has said hello."""
        return (talk for talk in self.talks.values() if talk.is_member)

    def labelled(self, label: str) -> Conversation | None:
        """The link to the terminal that people call so."""
        return next((talk for talk in self.members() if talk.peer.label == label), None)

    def send(self, talk: Conversation, message: Message) -> None:
        """Say this on a link."""
        self.effects.append(Send(talk.link, self.wire.encode(message)))

    def send_bytes(self, talk: Conversation, message: bytes | None) -> None:
        """Say what is encoded already, if there is anything."""
        if message is not None:
            self.effects.append(Send(talk.link, message))

    def forget(self, link: LinkId) -> Conversation | None:
        """The link is gone."""
        talk = self.talks.pop(link, None)
        if talk is not None:
            talk.peer.links -= 1
            self.when_left(talk)
        return talk

    def hang_up(self, talk: Conversation, why: str) -> None:
        """End a link without blame; it is forgotten."""
        if self.forget(talk.link) is not None:
            self.effects.append(HangUp(talk.link, why))

    def refuse(self, talk: Conversation, why: str) -> None:
        """End a link because of what was said on it."""
        talk.peer.troubles[REFUSED] = why
        self.effects.append(Refused(talk.identity.terminal_id, talk.peer.label, why))
        self.hang_up(talk, why)

    def hears(self, terminal_id: str) -> Conversation | None:
        """A link on which this terminal has said hello."""
        return next((talk for talk in self.members() if talk.identity.terminal_id == terminal_id), None)

    def heard(self, talk: Conversation, now: Moment) -> None:
        """Something came by this link."""
        talk.last_heard = now.monotonic
        talk.peer.last_heard_ms = now.wall_ms


def _nobody_minds(talk: Conversation) -> None:
    """Until a machine is told of links that end."""
