"""The node's side towards one subscriber: a courier on the store's thread, told of on every screen.

Nothing of it is loaded on a terminal that has no subscribers.
"""

from __future__ import annotations

import logging
from pathlib import Path
from random import SystemRandom

from aura_terminal.app.central_link import CentralBoard, Told, gateway_of, state_of
from aura_terminal.app.node_shop import NodeShop
from aura_terminal.app.subscriber_secrets import as_given, read_secret
from aura_terminal.app.subscriber_settings import SubscriberSettings
from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.events import connector_of
from aura_terminal.ports.chance import Clock
from sync.mesh.contract import Moment
from sync.node.central_words import CentralState
from sync.node.courier_driver import Begun, Carrier, CourierDriver
from sync.node.speakers import Speakers
from sync.node.store_queue import StoreQueue
from sync.reconcile.budget import Budget
from sync.reconcile.courier import Courier
from sync.reconcile.effects import CourierLimits, Link, Standing, Trouble
from sync.reconcile.gateway import DEFAULT_LIMITS, GatewayLimits
from sync.reconcile.http import Answered, Deadlines, HttpCarrier, is_reached
from sync.subscribers.connector import Subscriber, Subscription, where
from sync.subscribers.signing import SigningCarrier

HOUR, MINUTE = 3600, 120
"""How many deliveries leave for one subscriber at most: a week's backlog must not look like an attack."""
ANSWERS_WITHIN = Deadlines(connect=5.0, read=10.0, whole=10.0)
"""A subscriber answers within ten seconds (AuraFlow POS, "Retry Logic")."""

_log = logging.getLogger(__name__)


class NoSubscriberSecret(Unavailable):
    """This machine has no secret to sign a subscriber's deliveries with."""

    trouble = "refused"

    def __init__(self, name: str) -> None:
        hint = (
            "this machine has no secret for it, so nothing is sent. Take it away with aura-terminal subscriber remove "
            f"{name} and add it again with its secret (--secret-stdin)"
        )
        super().__init__(f"Subscriber {name}", hint)


class SubscriberLink:
    """One subscriber in one run, from `open` to `close`; called by the node's loop."""

    def __init__(
        self, folder: Path, subscriber: SubscriberSettings, queue: StoreQueue[NodeShop], clock: Clock,
        speakers: Speakers, board: CentralBoard, told: Told, limits: GatewayLimits = DEFAULT_LIMITS,
        deadlines: Deadlines = ANSWERS_WITHIN,
    ) -> None:  # fmt: skip
        self._folder = folder
        self._subscriber = subscriber
        self._queue = queue
        self._clock = clock
        self._speakers = speakers
        self._board = board
        self._told = told
        self._limits = limits
        self._deadlines = deadlines
        self._chance = SystemRandom()
        self._driver: CourierDriver[NodeShop] | None = None

    @property
    def name(self) -> str:
        """What the subscriber is called."""
        return self._subscriber.name

    @property
    def connector(self) -> str:
        """Its name among back offices."""
        return connector_of(self.name)

    @property
    def driver(self) -> CourierDriver[NodeShop]:
        """What is told of ticks, facts and fingers; once opened."""
        assert self._driver is not None
        return self._driver

    def open(self) -> None:
        """Read the secret and begin. Raises NoSubscriberSecret."""
        store_id = self._queue.read(lambda opened: opened.store.identity.store_id).result()
        kept = read_secret(self._folder, store_id, self._subscriber.name)
        if not kept.secret:
            state = CentralState(self.connector, Link.REFUSED, trouble=Trouble.NO_SECRET)
            self._queue.read(lambda opened: self._board.note(state)).result()
            raise NoSubscriberSecret(self._subscriber.name)
        self._driver = CourierDriver(
            self._queue,
            self,
            lambda answered: self._carrier(answered, kept.secret),
            self._speakers,
            self._clock,
            self._told.broken,
        )
        driver = self._driver
        given = {self.connector: as_given(self._subscriber, kept)}
        self._queue.read(lambda opened: self._speakers.when_came.append(driver.committed)).result()
        self._queue.read(lambda opened: self._speakers.accounts.update(given)).result()
        driver.open()
        _log.info("subscriber_begun", extra={"connector": self.connector})

    def close(self) -> None:
        """End; may be called twice."""
        if self._driver is not None:
            self._driver.close()

    def begin(self, opened: NodeShop) -> Begun:
        """As `Duties` says."""
        said, book = self._subscriber, opened.store.central_book
        book.attach_since(self.connector, said.since)
        subscription = Subscription(said.name, said.url, frozenset(said.events), said.since)
        connector = Subscriber(subscription, opened.shop.shift_reports.closed)
        courier = Courier(connector, book, Budget(HOUR, MINUTE), self._chance, CourierLimits())
        return Begun(courier, gateway_of(opened, self.connector, self._chance, self._limits))

    def kept(self) -> None:
        """As `Duties` says."""
        self._told.kept()

    def look_round(self, opened: NodeShop, standing: Standing, now: Moment, *, rounds: int) -> None:
        """As `Duties` says."""
        self._board.note(state_of(opened, self._speakers, standing, rounds))

    def _carrier(self, answered: Answered, secret: str) -> Carrier:
        base, _ = where(self._subscriber.url)
        http = HttpCarrier(base, answered, self._told.broken, deadlines=self._deadlines, probing=is_reached)
        return SigningCarrier(http, secret, self._clock)
