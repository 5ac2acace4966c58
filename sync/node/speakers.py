"""Who speaks to which back office, as the store's terminals tell each other in their beats."""

from __future__ import annotations

from collections.abc import Mapping

from sync.mesh.contract import Neighbour


class Speakers:
    """What the mesh heard, and what this terminal wants to have told. Used on the store's thread only."""

    def __init__(self) -> None:
        self.heard: tuple[Neighbour, ...] = ()
        self._mine: dict[str, bool] = {}
        self._reached: dict[str, bool] = {}

    @property
    def mine(self) -> tuple[str, ...]:
        """The back offices this terminal speaks to, by name."""
        return tuple(sorted(name for name, speaks in self._mine.items() if speaks))

    @property
    def is_any_known(self) -> bool:
        """Whether there is a back office at all."""
        return bool(self._mine)

    @property
    def are_all_reached(self) -> bool:
        """Whether every back office is spoken to, from here or from a terminal that is heard."""
        return all(self._reached.get(name) or self.speaker(name) for name in self._mine)

    def note(self, connector: str, *, speaks: bool, reaches: bool) -> None:
        """Say whether this terminal speaks to a back office now, and gets answers."""
        self._mine[connector] = speaks
        self._reached[connector] = speaks and reaches

    def others(self, connector: str) -> Mapping[str, bool]:
        """The terminals that are heard, by origin, and whether each speaks to a back office."""
        return {one.origin: connector in one.reaches for one in self.heard}

    def speaker(self, connector: str) -> str:
        """The label of another terminal that speaks to a back office; empty when none does."""
        return next((one.label for one in self.heard if connector in one.reaches), "")
