"""The one place that loads python-escpos, which is used to make bytes and for nothing else.

Version 3.1 leaves an empty temporary folder behind at every import, adds a handler to the root logger, and takes
seconds unless it may keep a pickle of its tables. A pickle is code, so its folder belongs to this user alone.
"""

from __future__ import annotations

import importlib
import logging
import os
import stat
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.telling import told

_loading = threading.Lock()
_WHAT = "printer tables"
_WIDEST = "TM-T20II"  # 576 dots; the library prints to standard output when it does not know a width


def new_dummy(cache: Path) -> Any:
    """A fresh python-escpos printer that only collects bytes. `Any`, because the library has no types.

    `cache` is a folder for its tables; it is made, with access for this user only. `Unavailable` when others may enter.
    """
    with _loading:
        _make_private(cache)
        os.environ["ESCPOS_CAPABILITIES_PICKLE_DIR"] = str(cache)
        with _leaving_nothing_behind():
            printers = importlib.import_module("escpos.printer")
    return printers.Dummy(profile=_WIDEST)


def _make_private(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.stat()
    except OSError as error:
        raise Unavailable(
            _WHAT, told("{folder} cannot be used: {reason}", folder=folder, reason=error.strerror)
        ) from error
    if hasattr(os, "getuid") and (found.st_uid != os.getuid() or stat.S_IMODE(found.st_mode) & 0o077):
        raise Unavailable(
            _WHAT, told("{folder} must belong to this user alone; delete it, it is made again", folder=folder)
        )


@contextmanager
def _leaving_nothing_behind() -> Iterator[None]:
    """Takes back the temporary folder and the log handler that importing the library makes."""
    handlers, make_folder, here, made = list(logging.root.handlers), tempfile.mkdtemp, threading.get_ident(), []

    def noting(*args: Any, **kwargs: Any) -> Any:  # stands in for mkdtemp, whatever its arguments
        folder = make_folder(*args, **kwargs)
        if threading.get_ident() == here:
            made.append(folder)
        return folder

    tempfile.mkdtemp = noting
    try:
        yield
    finally:
        tempfile.mkdtemp = make_folder
        logging.root.handlers[:] = handlers
        for folder in made:
            with suppress(OSError):  # not empty: then it is in use
                os.rmdir(folder)
