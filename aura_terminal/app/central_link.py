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
)
from aura_terminal.app.central_offices import connector_of, office_of
from aura_terminal.app.central_settings import CentralSettings
from aura_terminal.app.node_shop import NodeShop
from aura_terminal.domain import telling
from aura_terminal.domain.capabilities import Capability
from aura_terminal.domain.errors import Unavailable
from aura_terminal.ports.chance import Clock
from aura_terminal.store.moments import instant
from sync.mesh.contract import Chance, GivenAccount, Moment
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
from sync.reconcile.effects import WITHOUT_KEYS, CourierLimits, Link, Standing, Trouble
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

    def kept(self) -> None:
        """A courier committed facts."""
        self.publish(Topic.CHANGED, "")
        self.committed()


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
        board: CentralBoard, told: Told, serves: frozenset[Capability], limits: GatewayLimits = DEFAULT_LIMITS,
    ) -> None:  # fmt: skip
        self._folder = folder
        self._central = central
        self._office = office_of(central.connector)
        self._serves = serves
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
    def serves(self) -> frozenset[Capability]:
        """What it is used for."""
        return self._serves

    @property
    def driver(self) -> CourierDriver[NodeShop]:
        """What is told of ticks, facts and fingers; once opened."""
        assert self._driver is not None
        return self._driver

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
            self._note(CentralState(self.connector, Link.REFUSED, trouble=Trouble.SIGNED_OUT))
            raise NoSecret(self.connector, self._central.user)
        unfit = self._office.unfit(self._central.url, self._secrets.get(PASSWORD))
        if unfit:
            self._note(CentralState(self.connector, Link.REFUSED, trouble=Trouble.ACCOUNT, detail=unfit))
            raise Unavailable(self.connector, telling.told("nothing is sent: {unfit}", unfit=unfit))
        self._translator = connector_of(self._folder, self._central, self._secrets, self._serves)
        url, broken, health = self._central.url, self._told.broken, self._office.health
        self._driver = CourierDriver(
            self._queue,
            self,
            lambda answered: HttpCarrier(url, answered, broken, health=health),
            self._speakers,
            self._clock,
            broken,
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
        calls = self._office.hooks
        secret, address = (self.secrets.get(name) for name in (HOOK_SECRET, HOOK_ADDRESS))
        if calls is None or not secret or not address:
            return
        gate, resources_of = HookGate(secret, calls.form), calls.resources_of
        hooks = HookServer(read_address(address), gate, lambda body: driver.look_again(resources_of(body)), self._clock)
        try:
            hooks.open()
        except Unavailable as trouble:
            _log.error("hooks_off: %s", trouble, extra={"connector": self.connector})
        else:
            self._hooks = hooks

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

    def _note(self, state: CentralState) -> None:
        self._queue.read(lambda opened: self._board.note(state)).result()

    def _join(self, driver: CourierDriver[NodeShop]) -> None:
        self._speakers.when_came.append(driver.committed)
        self._speakers.accounts.update(self._given())

    def _given(self) -> dict[str, GivenAccount]:
        """The account as it is handed to the other terminals of the store."""
        central, secrets = self._central, self.secrets
        return {
            self.connector: GivenAccount(
                self.connector, central.url, central.user, central.tenant, central.language, secrets.given_ms,
                secrets.get(PASSWORD), " ".join(central.serves),
            )
        }  # fmt: skip

    def begin(self, opened: NodeShop) -> Begun:
        """As `Duties` says."""
        book = opened.store.central_book
        book.attach(self.connector)
        assert self._translator is not None
        manners = self._office.manners
        limits = CourierLimits() if manners.keeps_keys else WITHOUT_KEYS
        courier = Courier(self._translator, book, Budget(manners.hour, manners.minute), self._chance, limits)
        return Begun(courier, gateway_of(opened, self.connector, self._chance, self._limits))

    def kept(self) -> None:
        """As `Duties` says."""
        self._told.kept()

    def look_round(self, opened: NodeShop, standing: Standing, now: Moment, *, rounds: int) -> None:
        """As `Duties` says."""
        self._board.note(state_of(opened, self._speakers, standing, rounds))


def state_of(opened: NodeShop, speakers: Speakers, standing: Standing, rounds: int) -> CentralState:
    """How things stand with a back office or a subscriber, for every screen."""
    name = standing.connector
    figures = next(one for one in opened.reads.central.figures() if one.connector == name)
    is_mine = standing.link not in (Link.STANDBY, Link.REFUSED)
    return CentralState(
        connector=name,
        link=standing.link,
        gateway=opened.store.identity.label if is_mine else speakers.speaker(name),
        pending=figures.pending,
        unknown=figures.unknown,
        parked=figures.parked,
        **opened.store.central_book.totals(name),
        differing=figures.differing,
        left=standing.left,
        oldest=figures.oldest,
        last_confirmed=figures.last_confirmed,
        resumes=instant(standing.resumes_ms * 1000) if standing.resumes_ms else None,
        trouble=standing.trouble,
        detail=standing.detail,
        rounds=rounds,
    )


def gateway_of(opened: NodeShop, connector: str, chance: Chance, limits: GatewayLimits) -> Gateway:
    """This terminal's part in the choice of who speaks with a back office or a subscriber."""
    store = opened.store
    me, mesh = str(store.identity.origin), opened.reads.mesh.terminals()
    paired = sum(row.revoked_at is None and row.label != store.identity.label for row in mesh)
    writers = sum(origin != me for origin, _ in store.known())
    last = store.central_book.last_speaker(connector)
    return Gateway(me, chance, paired=paired, others=writers, last=last, limits=limits)
