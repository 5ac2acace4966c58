"""What the shop needs of a scanner that has a line of its own: codes, as they are read."""

from __future__ import annotations

from typing import Protocol


class CodeSource(Protocol):
    """A scanner, used by one thread."""

    def codes(self, within: float) -> tuple[str, ...]:
        """What was scanned in the next so many seconds, oldest first; empty for nothing. `Unavailable` when it is gone.

        Codes are printable letters without the scanner's prefix and suffix.
        """

    def cancel(self) -> None:
        """Make the call under way fail soon; may be called from any thread."""

    def close(self) -> None:
        """Let it go; may be called twice. The next call opens it again."""
