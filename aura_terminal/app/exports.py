"""Lists a person asked for, kept as files of the data folder that only its owner may read."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.telling import told

FOLDER = "exports"


def exports_of(data: Path, name: str, now: Callable[[], datetime]) -> Callable[[str], str]:
    """Keeps a text under `exports/NAME-TIME.jsonl` and answers where; `Unavailable` where it cannot be written."""
    keep = files_of(data, now)
    return lambda text: keep(name, "jsonl", text.encode())


def files_of(data: Path, now: Callable[[], datetime]) -> Callable[[str, str, bytes], str]:
    """Keeps bytes under `exports/NAME-TIME.ENDING` and answers where; `Unavailable` where it cannot be written."""

    def keep(name: str, ending: str, content: bytes) -> str:
        file = data / FOLDER / f"{name}-{now():%Y%m%d-%H%M%S-%f}.{ending}"
        try:
            file.parent.mkdir(mode=0o700, exist_ok=True)
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
                handle.write(content)
        except OSError as error:
            raise Unavailable(
                str(file), told("It cannot be written: {reason}. Make room or mend the folder.", reason=error.strerror)
            ) from error
        return str(file)

    return keep
