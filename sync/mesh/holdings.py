"""What this terminal holds, as its journal last said."""

from __future__ import annotations

from aura_terminal.domain.errors import Unavailable
from sync.mesh.contract import MeshHost, Stalled
from sync.mesh.switchboard import Switchboard


class Holdings:
    """The known vector, read again whenever it may have grown."""

    def __init__(self, board: Switchboard, host: MeshHost) -> None:
        self._board = board
        self._host = host
        self._has_failed = False
        self.known: dict[str, int] = {}

    def read(self) -> None:
        """Read the vector; a journal that does not answer leaves what was known, and says so."""
        try:
            self.known = {str(origin): seq for origin, seq in self._host.journal.known()}
        except Unavailable as trouble:
            self.failed(trouble)
            return
        if self._has_failed:
            self._has_failed = False
            self._board.effects.append(Stalled(""))

    def failed(self, trouble: Unavailable) -> None:
        """The journal could not be read; said once until it can."""
        if not self._has_failed:
            self._has_failed = True
            self._board.effects.append(Stalled(str(trouble)))
