"""Makes what is handed out: wheel, sdist, and a self-contained build that needs no Python.

python3 start.py package               all of it, into dist/
python3 start.py package wheel         wheel and sdist alone
python3 start.py package build         the self-contained build alone: a folder and an archive of it
python3 start.py package materials     the bill of materials alone: every package with its version, licence and hashes
python3 start.py package audit         nothing: compare what is installed here with requirements.lock
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import materials

HERE = Path(__file__).resolve().parent
SPEC = HERE / "aura-terminal.spec"
NAME = "aura-terminal"
KEPT_WHOLE = re.compile(r"PySide6/|shiboken6/|libQt6|libicu|pillow\.libs/")
"""Libraries that come without names for debuggers and were patched since: taking anything from them breaks them."""
LICENCE = re.compile(r"(?i)(.*/)?(licen[cs]e|copying|notice|authors)[^/]*$")
BACKEND = "import sys; from setuptools import build_meta as made; made.build_{what}(sys.argv[1])"


def main(words: Sequence[str]) -> int:
    """Make what was asked for; the exit code of the first thing that failed."""
    wanted = words[0] if words else "all"
    if wanted not in ("all", "wheel", "build", "materials", "audit") or len(words) > 1:
        print(__doc__, file=sys.stderr)
        return 2
    if wanted == "audit":
        return materials.audit_here()
    target = HERE / "dist"
    target.mkdir(exist_ok=True)
    made: list[Path] = []
    try:
        if wanted in ("all", "materials"):
            made.append(materials.write(target, version()))
        if wanted in ("all", "wheel"):
            made += wheel_and_sdist(target)
        if wanted in ("all", "build"):
            made += self_contained(target)
    except subprocess.CalledProcessError as failed:
        print(f"This failed with exit code {failed.returncode}: {' '.join(failed.cmd)}", file=sys.stderr)
        return int(failed.returncode)
    for each in made:
        print(f"{size_of(each) / 1e6:8.1f} MB  {each}")
    return 0


def wheel_and_sdist(target: Path) -> list[Path]:
    """Both, made by the build backend of pyproject.toml in this environment, so that nothing is fetched."""
    for what in ("sdist", "wheel"):
        shutil.rmtree(HERE / "build" / "lib", ignore_errors=True)  # a file that is gone since must not be in it
        told = [sys.executable, "-c", BACKEND.format(what=what), str(target)]
        subprocess.run(told, cwd=HERE, check=True, stdout=subprocess.DEVNULL)
    return sorted(file for file in target.glob(f"aura_terminal-{version()}*") if file.is_file())


def self_contained(target: Path) -> list[Path]:
    """The folder with Python and Qt in it, without what only a debugger reads, and its archive."""
    work = HERE / "build" / "self-contained"
    tool = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"]
    environment = {**os.environ, "PYTHONPATH": str(HERE)}
    places = ["--distpath", str(work), "--workpath", str(work / "work")]
    subprocess.run([*tool, *places, str(SPEC)], cwd=HERE, env=environment, check=True)
    built = target / f"{NAME}-{version()}-{sys.platform}-{platform.machine()}"
    shutil.rmtree(built, ignore_errors=True)
    (work / NAME).rename(built)
    strip(built)
    collect_licences(built / "licences")
    shutil.copy2(HERE / "LICENSE", built)
    archive = built.with_name(f"{built.name}.tar.xz")
    with tarfile.open(archive, "w:xz", preset=3) as packed:
        packed.add(built, built.name, filter=of_nobody)
    return [built, archive]


def strip(built: Path) -> None:
    """Take the names for debuggers out of libraries, where the system has the tool: a third of the size."""
    tool = shutil.which("strip")
    if tool is None:
        return
    libraries = (file for file in built.rglob("*.so*") if file.is_file() and not file.is_symlink())
    wanted = [str(file) for file in libraries if not KEPT_WHOLE.search(file.as_posix())]
    subprocess.run([tool, "--strip-debug", *wanted], check=True)


def collect_licences(place: Path) -> None:
    """The licences of every package that went in, by the package's name."""
    for found in materials.installed_of(materials.needed_by(NAME, set())):
        for file in found.files or ():
            if LICENCE.fullmatch(file.as_posix()) and file.suffix not in (".py", ".pyc"):
                kept = place / found.name / file.name
                kept.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(str(found.locate_file(file)), kept)


def of_nobody(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """An entry of an archive that says nothing of who made it."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry


def version() -> str:
    """The version that pyproject.toml names."""
    said = re.search(r'^version = "(.+)"$', (HERE / "pyproject.toml").read_text("utf-8"), re.MULTILINE)
    assert said is not None
    return said[1]


def size_of(place: Path) -> int:
    """Bytes of a file, or of all files of a folder."""
    files: Iterable[Path] = place.rglob("*") if place.is_dir() else (place,)
    return sum(file.lstat().st_size for file in files if not file.is_dir())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
