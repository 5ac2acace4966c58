"""A machine of the network that knocks at a terminal's port without pause: `python -m tests.support.flooder HOST PORT`.

So many times a second, from one address or from many, it connects and goes, says noise, begins TLS and stops, or stays
and says nothing. What became of it is printed as a line of JSON when the time is over.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import socket
import ssl
import sys
import time
from collections import Counter, deque
from random import Random

MOST_HELD = 400
"""So many connections are kept open at once; the oldest is let go for the next."""


def hello() -> bytes:
    """What a TLS client without any certificate says first."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    talk = context.wrap_bio(incoming, outgoing)
    with contextlib.suppress(ssl.SSLWantReadError):
        talk.do_handshake()
    return outgoing.read()


def flood(host: str, port: int, rate: float, seconds: float, addresses: int, seed: int) -> dict[str, float]:
    """Knock until the time is over; how often, and how each knock ended as far as was seen at once."""
    chance, said, ends = Random(seed), hello(), Counter[str]()
    held: deque[socket.socket] = deque()
    began = time.monotonic()
    knocks = 0
    while (now := time.monotonic()) - began < seconds:
        if knocks >= (now - began) * rate:
            time.sleep(0.0005)
            continue
        knocks += 1
        number = chance.randrange(addresses)
        pipe = socket.socket()
        pipe.setblocking(False)
        held.append(pipe)
        try:
            pipe.bind((f"127.9.{number // 250}.{number % 250 + 1}", 0))
            pipe.connect((host, port))
        except BlockingIOError:
            pass  # as every connection that is not waited for
        except OSError as error:
            ends[type(error).__name__] += 1
        words = chance.choice((b"", b"", said, said, said[:40], chance.randbytes(200)))
        try:
            pipe.send(words)
            ends["connected"] += 1
        except OSError as error:
            ends[type(error).__name__] += 1
        if words == b"" and chance.random() < 0.5:
            held.pop().close()
        while len(held) > MOST_HELD:
            held.popleft().close()
    for pipe in held:
        pipe.close()
    return {"knocks": knocks, "seconds": round(time.monotonic() - began, 1), **ends}


def main() -> int:
    """Parse, knock, tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("host")
    parser.add_argument("port", type=int)
    parser.add_argument("--rate", type=float, default=2000.0)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--addresses", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    print(json.dumps(flood(asked.host, asked.port, asked.rate, asked.seconds, asked.addresses, asked.seed)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
