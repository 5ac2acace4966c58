"""How this terminal meets its peers: the table [peers] of settings.toml.

On the start path: nothing heavy is imported here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aura_terminal.app.setting_kinds import SettingKind, Switch, Text, TextList, WholeNumber

USUAL_PORT = 47810


@dataclass(frozen=True, slots=True)
class PeerSettings:
    """Where to listen for peers (port 0: any), where to call them beside those that are found, and whether to look.

    `central` is a central of our own that is one more peer of the store, under the account `central_user`.
    """

    enabled: bool = True
    bind: str = "0.0.0.0"
    port: int = USUAL_PORT
    addresses: tuple[str, ...] = ()
    discovery: bool = True
    central: str = ""
    central_user: str = ""


PEER_KINDS: Mapping[str, SettingKind] = {
    "enabled": Switch(says="whether this terminal works together with the others it is paired with"),
    "bind": Text(pattern=r"[0-9A-Fa-f:.]+", says='an address of this machine, such as 192.168.1.20; "0.0.0.0" for all'),
    "port": WholeNumber(least=0, most=65535, unit="port; 0 for any"),
    "addresses": TextList(says='a list of addresses, such as ["192.168.1.20:47810"]'),
    "discovery": Switch(says="whether to look for the others on the local network (mDNS)"),
    "central": Text(
        pattern=r"(https?://[^\s/]+(/\S*)?)?", says='a central of our own that is told every fact; "" for none'
    ),
    "central_user": Text(pattern=r"\S*", says="the e-mail address of the account that facts are told under"),
}
