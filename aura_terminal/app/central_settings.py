"""Which central back offices this terminal knows: the tables [[central]] of settings.toml. Secrets are never in them.

On the start path: nothing heavy is imported here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from aura_terminal.app.setting_kinds import OneOf, SettingKind, Text


class CentralName(StrEnum):
    """The back offices this program speaks with."""

    AURACONNECT = "auraconnect"


@dataclass(frozen=True, slots=True)
class CentralSettings:
    """Where a back office is and who asks. `tenant` is empty where an account has only one."""

    connector: CentralName
    url: str
    user: str
    tenant: str = ""
    language: str = "en-US"


CENTRAL_KINDS: Mapping[str, SettingKind] = {
    "connector": OneOf(CentralName),
    "url": Text(pattern=r"https?://[^\s/]+(/\S*)?", says='an address, such as "https://api.example.com"'),
    "user": Text(pattern=r"\S+", says="the account's e-mail address"),
    "tenant": Text(pattern=r"\S*", says='the store\'s number at the back office; "" where the account has one store'),
    "language": Text(pattern=r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", says='a language, such as "en-US"'),
}
