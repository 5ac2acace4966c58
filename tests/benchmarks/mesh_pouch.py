"""PouchDB to express-pouchdb, the peer our hand-over is measured beside: installed by npm into a scratch folder."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.mesh_router import Router

SCRIPT = Path(__file__).with_name("mesh_pouch.js")
PACKAGES = ("pouchdb@9.0.0", "express-pouchdb@4.2.0", "express@4.21.2")
INSTALL_SECONDS = 300
RUN_SECONDS = 300


class NoPouch(Exception):
    """PouchDB cannot be measured here, and why."""


@dataclass(frozen=True, slots=True)
class Replicated:
    """What one replication came to."""

    documents: int
    seconds: float
    bytes_moved: int
    turns: int  # how often one side began to speak after the other, on all connections together


def install(scratch: Path) -> Path:
    """A folder with PouchDB in it, filled once. Raises NoPouch where npm is missing or fails."""
    npm, folder = shutil.which("npm"), scratch / "pouch"
    if npm is None or shutil.which("node") is None:
        raise NoPouch("there is no npm on this machine")
    if (folder / "node_modules" / "express-pouchdb").exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text('{"private": true}', "utf-8")
    print("installing PouchDB, once ...", file=sys.stderr, flush=True)
    command = [npm, "install", "--no-audit", "--no-fund", "--loglevel=error", *PACKAGES]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False)
    if done.returncode:
        raise NoPouch(f"npm install failed: {done.stderr.strip()[-300:]}")
    return folder


def replicate(modules: Path, documents: Iterable[dict[str, Any]], router: Router) -> Replicated:
    """Hand documents from one PouchDB process to another, through the router that counts their bytes."""
    with tempfile.TemporaryDirectory(prefix="aura-pouch-") as name:
        folder = Path(name)
        (folder / "server").mkdir()
        lines = folder / "documents.jsonl"
        lines.write_text("".join(f"{json.dumps(document)}\n" for document in documents), "utf-8")
        server = _node(modules, "server", str(folder / "server"))
        try:
            assert server.stdout is not None
            port = int(server.stdout.readline().split()[1])
            way = router.lay(lambda: ("127.0.0.1", port))
            client = _node(modules, "client", str(folder), f"http://127.0.0.1:{way.port}", str(lines))
            said, trouble = client.communicate(timeout=RUN_SECONDS)
            if client.returncode:
                raise NoPouch(f"the replication failed: {trouble.strip()[-300:]}")
        finally:
            server.kill()
            server.communicate()
    told = json.loads(said)
    moved = way.traffic.there + way.traffic.back
    return Replicated(told["documents"], told["seconds"], moved, way.traffic.turns)


def _node(modules: Path, *arguments: str) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    return subprocess.Popen(
        ["node", str(SCRIPT), *arguments], cwd=modules, stdin=pipe, stdout=pipe, stderr=pipe, text=True
    )
