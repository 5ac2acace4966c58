"""This program as a command: how another process of it is begun, from source and from a self-contained build alike."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, MutableMapping, Sequence
from typing import NoReturn

NOT_INSTALLED = "not installed"
LOADERS_WORDS = ("_PYI_ARCHIVE_FILE", "_PYI_PARENT_PROCESS_LEVEL", "_PYI_LINUX_PROCESS_NAME", "_PYI_SPLASH_IPC")
"""What the loader of a self-contained build (PyInstaller 6) tells the process it becomes."""
LIBRARIES, LIBRARIES_BEFORE = "LD_LIBRARY_PATH", "LD_LIBRARY_PATH_ORIG"


def is_self_contained() -> bool:
    """Whether this is the build that brings its own Python, so that `sys.executable` is the program itself."""
    return bool(getattr(sys, "frozen", False))


def command(*words: str) -> tuple[str, ...]:
    """The command line that runs this program with these words."""
    return (sys.executable, *words) if is_self_contained() else (sys.executable, "-m", "aura_terminal", *words)


def begin_anew(words: Sequence[str] | None = None, environment: Mapping[str, str] | None = None) -> NoReturn:
    """Become the same program again: with the words this process was begun with, or with others in their place.

    `words` are all that follows the executable, as in `sys.orig_argv[1:]`.
    """
    said = sys.orig_argv[1:] if words is None else words
    os.execve(sys.executable, [sys.executable, *said], os.environ if environment is None else environment)


def forget_loader(environment: MutableMapping[str, str]) -> None:
    """Take back what the build's loader set for its own start, before any other program is begun.

    It points the system's loader at the libraries of the build, which a sound player of the system cannot use; the
    program's own processes are told anew by their own loader.
    """
    for word in LOADERS_WORDS:
        environment.pop(word, None)
    before = environment.pop(LIBRARIES_BEFORE, None)
    if before is None:
        environment.pop(LIBRARIES, None)
    else:
        environment[LIBRARIES] = before


def program_version() -> str:
    """The version of this program as it is installed; `NOT_INSTALLED` where it runs from a folder nobody installed."""
    from importlib.metadata import PackageNotFoundError, version  # not on the way to the first picture

    try:
        return version("aura-terminal")
    except PackageNotFoundError:
        return NOT_INSTALLED
