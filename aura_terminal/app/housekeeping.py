"""What a node does for its own terminal, with peers or without: late tickets go another way, old days are thinned."""

from __future__ import annotations

import logging
from concurrent.futures import Future

from aura_terminal.app.node_shop import NodeShop
from aura_terminal.domain.errors import RuleBroken, Unavailable
from aura_terminal.ports.chance import Clock
from aura_terminal.store.retention import step
from sync.node.store_queue import StoreQueue

WATCH_EVERY = 1.0
IDLE_AFTER = 10.0
REST_BETWEEN_TIDYING = 600.0

_log = logging.getLogger(__name__)


class Housekeeping:
    """Told of every tick and every change, it asks the store for one small thing at a time. Times are seconds."""

    def __init__(self, queue: StoreQueue[NodeShop], clock: Clock) -> None:
        self._queue = queue
        self._clock = clock
        self._asked: Future[bool] | None = None
        self._watched_at = self._changed_at = clock.monotonic()
        self._tidy_from = self._changed_at

    def changed(self) -> None:
        """Somebody works at this terminal: tidying waits."""
        self._changed_at = self._clock.monotonic()

    def tick(self) -> bool:
        """A quarter of a second has passed; whether something was printed or thinned since the last one."""
        wrote = False
        if self._asked is not None:
            if not self._asked.done():
                return False
            wrote = self._outcome(self._asked)
            self._asked = None
        now = self._clock.monotonic()
        if now - self._watched_at >= WATCH_EVERY:
            self._watched_at = now
            self._asked = self._queue.serve(self._watch)
        elif now >= self._tidy_from and now - self._changed_at >= IDLE_AFTER:
            self._asked = self._queue.serve(self._tidy)
        return wrote

    def _outcome(self, asked: Future[bool]) -> bool:
        try:
            return asked.result()
        except (RuleBroken, Unavailable) as trouble:
            _log.warning("housekeeping_waits: %s", trouble)
            self._tidy_from = self._clock.monotonic() + REST_BETWEEN_TIDYING
            return False

    def _watch(self, opened: NodeShop) -> bool:
        tokens = opened.shop.paying.take_up_tokens()
        if tokens:
            _log.info("tokens_taken_up", extra={"count": len(tokens)})
        tickets = opened.shop.delivery.repair_fires()
        if tickets:
            _log.warning("tickets_written_anew", extra={"count": len(tickets)})
        facts = opened.shop.delivery.escalate_overdue()
        if facts:
            _log.warning("tickets_escalated", extra={"count": len(facts)})
        return bool(tokens or tickets or facts)

    def _tidy(self, opened: NodeShop) -> bool:
        if not opened.shop.audit.catch_up().is_all or step(opened.store, self._clock.now()):
            return True
        self._tidy_from = self._clock.monotonic() + REST_BETWEEN_TIDYING
        return False
