"""The node's side of the live desk: what a screen asks back offices while somebody waits. Nothing of it is kept but
documents that were asked for."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from aura_terminal.app.central_accounts import PASSWORD, AccountSecrets, KeptInMemory
from aura_terminal.app.central_offices import connector_of, office_of
from aura_terminal.app.central_settings import CentralSettings
from aura_terminal.app.whole_files import write_whole
from aura_terminal.domain.errors import Unavailable
from aura_terminal.ports.chance import Clock
from sync.node.frames import Frame, Topic
from sync.node.live_line import LiveLine
from sync.node.live_words import decode_ask, encode_part
from sync.reconcile.live import LEAVE, Failure, LiveAsk, LiveKind, LivePart

DOCUMENTS = "from-back-offices"
"""The folder below the data folder that documents come into."""

_log = logging.getLogger(__name__)


class NodeLive:
    """A line to each back office that is asked, begun by the first question; called by the node's own loop.

    `secrets_of` answers the account and the secrets of a back office that is spoken with, None for any other.
    """

    def __init__(
        self, folder: Path, secrets_of: Callable[[str], tuple[CentralSettings, AccountSecrets] | None], clock: Clock,
        publish: Callable[[Topic, str], None], broken: Callable[[BaseException], None],
    ) -> None:  # fmt: skip
        self._folder = folder
        self._secrets_of = secrets_of
        self._clock = clock
        self._publish = publish
        self._broken = broken
        self._lines: dict[str, LiveLine] = {}

    def hear(self, frame: Frame) -> None:
        """A question of a screen; what is none is logged and passed over."""
        try:
            ask = decode_ask(frame.payload)
        except ValueError as wrong:
            _log.warning("live_ask_unread: %s", wrong)
            return
        line = self._lines.get(ask.connector) or (None if ask.about == LEAVE else self._line(ask))
        if line is not None:
            line.ask(ask)

    def forget(self) -> None:
        """An account was changed: the next question begins anew with what is kept by then."""
        self.close()

    def close(self) -> None:
        """Drop what is under way; may be called twice."""
        lines, self._lines = self._lines, {}
        for line in lines.values():
            line.close()

    def _line(self, ask: LiveAsk) -> LiveLine | None:
        known = self._secrets_of(ask.connector)
        forms = None if known is None else office_of(known[0].connector).live
        if known is None or forms is None:
            self._tell(LivePart(ask.ask_id, LiveKind.FAILED, Failure.NOT_OFFERED, ask.thread))
            return None
        central, secrets = known
        try:
            connector = connector_of(self._folder, central, KeptInMemory(secrets.get(PASSWORD)))
        except Unavailable as trouble:
            _log.error("live_off: %s", trouble, extra={"connector": ask.connector})
            self._tell(LivePart(ask.ask_id, LiveKind.FAILED, Failure.REFUSED, ask.thread))
            return None
        line = LiveLine(central.url, connector, forms, self._keep, self._clock, self._tell, self._broken)
        self._lines[ask.connector] = line
        return line

    def _keep(self, name: str, content: bytes) -> str:
        folder = self._folder / DOCUMENTS
        folder.mkdir(mode=0o700, exist_ok=True)
        place = folder / Path(name).name
        write_whole(place, content)
        return str(place)

    def _tell(self, part: LivePart) -> None:
        self._publish(Topic.REPLY, encode_part(part))
