"""Which central back offices this terminal knows: the tables [[central]] of settings.toml. Secrets are never in them.

On the start path: nothing heavy is imported here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from aura_terminal.app.setting_kinds import OneOf, SettingKind, SomeOf, Text
from aura_terminal.domain.capabilities import Capability


class CentralName(StrEnum):
    """The back offices this program speaks with, in the order in which they get what nobody was named for."""

    AURACONNECT = "auraconnect"
    AURAFLOW = "auraflow"
    MYHIBACHI = "myhibachi"
    UNIFIED = "unified"


CAN_SERVE: Mapping[CentralName, tuple[Capability, ...]] = {
    CentralName.AURACONNECT: (
        Capability.CATALOGUE, Capability.SALES, Capability.GUESTS, Capability.BOOKINGS, Capability.STOCK,
        Capability.PEOPLE,
    ),
    CentralName.AURAFLOW: (Capability.CATALOGUE, Capability.SALES, Capability.GUESTS, Capability.STOCK),
    CentralName.MYHIBACHI: (Capability.GUESTS, Capability.BOOKINGS, Capability.ASSISTANT),
    CentralName.UNIFIED: (Capability.ACCOUNTING, Capability.STOCK),
}  # fmt: skip
"""What each can be used for, as its `Office` says (a test compares)."""

BUILDS_ON: Mapping[CentralName, Mapping[Capability, Capability]] = {
    CentralName.AURACONNECT: {Capability.SALES: Capability.CATALOGUE},
}
"""What cannot be told without the other: the ids of a menu that is not mirrored are not known."""

NEEDS_USER = frozenset({CentralName.AURACONNECT})
"""Those whose accounts have a user; the others can be let in by keys."""


@dataclass(frozen=True, slots=True)
class CentralSettings:
    """Where a back office is and who asks. `tenant` is empty where an account has only one, `user` where it has keys.

    `serves` is what it is used for; none named is all it can do that no other one does.
    """

    connector: CentralName
    url: str
    user: str = ""
    tenant: str = ""
    language: str = "en-US"
    serves: tuple[Capability, ...] = ()


CENTRAL_KINDS: Mapping[str, SettingKind] = {
    "connector": OneOf(CentralName),
    "url": Text(pattern=r"https?://[^\s/]+(/\S*)?", says='an address, such as "https://api.example.com"'),
    "user": Text(pattern=r"\S*", says='the account\'s e-mail address; "" where it is let in by keys'),
    "tenant": Text(pattern=r"\S*", says='the store\'s number at the back office; "" where the account has one store'),
    "language": Text(pattern=r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", says='a language, such as "en-US"'),
    "serves": SomeOf(Capability),
}


class ServedTwice(Exception):
    """Two back offices are to be used for the same thing, or one for what it cannot do; the text says which."""

    def __init__(self, central: CentralSettings, words: str) -> None:
        super().__init__(words)
        self.central = central


def shared_out(centrals: tuple[CentralSettings, ...]) -> Mapping[CentralName, frozenset[Capability]]:
    """What each of them is used for: what it was named for, then what nobody was named for.

    The order of the tables does not matter, so that all terminals of a store share out alike. Raises ServedTwice.
    """
    used: dict[Capability, CentralName] = {}
    for central in centrals:
        for capability in central.serves:
            _must_be_able(central, capability)
            if used.setdefault(capability, central.connector) is not central.connector:
                other = used[capability].value
                raise ServedTwice(central, f"{capability} is served by {other} already: leave it to one of the two")
    unnamed = [central.connector for central in centrals if not central.serves]
    for name in sorted(unnamed, key=list(CentralName).index):
        for capability in CAN_SERVE[name]:
            used.setdefault(capability, name)
    for central in centrals:
        for capability, ground in BUILDS_ON.get(central.connector, {}).items():
            if used.get(capability) is central.connector and used.get(ground) is not central.connector:
                words = f"tells {capability} by its own {ground}: name it for both, or neither"
                raise ServedTwice(central, f"{central.connector.value} {words}")
    return {one.connector: frozenset(cap for cap, by in used.items() if by is one.connector) for one in centrals}


def office_for(centrals: tuple[CentralSettings, ...], capability: Capability) -> str:
    """The name of the back office that is used for something; empty where none is, or nobody can tell which."""
    try:
        shared = shared_out(centrals)
    except ServedTwice:
        return ""
    return next((name.value for name, serves in shared.items() if capability in serves), "")


def _must_be_able(central: CentralSettings, capability: Capability) -> None:
    able = CAN_SERVE[central.connector]
    if capability not in able:
        words = ", ".join(able)
        raise ServedTwice(central, f"{central.connector.value} has nothing of {capability}: it can serve {words}")
