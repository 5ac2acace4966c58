"""The shared libraries of the system that Qt needs on Linux, and the Debian 12 package that brings each.

Taken from the NEEDED entries of PySide6-Essentials 6.11.3 less what the wheels bring themselves and what every glibc
system has. This module is read before anything is installed: it stands on the standard library alone.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SystemLibrary:
    """One shared library: the name the loader knows it by, the package that brings it and what it is for."""

    name: str
    package: str
    purpose: str


QT_LIBRARIES = (
    SystemLibrary("libglib-2.0.so.0", "libglib2.0-0", "Qt's event loop"),
    SystemLibrary("libgthread-2.0.so.0", "libglib2.0-0", "Qt's event loop"),
    SystemLibrary("libstdc++.so.6", "libstdc++6", "all of Qt"),
    SystemLibrary("libz.so.1", "zlib1g", "all of Qt"),
    SystemLibrary("libzstd.so.1", "libzstd1", "all of Qt"),
    SystemLibrary("libdbus-1.so.3", "libdbus-1-3", "talking to the desktop"),
    SystemLibrary("libGL.so.1", "libgl1", "drawing"),
    SystemLibrary("libEGL.so.1", "libegl1", "drawing"),
    SystemLibrary("libfontconfig.so.1", "libfontconfig1", "fonts"),
    SystemLibrary("libfreetype.so.6", "libfreetype6", "fonts"),
    SystemLibrary("libbrotlidec.so.1", "libbrotli1", "sockets"),
    SystemLibrary("libgssapi_krb5.so.2", "libgssapi-krb5-2", "sockets"),
    SystemLibrary("libX11.so.6", "libx11-6", "windows"),
    SystemLibrary("libX11-xcb.so.1", "libx11-xcb1", "windows"),
    SystemLibrary("libxcb.so.1", "libxcb1", "windows"),
    SystemLibrary("libxcb-cursor.so.0", "libxcb-cursor0", "the mouse pointer"),
    SystemLibrary("libxcb-glx.so.0", "libxcb-glx0", "drawing"),
    SystemLibrary("libxcb-icccm.so.4", "libxcb-icccm4", "windows"),
    SystemLibrary("libxcb-image.so.0", "libxcb-image0", "pictures"),
    SystemLibrary("libxcb-keysyms.so.1", "libxcb-keysyms1", "the keyboard"),
    SystemLibrary("libxcb-randr.so.0", "libxcb-randr0", "screens"),
    SystemLibrary("libxcb-render.so.0", "libxcb-render0", "drawing"),
    SystemLibrary("libxcb-render-util.so.0", "libxcb-render-util0", "drawing"),
    SystemLibrary("libxcb-shape.so.0", "libxcb-shape0", "windows"),
    SystemLibrary("libxcb-shm.so.0", "libxcb-shm0", "drawing"),
    SystemLibrary("libxcb-sync.so.1", "libxcb-sync1", "drawing"),
    SystemLibrary("libxcb-util.so.1", "libxcb-util1", "windows"),
    SystemLibrary("libxcb-xfixes.so.0", "libxcb-xfixes0", "windows"),
    SystemLibrary("libxcb-xkb.so.1", "libxcb-xkb1", "the keyboard"),
    SystemLibrary("libxkbcommon.so.0", "libxkbcommon0", "the keyboard"),
    SystemLibrary("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "the keyboard"),
)


WAYLAND_LIBRARIES = (
    SystemLibrary("libwayland-client.so.0", "libwayland-client0", "windows on Wayland"),
    SystemLibrary("libwayland-cursor.so.0", "libwayland-cursor0", "the mouse pointer on Wayland"),
    SystemLibrary("libwayland-egl.so.1", "libwayland-egl1", "drawing on Wayland"),
)


def needed_libraries(environment: Mapping[str, str], platform: str = sys.platform) -> tuple[SystemLibrary, ...]:
    """What this system has to bring itself: nothing on Windows and macOS, Wayland's only in a Wayland session."""
    if platform != "linux":
        return ()
    return QT_LIBRARIES + (WAYLAND_LIBRARIES if environment.get("WAYLAND_DISPLAY") else ())


def missing_libraries(
    libraries: Iterable[SystemLibrary], load: Callable[[str], object] = ctypes.CDLL
) -> tuple[SystemLibrary, ...]:
    """Those that the loader cannot load; asking loads the others into this process."""
    return tuple(library for library in libraries if not _loads(library.name, load))


def packages_for(libraries: Iterable[SystemLibrary]) -> tuple[str, ...]:
    """The Debian packages that bring these libraries, each once, in the table's order."""
    return tuple(dict.fromkeys(library.package for library in libraries))


def why_no_window(environment: Mapping[str, str]) -> str:
    """A sentence for who asked for a window where Qt would end the process; empty when nothing is missing."""
    missing = missing_libraries(needed_libraries(environment))
    if not missing:
        return ""
    names = ", ".join(f"{library.name} ({library.purpose})" for library in missing)
    return (
        f"No window can open: this system lacks {names}. "
        f"On Debian run: apt-get install {' '.join(packages_for(missing))}; `aura-terminal doctor` tells more."
    )


def _loads(name: str, load: Callable[[str], object]) -> bool:
    try:
        load(name)
    except OSError:
        return False
    return True
