"""Terminals of a store find each other on the local network by mDNS (RFC 6762, RFC 6763). A hint, never trusted."""

from __future__ import annotations

import hashlib
import ipaddress
import logging
from collections.abc import Callable
from dataclasses import dataclass
from queue import Empty, Queue
from typing import TYPE_CHECKING

from sync.net.addresses import write_address

if TYPE_CHECKING:
    from zeroconf import ServiceInfo, Zeroconf

SERVICE = "_aura-terminal._tcp.local."
PROTOCOL = "1"
_ASK_MILLISECONDS = 1500
_ALL = ("0.0.0.0", "::")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A terminal that says it is there: where, of which store, whether it shows a pairing code now."""

    terminal_id: str
    label: str
    store: str
    addresses: tuple[str, ...]
    is_inviting: bool


def store_digest(store_id: str) -> str:
    """What tells stores apart on the air without naming them."""
    return hashlib.sha256(f"aura-store {store_id}".encode()).hexdigest()[:16]


class Discovery:
    """Says that this terminal is there, and calls `seen` with every other one, on a thread of the library.

    A network that takes no multicast costs the discovery and nothing else: typed addresses still work.
    """

    def __init__(self, bind: str, seen: Callable[[Sighting], None]) -> None:
        self._bind = bind
        self._seen = seen
        self._zeroconf: Zeroconf | None = None
        self._info: ServiceInfo | None = None

    def open(self) -> bool:
        """Begin to listen; whether that is possible here."""
        from zeroconf import Error as ZeroconfError
        from zeroconf import InterfaceChoice, ServiceBrowser, Zeroconf

        try:
            self._zeroconf = Zeroconf(interfaces=InterfaceChoice.All if self._bind in _ALL else [self._bind])
        except (OSError, ZeroconfError) as error:
            _log.warning("discovery_off: %s", error)
            return False
        ServiceBrowser(self._zeroconf, SERVICE, handlers=[self._changed])
        return True

    def announce(self, terminal_id: str, label: str, store_id: str, port: int) -> None:
        """Say that this terminal is there, until `close`."""
        self._register(terminal_id, label, store_id, port, is_inviting=False)

    def invite(self, terminal_id: str, label: str, store_id: str, port: int) -> None:
        """Say also that a pairing code is shown."""
        self._register(terminal_id, label, store_id, port, is_inviting=True)

    def close(self) -> None:
        """Say goodbye; may be called twice."""
        if self._zeroconf is not None:
            self._zeroconf.close()
            self._zeroconf = None

    def _register(self, terminal_id: str, label: str, store_id: str, port: int, *, is_inviting: bool) -> None:
        from zeroconf import Error as ZeroconfError
        from zeroconf import ServiceInfo

        if self._zeroconf is None:
            return
        told = {
            "store": store_digest(store_id),
            "label": label,
            "protocol": PROTOCOL,
            "inviting": str(int(is_inviting)),
        }
        addresses = [ipaddress.ip_address(host).packed for host in own_hosts(self._bind)]
        info = ServiceInfo(
            SERVICE, f"{terminal_id}.{SERVICE}", addresses=addresses, port=port, properties=told,
            server=f"aura-{terminal_id}.local.",
        )  # fmt: skip
        try:
            if self._info is None:
                self._zeroconf.register_service(info, cooperating_responders=True)
            else:
                self._zeroconf.update_service(info)
        except (OSError, ZeroconfError) as error:
            _log.warning("discovery_silent: %s", error)
            return
        self._info = info

    def _changed(self, zeroconf: Zeroconf, service_type: str, name: str, state_change: object) -> None:
        from zeroconf import ServiceStateChange

        if state_change is ServiceStateChange.Removed:
            return
        info = zeroconf.get_service_info(service_type, name, _ASK_MILLISECONDS)
        if info is not None and (sighting := _sighting(info)) is not None:
            self._seen(sighting)


def find_inviter(bind: str, within: float) -> str | None:
    """The address of a terminal on this network that shows a pairing code now; None when none is heard in time."""
    found: Queue[str] = Queue()

    def seen(sighting: Sighting) -> None:
        if sighting.is_inviting and sighting.addresses:
            found.put(sighting.addresses[0])

    discovery = Discovery(bind, seen)
    try:
        return found.get(timeout=within) if discovery.open() else None
    except Empty:
        return None
    finally:
        discovery.close()


def own_hosts(bind: str) -> tuple[str, ...]:
    """The addresses at which other machines may reach this one."""
    if bind not in _ALL:
        return (bind,)
    import ifaddr

    found = [ip.ip for adapter in ifaddr.get_adapters() for ip in adapter.ips if isinstance(ip.ip, str)]
    hosts = tuple(host for host in found if not ipaddress.ip_address(host).is_loopback)
    return hosts or ("127.0.0.1",)


def _sighting(info: ServiceInfo) -> Sighting | None:
    """What was said, if it makes sense; anybody on the network can say anything."""
    said = {key: value for key, value in info.decoded_properties.items() if isinstance(value, str) and len(value) < 64}
    terminal_id = info.name.removesuffix(f".{SERVICE}")
    if said.get("protocol") != PROTOCOL or not info.port or len(terminal_id) > 64:
        return None
    addresses = tuple(write_address(host, info.port) for host in info.parsed_addresses())
    return Sighting(
        terminal_id, said.get("label", ""), said.get("store", ""), addresses[:8], said.get("inviting") == "1"
    )
