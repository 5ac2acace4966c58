"""Looks the facts of a folder through and writes them out, for the page that shows what people did."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aura_terminal.ports.audit_rows import Checked
    from aura_terminal.ports.watching import Watch

PLACE = "audit"


class FolderProver:
    """The Prover of a terminal's own folder; files go into the first stick there is, else beside the store."""

    def __init__(self, folder: Path, now: Callable[[], datetime], sticks: Callable[[], list[Path]]) -> None:
        self._folder, self._now, self._sticks = folder, now, sticks

    def check(self, watch: Watch) -> Checked:
        """Every fact, link by link."""
        from aura_terminal.store.chain_check import check_chain

        return check_chain(self._folder, watch)

    def write(self, watch: Watch) -> tuple[str, int]:
        """Every fact to one signed file; its path and how many."""
        from aura_terminal.app.proof_seals import signer
        from aura_terminal.store.proof_file import store_of, write_proof

        now = self._now()
        place = next(iter(self._sticks()), self._folder / PLACE)
        place.mkdir(mode=0o700, exist_ok=True)
        target = place / f"audit-{now:%Y%m%d-%H%M%S}.jsonl.zst"
        facts = write_proof(self._folder, target, now, signer(self._folder, store_of(self._folder)), watch)
        return str(target), facts
