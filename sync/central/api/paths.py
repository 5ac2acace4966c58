"""Parts of paths."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path

from sync.central.api.values import LARGEST_NUMBER

Id = Annotated[int, Path(ge=1, le=LARGEST_NUMBER)]
"""The number of the thing a path names."""
