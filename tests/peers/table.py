"""Independent peers: programs and libraries that share no code with this product and speak the same protocols.

Each is pinned, lives in a folder of its own under `.peers/` of the repository, and is driven over sockets, files and
processes only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class PythonPeer:
    """Packages in a virtual environment of their own, of a Python of at least this version."""

    packages: tuple[str, ...]
    least: tuple[int, int] = (3, 11)
    most: tuple[int, int] = (3, 99)


@dataclass(frozen=True, slots=True)
class NodePeer:
    """npm packages in a folder of their own."""

    packages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SystemPeer:
    """A program of a Debian package, used where the system has it and installed as root where it has not."""

    program: str
    package: str


Peer = PythonPeer | NodePeer | SystemPeer

PEERS: Mapping[str, Peer] = MappingProxyType(
    {
        "adyen": NodePeer(("@adyen/api-library@32.1.0",)),
        "bidi": PythonPeer(("python-bidi==0.6.6", "arabic-reshaper==3.0.0")),
        "cupsd": SystemPeer("cupsd", "cups"),
        "emupos": PythonPeer(("emupos==0.4.0",), least=(3, 13)),
        "epos-print-xml": PythonPeer(("epos-print-xml==0.3", "setuptools==79.0.1")),
        "gnome-keyring": SystemPeer("gnome-keyring-daemon", "gnome-keyring"),
        "mt-sics": PythonPeer(("mt-sics-emulator==0.1.1",)),
        "node": SystemPeer("npm", "npm"),
        "receiptline": NodePeer(("receiptline@4.0.4",)),
        "telium": PythonPeer(("pyTeliumManager==2.4.2", "setuptools==79.0.1")),
        "zbarimg": SystemPeer("zbarimg", "zbar-tools"),
        "zpl": NodePeer(("zpl-renderer-js@3.4.0",)),
    }
)
