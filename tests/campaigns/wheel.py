"""The wheel in a fresh virtual environment: what it names is installed with it, and all of it works from there.

    python -m tests.campaigns.wheel [--wheel FILE] [--seconds 600]

Needs the network, as pip does. From an empty folder, with nothing of this checkout in sight, the installed program
says its version, sets a store up, serves invented guests and plays the demo's scripted service in an offscreen
window. Every file of the resources has to be in the wheel, and the sdist has to hold what the wheel is made of.
Prints a line of JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tarfile
import tempfile
import time
import venv
import zipfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("aura_terminal", "sync", "devices", "resources")
NOT_SHIPPED = frozenset({".pyc"})


def main(arguments: Sequence[str]) -> int:
    """The command line."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--wheel", type=Path, default=None, help="the file; else the newest in dist/")
    asked.add_argument("--seconds", type=float, default=600.0)
    given = asked.parse_args(arguments)
    wheel = given.wheel or max((ROOT / "dist").glob("*.whl"), key=lambda file: file.stat().st_mtime, default=None)
    if wheel is None:
        print("There is no wheel: python3 start.py package wheel")
        return 2
    began = time.monotonic()
    missing = _missing_in(wheel)
    with tempfile.TemporaryDirectory() as place:
        told, wrong = _use(wheel.resolve(), Path(place), began + given.seconds)
    outcome = {"wheel": wheel.name, **told, "missing": missing, "wrong": wrong}
    print(json.dumps({**outcome, "seconds": round(time.monotonic() - began, 1)}))
    return 1 if wrong or missing else 0


def _missing_in(wheel: Path) -> list[str]:
    """The files of the packages that are not in the wheel, or not in the sdist beside it."""
    files = (file for room in ROOMS for file in (ROOT / room).rglob("*") if file.is_file())
    wanted = {str(file.relative_to(ROOT)) for file in files if file.suffix not in NOT_SHIPPED}
    sdist = wheel.with_name(wheel.name.split("-py3")[0] + ".tar.gz")
    with zipfile.ZipFile(wheel) as packed, tarfile.open(sdist) as source:
        inside = set(packed.namelist())
        sources = {name.partition("/")[2] for name in source.getnames()}
    return sorted((wanted - inside) | (wanted - sources))


def _use(wheel: Path, place: Path, until: float) -> tuple[dict[str, object], str]:
    """Install it and let it work; what was seen, and what went wrong."""
    told: dict[str, object] = {}
    folder = place / "venv"
    venv.create(folder, with_pip=True)
    program = str(folder / "bin" / "aura-terminal")
    data = str(place / "till")
    steps: dict[str, tuple[str, ...]] = {
        "install": (str(folder / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", str(wheel)),
        "version": (program, "--version"),
        "init": (program, "init", "--store", "Trattoria", "--shop", "demo", "--data", data),
        "simulate": (program, "simulate", "--orders", "20", "--json", "--data", data),
        "verify": (program, "verify", "--data", data),
        "window": (program, "demo", "--script", "--out", str(place / "demo"), "--data", str(place / "evening")),
    }
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    environment |= {"QT_QPA_PLATFORM": "offscreen", "HOME": str(place)}
    for name, step in steps.items():
        began, left = time.monotonic(), max(1.0, until - time.monotonic())
        done = subprocess.run(
            step, cwd=place, env=environment, capture_output=True, text=True, timeout=left, check=False
        )
        if done.returncode != 0:
            return told, f"{name}: exit code {done.returncode}: {done.stderr.strip()[-600:]}"
        told[f"{name}_s"] = round(time.monotonic() - began, 1)
        if name == "version":
            told["version"] = done.stdout.strip()
    return told, ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
