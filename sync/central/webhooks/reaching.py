"""Where webhooks may go: to addresses of the outside world, unless whoever runs the central allows those inside.

A name is looked up once for each call, and the call goes to the address that was found and judged, so that a name that
answers differently a moment later leads nowhere else.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import httpx

INSIDE = "the address is inside this network (whoever runs the central allows such with --hooks inside)"
_NAT64 = IPv6Network("64:ff9b::/96")
"""RFC 6052, section 2.1: IPv4 addresses as IPv6."""


class Hooks(StrEnum):
    """How far webhooks may reach."""

    OUTSIDE = "outside"
    INSIDE = "inside"
    """Also to private, loopback and link-local addresses: terminals on the same network."""


class NotReached(Exception):
    """A webhook goes nowhere; the text says why, and holds no secret."""


def refusal_of(url: str, hooks: Hooks) -> str:
    """What is wrong with an address as it was typed; empty for nothing that can be seen without asking anybody."""
    try:
        host = httpx.URL(url).host
    except (httpx.InvalidURL, ValueError):
        return "is no address"
    if not host:
        return "is no address"
    if hooks is Hooks.OUTSIDE and (_is_local_name(host) or _is_inside_text(host)):
        return INSIDE
    return ""


async def pinned(url: str, hooks: Hooks) -> tuple[httpx.URL, str]:
    """The address to call with the host looked up, and the host's name. Raises NotReached."""
    asked = httpx.URL(url)
    if refusal := refusal_of(url, hooks):
        raise NotReached(refusal)
    try:
        loop = asyncio.get_running_loop()
        port = asked.port or (443 if asked.scheme == "https" else 80)
        found = await loop.getaddrinfo(asked.host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as wrong:
        raise NotReached("the name is not known") from wrong
    addresses = [str(one[4][0]) for one in found]
    if not addresses or (hooks is Hooks.OUTSIDE and any(map(_is_inside_text, addresses))):
        raise NotReached(INSIDE if addresses else "the name is not known")
    return asked.copy_with(host=addresses[0]), asked.host


def _is_local_name(host: str) -> bool:
    name = host.rstrip(".").casefold()
    return name == "localhost" or name.endswith((".localhost", ".local", ".internal"))


def _is_inside_text(host: str) -> bool:
    """Whether it is the number of an address inside; False for a name."""
    try:
        found = ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return False
    return any(not one.is_global or one.is_multicast for one in _meant(found))


def _meant(found: IPv4Address | IPv6Address) -> Sequence[IPv4Address | IPv6Address]:
    """The address, and those that are wrapped in it."""
    if isinstance(found, IPv4Address):
        return [found]
    wrapped = [found.ipv4_mapped, found.sixtofour, *(found.teredo or ())]
    if found in _NAT64:
        wrapped.append(IPv4Address(int(found) & 0xFFFFFFFF))
    inner = [one for one in wrapped if one is not None]
    return inner if found.ipv4_mapped else [found, *inner]
