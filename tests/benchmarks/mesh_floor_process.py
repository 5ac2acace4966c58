"""The other end of the floor: `python -m tests.benchmarks.mesh_floor_process FILE` takes posted facts until input ends.

It says `port N`, then answers every POST after its facts are committed with synchronous=FULL. No rule, no chain, no
fold: a body is a msgpack array of rows, compressed when its Content-Encoding says zstd.
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer

import msgspec
import zstandard

from tests.benchmarks.mesh_floor import Row, insert, open_floor

ANSWER = b"HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n"
MOST_BYTES = 64 << 20


class Posts(StreamRequestHandler):
    """One connection, kept open; requests one after the other."""

    disable_nagle_algorithm = True

    def handle(self) -> None:
        """Until the other end leaves."""
        raw = open_floor(Path(sys.argv[1]))
        rows = msgspec.msgpack.Decoder(list[Row])
        try:
            while self.rfile.readline():
                body = self._body()
                insert(raw, rows.decode(body))
                self.wfile.write(ANSWER)
        finally:
            raw.close()

    def _body(self) -> bytes:
        length, is_packed = 0, False
        while (line := self.rfile.readline().strip()) != b"":
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
            is_packed |= name.lower() == b"content-encoding" and value.strip() == b"zstd"
        body = self.rfile.read(length)
        return zstandard.decompress(body, max_output_size=MOST_BYTES) if is_packed else body


def main() -> None:
    """Serve on a free port of the loopback."""
    open_floor(Path(sys.argv[1])).close()
    with ThreadingTCPServer(("127.0.0.1", 0), Posts) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(f"port {server.server_address[1]}", flush=True)
        sys.stdin.read()
        server.shutdown()


if __name__ == "__main__":
    main()
