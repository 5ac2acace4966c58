"""What a release is made of, and whether what is installed here is what was locked. Nothing is asked of a network.

python3 start.py package materials     the bill of materials, into dist/ (CycloneDX 1.6, JSON)
python3 start.py package audit         compare what is installed with requirements.lock; exit code 1 where they differ
"""

from __future__ import annotations

import hashlib
import json
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution, distributions
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
LOCK = HERE / "requirements.lock"
NAME = "aura-terminal"
CENTRAL = "central"
"""The extra that brings what a central of one's own runs on."""
ENTRY = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
OUR_TOOLS = frozenset({NAME, "pip", "setuptools", "wheel"})
"""What an environment has before anything is installed into it, and the program itself."""


@dataclass(frozen=True, slots=True)
class Locked:
    """A package of the lock: its name as registries write it, its version, and the SHA-256 of each of its files."""

    name: str
    version: str
    hashes: tuple[str, ...]


def locked(text: str) -> tuple[Locked, ...]:
    """The packages of a lock, as pip reads it: an entry and its hashes on the lines that follow."""
    entries = re.split(r"\n(?=[A-Za-z0-9])", "\n".join(one for one in text.splitlines() if not one.startswith("#")))
    found = ((ENTRY.match(entry.strip()), entry) for entry in entries)
    return tuple(
        Locked(normal(match[1]), match[2], tuple(sorted(HASH.findall(entry)))) for match, entry in found if match
    )


def normal(name: str) -> str:
    """A package's name as it is compared (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def bill(packages: Sequence[Locked], shipped: frozenset[str], version: str) -> dict[str, Any]:
    """The bill of materials (CycloneDX 1.6): every locked package, `shipped` ones required, the rest for its making.

    The same lock makes the same bill: it holds neither a time nor a serial number.
    """
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": _component("application", NAME, version)},
        "components": [_of(package, package.name in shipped) for package in packages],
        "dependencies": [
            {"ref": _address(NAME, version), "dependsOn": [_address(one.name, one.version) for one in packages]}
        ],
    }


def needed_by(name: str, known: set[str], extra: str = "") -> set[str]:
    """The packages a package needs where it is used, and those need, by the metadata of what is installed here.

    Of its extras none but the one that is named.
    """
    for line in distribution(name).requires or ():
        wanted, _, marker = line.partition(";")
        needed = normal(re.split(r"[^\w.-]", wanted.strip())[0])
        if needed in known or ("extra" in marker and not (extra and extra in marker)):
            continue
        known.add(needed)
        try:
            needed_by(needed, known, extra)
        except PackageNotFoundError:
            continue  # for another system
    return known


def installed_of(names: Iterable[str]) -> Iterator[Distribution]:
    """Those packages that are installed here, by name; the rest are for other systems."""
    for name in sorted(names):
        try:
            yield distribution(name)
        except PackageNotFoundError:
            continue


def differences(packages: Sequence[Locked], installed: Sequence[Distribution]) -> Iterator[str]:
    """What is not as it was locked: without hashes, of another version, nowhere in the lock, or altered since."""
    by_name = {package.name: package for package in packages}
    for package in packages:
        if not package.hashes:
            yield f"{package.name} {package.version} is locked without the hashes of its files"
    for found in installed:
        name = normal(found.name)
        wanted = by_name.get(name)
        if wanted is None and name not in OUR_TOOLS:
            yield f"{name} {found.version} is installed and not locked"
        if wanted is not None and wanted.version != found.version:
            yield f"{name} {found.version} is installed and {wanted.version} is locked"
        yield from (f"{name}: {path} is not as it was installed" for path in altered(found))


def altered(found: Distribution) -> Iterator[str]:
    """The files of an installed package whose bytes are not those its record names, but for compiled Python."""
    for file in found.files or ():
        place = Path(str(found.locate_file(file)))
        if file.hash is None or file.hash.mode != "sha256" or file.suffix == ".pyc":
            continue
        if not place.is_file() or _digest(place) != file.hash.value:
            yield file.as_posix()


def write(target: Path, version: str) -> Path:
    """The bill of this tree, written into a folder."""
    made = bill(locked(LOCK.read_text("utf-8")), frozenset(needed_by(NAME, set(), CENTRAL)), version)
    file = target / f"{NAME}-{version}.cdx.json"
    file.write_text(json.dumps(made, indent=1) + "\n", "utf-8")
    return file


def audit_here() -> int:
    """Compare the environment this runs in with the lock of this tree."""
    return audit(locked(LOCK.read_text("utf-8")), sorted(distributions(), key=lambda one: normal(one.name)))


def audit(packages: Sequence[Locked], installed: Sequence[Distribution]) -> int:
    """Say what differs; 1 when anything does."""
    wrong = list(differences(packages, installed))
    for one in wrong:
        print(one)
    print(f"{len(packages)} packages locked, {len(installed)} installed, {len(wrong)} differences.")
    return 1 if wrong else 0


def _of(package: Locked, is_shipped: bool) -> dict[str, Any]:
    described = _component("library", package.name, package.version)
    licence = _licence(package.name)
    return {
        **described,
        "scope": "required" if is_shipped else "excluded",
        **({"licenses": [{"license": {"name": licence}}]} if licence else {}),
        "externalReferences": [
            {"type": "distribution", "url": _address(package.name, package.version),
             "hashes": [{"alg": "SHA-256", "content": one} for one in package.hashes]},
        ],
    }  # fmt: skip


def _component(kind: str, name: str, version: str) -> dict[str, Any]:
    address = _address(name, version)
    return {"type": kind, "bom-ref": address, "name": name, "version": version, "purl": address}


def _address(name: str, version: str) -> str:
    return f"pkg:pypi/{name}@{version}"


def _licence(name: str) -> str:
    """What the package says of its licence where it is installed; an expression, a word, or nothing."""
    try:
        said = distribution(name).metadata
    except PackageNotFoundError:
        return ""
    named = next((said[key] for key in ("License-Expression", "License") if key in said), "")
    classified = [one.rpartition(" :: ")[2] for one in said.get_all("Classifier") or () if one.startswith("License ::")]
    return named if named and "\n" not in named and len(named) < 80 else ", ".join(classified)


def _digest(file: Path) -> str:
    return urlsafe_b64encode(hashlib.sha256(file.read_bytes()).digest()).rstrip(b"=").decode()
