"""The node's central back offices as long as there may be none: a terminal that has none loads nothing of them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

from aura_terminal.app.central_settings import CentralSettings, shared_out
from aura_terminal.app.peer_identity import is_paired
from aura_terminal.app.settings import SettingsProblem
from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.events import connector_of, is_subscriber, subscriber_of
from aura_terminal.ports.chance import Clock
from sync.node.frames import Frame, Topic

if TYPE_CHECKING:
    from aura_terminal.app.central_accounts import AccountSecrets
    from aura_terminal.app.central_link import CentralBoard, CentralLink
    from aura_terminal.app.node_live import NodeLive
    from aura_terminal.app.node_shop import NodeShop
    from aura_terminal.app.subscriber_link import SubscriberLink
    from aura_terminal.app.subscriber_settings import SubscriberSettings
    from sync.mesh.contract import GivenAccount
    from sync.node.courier_driver import CourierDriver
    from sync.node.speakers import Speakers
    from sync.node.store_queue import StoreQueue

_log = logging.getLogger(__name__)


class NodeCentrals:
    """Begins to speak with every back office that is set up; called by the node's own loop."""

    def __init__(
        self, folder: Path, centrals: tuple[CentralSettings, ...], queue: StoreQueue[NodeShop], clock: Clock,
        speakers: Callable[[], Speakers], subscribers: tuple[SubscriberSettings, ...] = (),
    ) -> None:  # fmt: skip
        self._folder = folder
        self._centrals = centrals
        self._subscribers = subscribers
        self._queue = queue
        self._clock = clock
        self._speakers = speakers
        self._links: dict[str, CentralLink] = {}
        self._tellers: list[SubscriberLink] = []
        self._board: CentralBoard | None = None
        self._live: NodeLive | None = None
        self._given: SimpleQueue[tuple[GivenAccount, ...]] = SimpleQueue()

    @property
    def links(self) -> tuple[CentralLink, ...]:
        """Those that were begun, by name."""
        return tuple(self._links[name] for name in sorted(self._links))

    def open(
        self, publish: Callable[[Topic, str], None], committed: Callable[[], None],
        broken: Callable[[BaseException], None],
    ) -> None:  # fmt: skip
        """Begin. What keeps this terminal from one of them is logged: it sells and prints all the same."""
        self._publish, self._committed, self._broken = publish, committed, broken
        if is_paired(self._folder):
            self._queue.read(lambda opened: self._speakers().when_given.append(self._given.put))
        for central in self._centrals:
            self.begin(central)
        try:
            gone = self._queue.write(self._drop_gone).result()
        except Unavailable as trouble:
            _log.error("subscribers_kept: %s", trouble)
        else:
            self._remember_gone(gone)
        for subscriber in self._subscribers:
            self._subscribe(subscriber)

    def begin(self, central: CentralSettings) -> None:
        """Speak with one more from now on; nothing happens when that was begun before for the same uses."""
        from aura_terminal.app.central_link import CentralBoard, CentralLink, Told

        name, serves = central.connector.value, shared_out(self._centrals)[central.connector]
        before = self._links.get(name)
        if before is not None and before.serves == serves:
            return
        if before is not None:
            before.close()
            del self._links[name]
        self._board = self._board or CentralBoard(self._publish)
        told = Told(self._publish, self._committed, self._broken)
        link = CentralLink(self._folder, central, self._queue, self._clock, self._speakers(), self._board, told, serves)
        try:
            link.open()
        except (Unavailable, OSError) as trouble:
            _log.error("central_off: %s", trouble, extra={"connector": name})
            link.close()
        else:
            self._links[name] = link

    def _subscribe(self, subscriber: SubscriberSettings) -> None:
        """Tell a subscriber from now on."""
        from aura_terminal.app.central_link import CentralBoard, Told
        from aura_terminal.app.subscriber_link import SubscriberLink

        self._board = self._board or CentralBoard(self._publish)
        told = Told(self._publish, self._committed, self._broken)
        link = SubscriberLink(self._folder, subscriber, self._queue, self._clock, self._speakers(), self._board, told)
        try:
            link.open()
        except (Unavailable, OSError) as trouble:
            _log.error("subscriber_off: %s", trouble, extra={"connector": link.connector})
            link.close()
        else:
            self._tellers.append(link)

    def _drop_gone(self, opened: NodeShop) -> tuple[str, ...]:
        """Subscribers whose tables somebody took out of settings by hand are not waited for; their names."""
        kept = {connector_of(one.name) for one in self._subscribers}
        told = (figures.connector for figures in opened.reads.central.figures())
        gone = tuple(one for one in told if is_subscriber(one) and one not in kept)
        for connector in gone:
            opened.store.central_book.detach(connector)
            _log.warning("subscriber_gone", extra={"connector": connector})
        return tuple(map(subscriber_of, gone))

    def _remember_gone(self, names: tuple[str, ...]) -> None:
        """What was taken away by hand is taken away for the store: no other terminal brings it back."""
        from aura_terminal.app.subscriber_secrets import forget_secret, read_secret

        for name in names:
            store_id = self._queue.read(lambda opened: opened.store.identity.store_id).result()
            if read_secret(self._folder, store_id, name).secret:
                forget_secret(self._folder, store_id, name, round(self._clock.now().timestamp() * 1000))

    def close(self) -> None:
        """Let everything go; may be called twice."""
        if self._live is not None:
            self._live.close()
        for link in self._all():
            link.close()

    def _all(self) -> tuple[CentralLink | SubscriberLink, ...]:
        return (*self._links.values(), *self._tellers)

    def _drivers(self) -> tuple[CourierDriver[NodeShop], ...]:
        return tuple(link.driver for link in self._all())

    def tick(self) -> None:
        """A quarter of a second has passed."""
        while not self._given.empty():
            for account in self._given.get():
                self._take(account)
        for driver in self._drivers():
            driver.tick()

    def committed(self) -> None:
        """Facts were committed, by this terminal or by another one."""
        for driver in self._drivers():
            driver.committed()

    def hear(self, frame: Frame) -> None:
        """What a screen, or a command, says to the node."""
        if frame.topic is Topic.CALL:
            self._call(frame)
            return
        if frame.topic is Topic.ACCOUNT:
            for central in self._centrals:
                self.begin(central)
            if self._live is not None:
                self._live.forget()
            for office in self._links.values():
                office.read_account()
        for driver in self._drivers():
            if frame.topic is Topic.TOUCH:
                driver.feel()
            elif frame.topic is Topic.FACTS:
                driver.committed()
            elif frame.topic is Topic.SYNC:
                driver.begin_round()
            elif frame.topic is Topic.TOKEN:
                driver.tell_again()
        if frame.topic is Topic.TOKEN and self._board is not None:
            self._queue.read(self._tell)

    def _call(self, frame: Frame) -> None:
        if self._live is None:
            from aura_terminal.app.node_live import NodeLive

            self._live = NodeLive(self._folder, self._secrets_of, self._clock, self._publish, self._broken)
        self._live.hear(frame)

    def _secrets_of(self, connector: str) -> tuple[CentralSettings, AccountSecrets] | None:
        link = self._links.get(connector)
        return None if link is None else (link.settings, link.secrets)

    def _take(self, given: GivenAccount) -> None:
        """Another terminal of the store has an account: this one may then speak for the store as well."""
        from aura_terminal.app.central_accounts import keep_given

        if is_subscriber(given.connector):
            self._take_subscriber(given)
            return
        link = self._links.get(given.connector)
        if link is not None:
            link.take(given)
            return
        known = next((one for one in self._centrals if one.connector.value == given.connector), None)
        store_id = self._queue.read(lambda opened: opened.store.identity.store_id).result()
        try:
            central = keep_given(self._folder, store_id, given, known)
        except SettingsProblem as wrong:
            _log.error("central_off: %s", wrong, extra={"connector": given.connector})
            return
        if central is None:
            return
        _log.info("central_given", extra={"connector": given.connector})
        self._centrals = (*(one for one in self._centrals if one is not known), central)
        for one in self._centrals:  # what others are used for may be less now
            self.begin(one)

    def _take_subscriber(self, given: GivenAccount) -> None:
        """Another terminal of the store tells a subscriber, or nothing any more: of two words the later one counts."""
        from aura_terminal.app.setting_kinds import WrongValue
        from aura_terminal.app.settings_file import add_subscriber, remove_subscriber
        from aura_terminal.app.subscriber_secrets import (
            KeptSecret,
            as_removed,
            keep_secret,
            read_secret,
            subscriber_given,
        )

        name, connector = subscriber_of(given.connector), given.connector
        store_id = self._queue.read(lambda opened: opened.store.identity.store_id).result()
        kept = read_secret(self._folder, store_id, name)
        if given.given_ms <= kept.given_ms:
            if not kept.secret:
                self._hand_on(as_removed(connector, kept.given_ms))
            return
        try:
            said = subscriber_given(given)
            self._unsubscribe(name)
            remove_subscriber(self._folder, name)
            if said is not None:
                add_subscriber(self._folder, said)
        except (WrongValue, SettingsProblem) as wrong:
            _log.error("subscriber_off: %s", wrong, extra={"connector": connector})
            return
        keep_secret(self._folder, store_id, name, KeptSecret(given.secret if said else "", given.given_ms))
        _log.info("subscriber_given" if said else "subscriber_taken_away", extra={"connector": connector})
        if said is None:
            self._queue.write(lambda opened: opened.store.central_book.detach(connector)).result()
            self._hand_on(given)
        else:
            self._subscribers = (*self._subscribers, said)
            self._subscribe(said)

    def _unsubscribe(self, name: str) -> None:
        for link in [link for link in self._tellers if link.name == name]:
            link.close()
            self._tellers.remove(link)
        self._subscribers = tuple(one for one in self._subscribers if one.name != name)

    def _hand_on(self, given: GivenAccount) -> None:
        self._queue.read(lambda opened: self._speakers().accounts.update({given.connector: given}))

    def _tell(self, opened: NodeShop) -> None:
        assert self._board is not None
        self._board.tell()
