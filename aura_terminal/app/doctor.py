"""Says what is missing or wrong on this machine before Qt or the store would, and what to do about it.

Nothing here imports PySide6, which ends the process where a library is missing.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import metadata
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from aura_terminal.app.findings import Finding, Level
from aura_terminal.app.folder_health import examine_folder
from aura_terminal.app.system_libraries import SystemLibrary, missing_libraries, needed_libraries
from aura_terminal.domain.errors import Unavailable

RESOURCES = Path(__file__).parents[2] / "resources"
RESOURCES_NEEDED = (
    "fonts/*.ttf",
    "icons/lucide.ttf",
    "icons/codepoints.toml",
    "themes/night.toml",
    "themes/day.toml",
    "demo_shop/menu.toml",
)
TRIED_PYTHONS = ((3, 11), (3, 12), (3, 13))
TRIED_QT = "6.11.3"
ZONES_TRIED = ("America/New_York", "Europe/Berlin", "Asia/Tokyo")
RELEASED = datetime(2026, 11, 1, tzinfo=UTC)
BELIEVABLE = timedelta(days=15 * 365)
X_SOCKETS = Path("/tmp/.X11-unix")
SCREENLESS = frozenset({"offscreen", "minimal", "vnc"})


@dataclass(frozen=True, slots=True)
class Machine:
    """What is examined: a data folder, and the machine around it."""

    folder: Path
    environment: Mapping[str, str]
    now: datetime
    libraries: tuple[SystemLibrary, ...]
    platform: str = sys.platform
    python: tuple[int, int] = sys.version_info[:2]
    resources: Path = RESOURCES


def this_machine(folder: Path) -> Machine:
    """The machine this process runs on."""
    return Machine(folder, os.environ, datetime.now(UTC), needed_libraries(os.environ))


def examine(machine: Machine) -> tuple[Finding, ...]:
    """Every examination in turn; changes nothing but a probe file that is gone afterwards.

    Where the store's driver cannot be loaded, what is known through the store alone is passed over.
    """
    looks = EXAMINATIONS if _has_driver() else tuple(look for look in EXAMINATIONS if look not in THROUGH_THE_STORE)
    return tuple(finding for look in looks for finding in look(machine))


def _has_driver() -> bool:
    try:
        import aura_terminal.store.driver  # noqa: F401
    except ImportError:
        return False
    return True


def examine_python(machine: Machine) -> Iterator[Finding]:
    """The interpreter is one this version was tried on."""
    found = "Python {}.{}".format(*machine.python)
    if machine.python in TRIED_PYTHONS:
        yield Finding(Level.OK, "Python", found, sys.executable)
    elif machine.python < TRIED_PYTHONS[0]:
        yield Finding(Level.PROBLEM, "Python", f"{found} is too old", sys.executable, "Install Python 3.11 or newer.")
    else:
        yield Finding(
            Level.WARNING, "Python", f"{found} was not tried with this version", sys.executable,
            "Use Python 3.11, 3.12 or 3.13 when something goes wrong.",
        )  # fmt: skip


def examine_store_driver(machine: Machine) -> Iterator[Finding]:
    """The SQLite that comes with the driver does not lose committed data."""
    try:
        from aura_terminal.store.driver import SOUND_SINCE, sqlite
    except ImportError as error:
        yield Finding(
            Level.PROBLEM, "Store driver", f"cannot be loaded: {error}", sys.prefix,
            "Run start.py again; it installs pysqlite3 and sqlcipher3.",
        )  # fmt: skip
        return
    found, place = sqlite.sqlite_version, str(sqlite.__name__)
    if sqlite.sqlite_version_info < SOUND_SINCE:
        wanted = ".".join(map(str, SOUND_SINCE))
        yield Finding(
            Level.PROBLEM, "Store driver", f"SQLite {found} can lose committed sales", place,
            f"Install a driver with SQLite {wanted} or newer.",
        )  # fmt: skip
    else:
        yield Finding(Level.OK, "Store driver", f"SQLite {found}", place)


def examine_qt(machine: Machine) -> Iterator[Finding]:
    """Qt is installed, in the version this program was tried with."""
    try:
        found = metadata.version("PySide6-Essentials")
    except metadata.PackageNotFoundError:
        yield Finding(Level.PROBLEM, "Qt", "PySide6-Essentials is not installed", sys.prefix, "Run start.py again.")
        return
    if found == TRIED_QT:
        yield Finding(Level.OK, "Qt", f"PySide6 {found}")
    else:
        yield Finding(
            Level.WARNING, "Qt", f"PySide6 {found} was not tried with this version", sys.prefix,
            f"Install PySide6-Essentials {TRIED_QT}; run start.py again.",
        )  # fmt: skip


def examine_libraries(machine: Machine) -> Iterator[Finding]:
    """The loader finds every shared library that Qt needs of the system."""
    missing = missing_libraries(machine.libraries)
    for library in missing:
        yield Finding(
            Level.PROBLEM, "System library", f"{library.name} is missing; Qt needs it for {library.purpose}",
            "the loader's search path", f"On Debian: apt-get install {library.package}",
        )  # fmt: skip
    if not missing:
        yield Finding(Level.OK, "System libraries", "all that Qt needs are here")


def examine_display(machine: Machine) -> Iterator[Finding]:
    """There is something to show windows on, or windows are not wanted."""
    said = machine.environment
    chosen = said.get("QT_QPA_PLATFORM", "").partition(":")[0]
    display = said.get("WAYLAND_DISPLAY") or said.get("DISPLAY", "")
    if chosen in SCREENLESS or machine.platform != "linux":
        yield Finding(Level.OK, "Display", chosen or "the system's own")
    elif not display:
        yield Finding(
            Level.WARNING, "Display", "there is none, so no window can open", "DISPLAY and WAYLAND_DISPLAY are empty",
            "Start from a desktop; `aura-terminal demo`, node and reports work without.",
        )  # fmt: skip
    elif display.startswith(":") and not (X_SOCKETS / f"X{display[1:].partition('.')[0]}").exists():
        yield Finding(
            Level.PROBLEM, "Display", f"no X server answers for display {display}", str(X_SOCKETS),
            "Start the X server, or correct DISPLAY.",
        )  # fmt: skip
    else:
        yield Finding(Level.OK, "Display", display)


def examine_resources(machine: Machine) -> Iterator[Finding]:
    """Fonts, icons, themes and the demo shop lie beside the program."""
    missing = [name for name in RESOURCES_NEEDED if not any(machine.resources.glob(name))]
    if missing:
        yield Finding(
            Level.PROBLEM, "Resources", f"not there: {', '.join(missing)}", str(machine.resources),
            "Fetch the program again; these files belong to it.",
        )  # fmt: skip
    else:
        yield Finding(Level.OK, "Resources", "fonts, icons, themes and the demo shop are here", str(machine.resources))


def examine_store(machine: Machine) -> Iterator[Finding]:
    """The store can be read, and nothing in it is kept aside."""
    from aura_terminal.app.store_health import examine_store_in

    yield from examine_store_in(machine.folder, machine.now)


def examine_secrets(machine: Machine) -> Iterator[Finding]:
    """Secrets have a real keyring; a private file is the fallback, and said to be one."""
    import keyring  # slow, and of use to the doctor alone

    backend = keyring.get_keyring()
    name = f"{type(backend).__module__}.{type(backend).__name__}"
    if backend.priority >= 1 and not name.startswith("keyrings."):
        yield Finding(Level.OK, "Secrets", "kept in the system's keyring", name)
    else:
        yield Finding(
            Level.WARNING, "Secrets", "LIMITED: no keyring answers, so a secret can only be kept in a private file",
            name, "Start a desktop keyring (on Debian: gnome-keyring) to have them encrypted.",
        )  # fmt: skip


def examine_zones(machine: Machine) -> Iterator[Finding]:
    """Time zones are known, so that a business day ends when the shop's clock says so."""
    try:
        for name in ZONES_TRIED:
            ZoneInfo(name)
    except ZoneInfoNotFoundError as error:
        yield Finding(
            Level.PROBLEM, "Time zones", f"not known here: {error}", sys.prefix, "Install the package tzdata."
        )
    else:
        yield Finding(Level.OK, "Time zones", "known")


def examine_clock(machine: Machine) -> Iterator[Finding]:
    """The clock is later than this version and than the last sale, and not far in the future."""
    store = machine.folder / "store.sqlite"
    used = max(RELEASED, datetime.fromtimestamp(store.stat().st_mtime, UTC)) if store.exists() else RELEASED
    shown = f"{machine.now:%Y-%m-%d %H:%M} UTC"
    if machine.now < used - timedelta(minutes=5):
        yield Finding(
            Level.PROBLEM, "Clock", f"is behind: it shows {shown}, and it was {used:%Y-%m-%d %H:%M} before",
            "the system's clock", "Set date and time; receipts carry them.",
        )  # fmt: skip
    elif machine.now > RELEASED + BELIEVABLE:
        yield Finding(
            Level.PROBLEM, "Clock", f"is far ahead: it shows {shown}", "the system's clock",
            "Set date and time; receipts carry them.",
        )  # fmt: skip
    else:
        yield Finding(Level.OK, "Clock", shown)


def examine_peers(machine: Machine) -> Iterator[Finding]:
    """A terminal that is paired with others has the keys it proves itself with."""
    from aura_terminal.app.peer_identity import FOLDER, is_paired, read_credentials

    if not is_paired(machine.folder):
        yield Finding(Level.OK, "Peers", "not paired with other terminals")
        return
    try:
        mine = read_credentials(machine.folder)
    except Unavailable as trouble:
        yield Finding(
            Level.PROBLEM, "Peers", trouble.hint, str(machine.folder / FOLDER),
            "Unlock the keyring, or pair this machine anew; until then it works alone.",
        )  # fmt: skip
    else:
        yield Finding(Level.OK, "Peers", f"paired as {mine.label}, certificate {mine.fingerprint[:16]}")


def examine_centrals(machine: Machine) -> Iterator[Finding]:
    """Every back office that is set up is reached and accepts the account. Selling goes on without."""
    from aura_terminal.app.central_health import examine_accounts

    yield from examine_accounts(machine.folder, machine.environment)


EXAMINATIONS: tuple[Callable[[Machine], Iterator[Finding]], ...] = (
    examine_python,
    examine_store_driver,
    examine_qt,
    examine_libraries,
    examine_display,
    examine_resources,
    lambda machine: examine_folder(machine.folder, machine.environment),
    examine_store,
    examine_secrets,
    examine_peers,
    examine_centrals,
    examine_zones,
    examine_clock,
)
THROUGH_THE_STORE = frozenset({examine_store, examine_peers, examine_centrals})
