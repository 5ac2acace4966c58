"""Installing the independent peers under `.peers/`; what cannot be had on a machine is said with its reason."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.peers.table import PEERS, NodePeer, PythonPeer, SystemPeer

FOLDER = Path(__file__).parents[2] / ".peers"
STAMP = "installed"
WITHIN = 900  # seconds for one installation


class NotToBeHad(Exception):
    """A peer cannot be on this machine at all; the text is the reason."""


class InstallFailed(Exception):
    """A peer could be here and its installation failed; the text is what the installer said last."""


def folder_of(name: str) -> Path:
    """Where a peer lives."""
    return FOLDER / name


def is_installed(name: str) -> bool:
    """Whether a peer is here as the table says."""
    peer = PEERS[name]
    if isinstance(peer, SystemPeer):
        return program_of(peer) is not None
    stamp = folder_of(name) / STAMP
    return stamp.is_file() and stamp.read_text("utf-8") == repr(peer)


def install(name: str) -> None:
    """Have a peer here, anew when the table changed; raises `NotToBeHad` or `InstallFailed`."""
    if is_installed(name):
        return
    peer, folder = PEERS[name], folder_of(name)
    if isinstance(peer, SystemPeer):
        _install_package(peer)
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if isinstance(peer, PythonPeer):
        _run([_python_for(peer), "-m", "venv", str(folder)])
        _run(
            [
                str(folder / "bin" / "python"),
                "-m",
                "pip",
                "--disable-pip-version-check",
                "install",
                "-q",
                *peer.packages,
            ]
        )
    else:
        _install_node(peer, folder)
    (folder / STAMP).write_text(repr(peer), "utf-8")


def program_of(peer: SystemPeer) -> Path | None:
    """The program, also where only the administrator's path leads to it."""
    found = shutil.which(peer.program, path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin")))
    return Path(found) if found else None


def _install_node(peer: NodePeer, folder: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise NotToBeHad("npm is missing")
    (folder / "package.json").write_text('{ "private": true }', "utf-8")
    _run([npm, "install", "--no-audit", "--no-fund", "--no-package-lock", "--prefix", str(folder), *peer.packages])


def _install_package(peer: SystemPeer) -> None:
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        raise NotToBeHad(f"{peer.program} is missing; as root: apt-get install {peer.package}")
    _run(["apt-get", "update", "-qq"])
    _run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", peer.package])
    if program_of(peer) is None:
        raise InstallFailed(f"{peer.package} is installed and has no {peer.program}")


def _python_for(peer: PythonPeer) -> str:
    if peer.least <= sys.version_info[:2] <= peer.most:
        return sys.executable
    names = [f"python3.{minor}" for minor in range(20, 10, -1) if peer.least <= (3, minor) <= peer.most]
    beside = sorted(Path.home().glob(".pyenv/versions/3.*/bin/python3"), reverse=True)
    for python in (*(found for name in names if (found := shutil.which(name))), *map(str, beside)):
        if _is_within(python, peer):
            return python
    raise NotToBeHad(f"it needs Python {peer.least[0]}.{peer.least[1]} or newer, which is not on this machine")


def _is_within(python: str, peer: PythonPeer) -> bool:
    asked = "import ensurepip, sys; print(*sys.version_info[:2])"
    told = subprocess.run([python, "-c", asked], capture_output=True, text=True, timeout=60, check=False)
    return told.returncode == 0 and peer.least <= tuple(map(int, told.stdout.split())) <= peer.most


def _run(command: list[str]) -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        told = subprocess.run(command, env=quiet, capture_output=True, text=True, timeout=WITHIN, check=False)
    except (OSError, subprocess.TimeoutExpired) as trouble:
        raise InstallFailed(f"{command[0]}: {trouble}") from trouble
    if told.returncode != 0:
        raise InstallFailed(f"{' '.join(command[:3])} … ended with {told.returncode}: {told.stderr.strip()[-400:]}")
