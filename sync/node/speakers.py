"""Who speaks to which back office, as the store's terminals tell each other in their beats."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from aura_terminal.domain.events import is_subscriber
from sync.mesh.contract import GivenAccount, Neighbour
from sync.net.outages import Central


class Speakers:
    """What the mesh heard, and what this terminal wants to have told. Used on the store's thread only.

    `when_came` are told when facts of other terminals came in, `when_given` when others handed their accounts over.
    """

    def __init__(self) -> None:
        self.heard: tuple[Neighbour, ...] = ()
        self.accounts: dict[str, GivenAccount] = {}
        self.when_came: list[Callable[[], None]] = []
        self.when_given: list[Callable[[tuple[GivenAccount, ...]], None]] = []
        self._speaks: dict[str, bool] = {}
        self._reached: dict[str, bool] = {}

    @property
    def mine(self) -> tuple[str, ...]:
        """The back offices this terminal speaks to, by name."""
        return tuple(sorted(name for name, speaks in self._speaks.items() if speaks))

    @property
    def central(self) -> Central:
        """Whether every back office is reached from this terminal or another one; NONE also while nobody knows yet.

        Subscribers say nothing of it: one that is down is no sign that the internet is.
        """
        offices = [name for name in self._speaks if not is_subscriber(name)]
        if not offices or not all(name in self._reached or self.speaker(name) for name in offices):
            return Central.NONE
        reached = all(self.speaker(name) or self._reached[name] for name in offices)
        return Central.REACHED if reached else Central.UNREACHED

    def came(self) -> None:
        """Facts of other terminals came in."""
        for tell in self.when_came:
            tell()

    def given(self, accounts: tuple[GivenAccount, ...]) -> None:
        """Another terminal of the store handed its accounts over."""
        for tell in self.when_given:
            tell(accounts)

    def note(self, connector: str, *, speaks: bool, is_well: bool) -> None:
        """Say whether this terminal speaks to a back office now, and gets answers."""
        self._speaks[connector] = speaks
        if speaks:
            self._reached[connector] = is_well

    def missed(self, connector: str) -> None:
        """A back office was tried and does not answer."""
        self._reached[connector] = False

    def others(self, connector: str) -> Mapping[str, bool]:
        """The terminals that are heard, by origin, and whether each speaks to a back office."""
        return {one.origin: connector in one.reaches for one in self.heard}

    def speaker(self, connector: str) -> str:
        """The label of another terminal that speaks to a back office; empty when none does."""
        return next((one.label for one in self.heard if connector in one.reaches), "")
