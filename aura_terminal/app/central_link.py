"""The node's side towards central back offices: for each a courier on the store's thread, told of on every screen.

Nothing of it is loaded on a terminal that has none.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import SystemRandom

from aura_terminal.app.central_accounts import (
    HOOK_ADDRESS,
    HOOK_SECRET,
    PASSWORD,
    AccountSecrets,
    NoSecret,
    connector_of,
)
from aura_terminal.app.central_settings import CentralSettings
from aura_terminal.app.node_shop import NodeShop
from aura_terminal.domain.errors import Unavailable
from aura_terminal.ports.chance import Clock
from aura_terminal.store.moments import instant
from sync.connectors.auraconnect.hooks import HEADERS as HOOK_HEADERS
from sync.connectors.auraconnect.hooks import resources_of
from sync.mesh.contract import GivenAccount, Moment
from sync.net.addresses import read_address
from sync.node.central_words import CentralState, encode_centrals
from sync.node.courier_driver import Begun, CourierDriver
from sync.node.frames import Topic
from sync.node.hook_server import HookServer
from sync.node.speakers import Speakers
from sync.node.store_queue import StoreQueue
from sync.reconcile.budget import Budget
from sync.reconcile.contract import Connector
from sync.reconcile.courier import Courier
from sync.reconcile.effects import Link, Standing, Trouble
from sync.reconcile.gateway import DEFAULT_LIMITS, Gateway, GatewayLimits
from sync.reconcile.hooks import HookGate
from sync.reconcile.http import HttpCarrier

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Told:
    """Who is told what: the bus, this terminal's mesh when facts were committed, and the end of the node for a bug."""

    publish: Callable[[Topic, str], None]
    committed: Callable[[], None]
    broken: Callable[[BaseException], None]


class CentralBoard:
    """How every back office stands, as it was told last. Used on the store's thread; screens are told on change."""

    def __init__(self, publish: Callable[[Topic, str], None]) -> None:
        self._publish = publish
        self._states: dict[str, CentralState] = {}

    def note(self, state: CentralState) -> None:
        """One of them was looked at."""
        if self._states.get(state.connector) != state:
            self._states[state.connector] = state
            self.tell()

    def tell(self) -> None:
        """Tell screens everything."""
        self._publish(Topic.CENTRAL, encode_centrals(self._states[name] for name in sorted(self._states)))


class CentralLink:
    """One back office in one run, from `open` to `close`; called by the node's loop, or by a command in its place."""

    def __init__(
        self, folder: Path, central: CentralSettings, queue: StoreQueue[NodeShop], clock: Clock, speakers: Speakers,
        board: CentralBoard, told: Told, limits: GatewayLimits = DEFAULT_LIMITS,
    ) -> None:  # fmt: skip
        self._folder = folder
        self._central = central
        self._queue = queue
        self._clock = clock
        self._speakers = speakers
        self._board = board
        self._told = told
        self._limits = limits
        self._chance = SystemRandom()
        self._secrets: AccountSecrets | None = None
        self._translator: Connector | None = None
        self._driver: CourierDriver[NodeShop] | None = None
        self._hooks: HookServer | None = None

    @property
    def connector(self) -> str:
        """The back office's name."""
        return self._central.connector.value

    @property
    def settings(self) -> CentralSettings:
        """Where it is and who asks."""
        return self._central

    @property
    def secrets(self) -> AccountSecrets:
        """The account's secrets; once opened."""
        assert self._secrets is not None
        return self._secrets

    def open(self) -> None:
        """Read the account's secrets and begin."""
        store_id = self._queue.read(lambda opened: opened.store.identity.store_id).result()
        self._secrets = AccountSecrets(self._folder, store_id, self._central.connector)
        self._secrets.load()
        if not self._secrets.get(PASSWORD):
            self._board.note(CentralState(self.connector, Link.REFUSED, trouble=Trouble.SIGNED_OUT))
            raise NoSecret(self.connector, self._central.user)
        self._translator = connector_of(self._folder, self._central, self._secrets)
        url, broken = self._central.url, self._told.broken
        self._driver = CourierDriver(
            self._queue, self, lambda answered: HttpCarrier(url, answered, broken), self._speakers, self._clock, broken
        )
        driver = self._driver
        self._queue.read(lambda opened: self._join(driver)).result()
        driver.open()
        self._listen(driver)
        _log.info("central_begun", extra={"connector": self.connector})

    def close(self) -> None:
        """End; may be called twice."""
        if self._hooks is not None:
            self._hooks.close()
        if self._driver is not None:
            self._driver.close()
        if self._secrets is not None:
            self._secrets.close()

    def _listen(self, driver: CourierDriver[NodeShop]) -> None:
        """Hear the back office's calls where `account listen` said so; without them pulls see the same later."""
        secret, address = (self.secrets.get(name) for name in (HOOK_SECRET, HOOK_ADDRESS))
        if not secret or not address:
            return
        hooks = HookServer(
            read_address(address), HookGate(secret, HOOK_HEADERS), lambda body: driver.look_again(resources_of(body)),
            self._clock,
        )  # fmt: skip
        try:
            hooks.open()
        except Unavailable as trouble:
            _log.error("hooks_off: %s", trouble, extra={"connector": self.connector})
        else:
            self._hooks = hooks

    def tick(self) -> None:
        """A quarter of a second has passed."""
        if self._driver is not None:
            self._driver.tick()

    def committed(self) -> None:
        """Facts were committed or came in."""
        if self._driver is not None:
            self._driver.committed()

    def feel(self) -> None:
        """A finger went down at a screen of this terminal."""
        if self._driver is not None:
            self._driver.feel()

    def begin_round(self) -> None:
        """Tell and mirror everything now."""
        if self._driver is not None:
            self._driver.begin_round()

    def take(self, given: GivenAccount) -> None:
        """Another terminal of the store has this account: its secret counts when it was given later than ours."""
        if given.user == self._central.user and given.given_ms > self.secrets.given_ms:
            self.secrets.give(given.secret, given.given_ms)
            self.account_changed()

    def read_account(self) -> None:
        """Somebody gave another secret by a command."""
        if self._driver is not None:
            self.secrets.load()
            self.account_changed()

    def account_changed(self) -> None:
        """Somebody gave another password, here or elsewhere."""
        if self._driver is not None:
            given = self._given()
            self._queue.read(lambda opened: self._speakers.accounts.update(given))
            self._driver.sign_in_again()

    def tell_again(self) -> None:
        """A screen arrived."""
        if self._driver is not None:
            self._driver.tell_again()

    def _join(self, driver: CourierDriver[NodeShop]) -> None:
        self._speakers.when_came.append(driver.committed)
        self._speakers.accounts.update(self._given())

    def _given(self) -> dict[str, GivenAccount]:
        """The account as it is handed to the other terminals of the store."""
        central, secrets = self._central, self.secrets
        return {
            self.connector: GivenAccount(
                self.connector, central.url, central.user, central.tenant, central.language, secrets.given_ms,
                secrets.get(PASSWORD),
            )
        }  # fmt: skip

    def begin(self, opened: NodeShop) -> Begun:
        """As `Duties` says."""
        book, me = opened.store.central_book, str(opened.store.identity.origin)
        book.attach(self.connector)
        others = sum(
            row.revoked_at is None and row.label != opened.store.identity.label for row in opened.reads.mesh.terminals()
        )
        assert self._translator is not None
        courier = Courier(self._translator, book, Budget(), self._chance)
        last = book.last_speaker(self.connector)
        gateway = Gateway(me, self._chance, paired=others, last=last, limits=self._limits)
        return Begun(courier, gateway)

    def kept(self) -> None:
        """As `Duties` says."""
        self._told.publish(Topic.CHANGED, "")
        self._told.committed()

    def look_round(self, opened: NodeShop, standing: Standing, now: Moment, *, rounds: int) -> None:
        """As `Duties` says."""
        figures = next(one for one in opened.reads.central.figures() if one.connector == self.connector)
        is_mine = standing.link not in (Link.STANDBY, Link.REFUSED)
        self._board.note(CentralState(
            connector=self.connector,
            link=standing.link,
            gateway=opened.store.identity.label if is_mine else self._speakers.speaker(self.connector),
            pending=figures.pending,
            unknown=figures.unknown,
            parked=figures.parked,
            **opened.store.central_book.totals(self.connector),
            differing=figures.differing,
            left=standing.left,
            oldest=figures.oldest,
            last_confirmed=figures.last_confirmed,
            resumes=instant(standing.resumes_ms * 1000) if standing.resumes_ms else None,
            trouble=standing.trouble,
            detail=standing.detail,
            rounds=rounds,
        ))  # fmt: skip
