"""Several ways to peers under one name: the local network, and the line to a central of our own."""

from __future__ import annotations

from collections.abc import Sequence

from sync.net.central_line import FIRST_LINK
from sync.node.mesh_driver import Carrier


class Carriers:
    """The Carrier port over both; a link's number says whose it is."""

    def __init__(self, network: Carrier, central: Carrier) -> None:
        self._network = network
        self._central = central

    def send(self, messages: Sequence[tuple[int, bytes]]) -> None:
        """As the port says."""
        for carrier, is_beside in ((self._network, False), (self._central, True)):
            mine = [one for one in messages if (one[0] >= FIRST_LINK) is is_beside]
            if mine:
                carrier.send(mine)

    def hang_up(self, link: int, why: str) -> None:
        """As the port says."""
        self._of(link).hang_up(link, why)

    def taken(self, link: int, size: int, count: int) -> None:
        """As the port says."""
        self._of(link).taken(link, size, count)

    def _of(self, link: int) -> Carrier:
        return self._central if link >= FIRST_LINK else self._network
