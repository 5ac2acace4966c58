"""Proves the facts of a store link by link while somebody watches, who may stop it; on any thread but the store's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from aura_terminal.domain.stamps import Stamp, milliseconds_of
from aura_terminal.ports.audit_rows import Broken, Checked
from aura_terminal.ports.watching import Stage, Watch
from aura_terminal.store import meta
from aura_terminal.store.day_verify import flaws
from aura_terminal.store.engine import Access, StoreConnection
from aura_terminal.store.errors import DRIVER_ERRORS, Trouble, in_words, kind_of
from aura_terminal.store.folders import store_file
from aura_terminal.store.moments import instant
from aura_terminal.store.statements import Row, literal
from aura_terminal.store.verify import Finding, Kind, verify_chain

EVERY = 2000
_FACTS = literal("SELECT count(*) FROM journal")
_ARCHIVED = literal("SELECT coalesce(sum(last_seq - first_seq + 1), 0) FROM day_packs")
_LABELS = literal("SELECT origin, label FROM audit_terminals")


def check_chain(folder: Path, watch: Watch) -> Checked:
    """Look at every fact of the journal and of the day documents. Raises Stopped, StoreUnavailable."""
    file = store_file(folder)
    try:
        connection = StoreConnection(file, Access.READ)
        try:
            return _checked(connection, watch)
        finally:
            connection.close()
    except DRIVER_ERRORS as error:
        raise in_words(kind_of(error) or Trouble.DAMAGED, file) from error


def _checked(connection: StoreConnection, watch: Watch) -> Checked:
    identity = meta.identity(connection)
    connection.raw.execute("BEGIN")
    try:
        facts = int(connection.one(_FACTS)[0])
        archived = int(connection.one(_ARCHIVED)[0])
        labels = {row[0]: row[1] for row in connection.rows(_LABELS)} | {identity.origin: identity.label}
        watched = _Watched(facts + archived, watch)
        findings = list(verify_chain(connection.raw, identity.store_id, watched))
        for flaw in flaws(connection, identity.store_id):
            findings.append(Finding(Kind.DOCUMENT, flaw.origin, flaw.seq, flaw.what))
            watched.must_go_on(facts)
    finally:
        connection.raw.execute("ROLLBACK")
    watched.must_go_on(facts + archived)
    return Checked(facts + archived, tuple(_broken(finding, labels) for finding in findings))


class _Watched:
    """Sees every row on its way."""

    def __init__(self, of: int, watch: Watch) -> None:
        self._of, self._watch = of, watch

    def __call__(self, rows: Iterable[Row]) -> Iterator[Row]:
        for count, row in enumerate(rows):
            if count % EVERY == 0:
                self.must_go_on(count)
            yield row

    def must_go_on(self, count: int) -> None:
        self._watch.step(Stage.CHECKING, count, self._of)


def _broken(finding: Finding, labels: dict[str, str]) -> Broken:
    at = instant(milliseconds_of(Stamp(finding.stamp)) * 1000) if finding.stamp else None
    return Broken(finding.kind, labels.get(finding.origin, ""), finding.origin, finding.seq, at, finding.what)
