"""The devices of this terminal as people see them: how each is, since when, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from aura_terminal.domain.devices import device_id
from aura_terminal.domain.documents import DocumentPut, DocumentWithdrawn
from aura_terminal.domain.drawer import DrawerOpened
from aura_terminal.domain.paper_ways import device_on
from aura_terminal.ports.printing import HealthKind
from aura_terminal.view_models.approvals import Approvals
from aura_terminal.view_models.changes import Changes, Watch
from aura_terminal.view_models.device_cards import Ask, DeviceCard, Question, Reading, Reply, SetUp, cards_of

if TYPE_CHECKING:
    from aura_terminal.domain.business_day import BusinessCalendar
    from aura_terminal.domain.devices import PaperDetour
    from aura_terminal.domain.paper import PrintJob
    from aura_terminal.domain.staff import Actor, Approval
    from aura_terminal.ports.printing import DeviceHealth
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.runner import Runner

LOOK_MILLISECONDS = 15_000
OPEN_HIGH, OPEN_LOW = "open_high", "open_low"


class DevicesModel(QObject):
    """Keeps the cards true: `changed` follows when one differs.

    `asked(Question)` is for the node, `settings_wanted` (pairs of SetUp and its name before) and `removal_wanted(name)`
    for whoever writes the settings, `password_wanted(name, password)` for the keyring; `done(code, device)` says what
    was begun, `refused` carries a RuleBroken, `failed` words of what could not be done.

    A kitchen screen of its own acts as itself. What is heard of the node comes by `health_heard`, `reply_heard`, and
    the settings by `set_up`.
    """

    changed = Signal()
    asked = Signal(object)
    replied = Signal(object)
    settings_wanted = Signal(object)
    removal_wanted = Signal(str)
    password_wanted = Signal(str, str)
    done = Signal(str, str)
    failed = Signal(str)
    refused = Signal(object)

    def __init__(
        self, runner: Runner, changes: Changes, actor: Callable[[], Actor | None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._runner, self._changes, self._actor = runner, changes, actor
        self._reading: Reading | None = None
        self._set_up: tuple[SetUp, ...] = ()
        self._health: tuple[DeviceHealth, ...] = ()
        self._answers: dict[str, str] = {}
        self._asked_of: dict[str, str] = {}
        self._calibrating = ("", "")
        self._numbers = count(1)
        self._cards: tuple[DeviceCard, ...] = ()
        self.approvals = Approvals(runner, self)
        self.watch = Watch(changes, (DocumentPut, DocumentWithdrawn), self)
        self.watch.due.connect(self.refresh)
        self._look = QTimer(self, interval=LOOK_MILLISECONDS)
        self._look.timeout.connect(self.refresh)

    @property
    def cards(self) -> tuple[DeviceCard, ...]:
        """The devices of this terminal in the order of the settings, then those of others by terminal and name."""
        return self._cards

    @property
    def detours(self) -> tuple[PaperDetour, ...]:
        """Every detour of the store that lasts."""
        return () if self._reading is None else self._reading.detours

    @property
    def health(self) -> tuple[DeviceHealth, ...]:
        """What the node last said."""
        return self._health

    @property
    def here(self) -> str:
        """The label of this terminal, "" until the store was read."""
        return "" if self._reading is None else self._reading.here

    @property
    def calendar(self) -> BusinessCalendar | None:
        """The store's wall clock; None until the store was read."""
        return None if self._reading is None else self._reading.calendar

    @property
    def set_ups(self) -> tuple[SetUp, ...]:
        """The devices of the settings."""
        return self._set_up

    @property
    def mails(self) -> bool:
        """Whether receipts can be mailed from here."""
        return any(each.kind is HealthKind.MAIL for each in self._set_up)

    def other_printers(self, name: str) -> tuple[str, ...]:
        """Where the paper of a printer could go instead; its backups first."""
        own = next((each for each in self._set_up if each.name == name), None)
        backups = () if own is None else own.backups
        printers = (each.name for each in self._set_up if each.kind is HealthKind.PRINTER)
        return tuple(dict.fromkeys((*backups, *(each for each in printers if each != name))))

    def device_of(self, route: str) -> str:
        """The name of the device that serves a route, the route itself where none does."""
        if (device := device_on(route)) is not None:
            return device
        return next((each.name for each in self._set_up if route in each.routes), route)

    @Slot()
    def wake(self) -> None:
        """The page is shown."""
        self.refresh()
        self._look.start()

    @Slot()
    def rest(self) -> None:
        """The page is hidden."""
        self._look.stop()

    @Slot()
    def refresh(self) -> None:
        """Read the store again."""
        self._runner.run(_reading, self._show)

    @Slot(object)
    def health_heard(self, rows: Sequence[DeviceHealth]) -> None:
        """The node's word of all devices."""
        self._health = tuple(rows)
        self._compose()

    @Slot(object)
    def set_up(self, rows: Iterable[SetUp]) -> None:
        """The devices of the settings."""
        self._set_up = tuple(rows)
        self._compose()

    @Slot(object)
    def reply_heard(self, reply: Reply) -> None:
        """The node's answer to a question."""
        device = self._asked_of.pop(reply.ask_id, "")
        if device and reply.ask is Ask.READ:
            self._answers[device] = reply.words
            self._compose()
        if reply.ask_id == self._calibrating[0]:
            self._conclude(self._calibrating[1], reply)
        self.replied.emit(reply)

    def _conclude(self, device: str, reply: Reply) -> None:
        """What a shut drawer's switch said; the settings are changed where they had it the wrong way round."""
        self._calibrating = ("", "")
        own = next((each for each in self._set_up if each.name == device), None)
        if own is None or not reply.drawer:
            self.done.emit("no_switch", device)
        elif reply.drawer == "closed":
            self.done.emit("switch_right", device)
        else:
            now = dict(own.options).get("drawer_sensor", OPEN_HIGH)
            kept = tuple(option for option in own.options if option[0] != "drawer_sensor")
            turned = OPEN_LOW if now == OPEN_HIGH else OPEN_HIGH
            self.write((replace(own, options=(*kept, ("drawer_sensor", turned))), device))
            self.done.emit("switch_turned", device)

    def ask(self, ask: Ask, device: str = "", about: SetUp | None = None) -> str:
        """Ask the node; the id that its reply will carry."""
        ask_id = str(next(self._numbers))
        self._asked_of[ask_id] = device
        self.asked.emit(Question(ask_id, ask, device, about))
        return ask_id

    def test_print(self, device: str) -> None:
        """Print the test page."""
        if (actor := self._actor()) is not None:
            call = partial(_test_print, actor, device)
            self._runner.run(call, partial(self._spooled, device), self.refused.emit)

    def kick(self, device: str, reason: str) -> None:
        """Open the drawer without a sale, to see whether it does."""
        if (actor := self._actor()) is not None:
            then = partial(self._kicked, device)
            self.approvals.run(partial(_kick, actor, reason), reason, then, self.refused.emit)

    def send_elsewhere(self, device: str, to: str, reason: str) -> None:
        """All paper of a device comes out at another one from now on."""
        if (actor := self._actor()) is not None:
            call = partial(_send_elsewhere, actor, device, to, reason)
            self._runner.run(call, self._turned, self.refused.emit)

    def switch_back(self, device: str) -> None:
        """Paper of a device of this terminal comes out at the device itself again."""
        self.end_detour(device_id(self.here, device))

    def end_detour(self, detour_id: str) -> None:
        """The same for any detour of the store."""
        if (actor := self._actor()) is not None:
            self._runner.run(partial(_switch_back, actor, detour_id), self._turned, self.refused.emit)

    def believe(self, device: str) -> None:
        """A person saw that its paper comes out: it is printed from now on without waiting for an answer."""
        own = next((each for each in self._set_up if each.name == device), None)
        if own is not None:
            kept = tuple(option for option in own.options if option[0] != "confirm")
            self.write((replace(own, options=(*kept, ("confirm", "none"))), device))

    def calibrate(self, device: str) -> None:
        """Somebody has shut the drawer: what its switch says now is what it says of a shut drawer."""
        self._calibrating = self.ask(Ask.READ, device), device

    def write(self, *changes: tuple[SetUp, str]) -> None:
        """Have the settings say so, if whoever is here may, or somebody allows it; each with its name before, or ""."""
        actor = self._actor()
        if actor is not None:
            name = changes[-1][0].name
            self.approvals.run(partial(_allow, actor, name), name, partial(self._want, changes), self.refused.emit)

    def give_password(self, device: str, password: str) -> None:
        """Keep the password of a mail account, outside of the settings."""
        actor = self._actor()
        if actor is not None and password:
            then = partial(self._want_password, device, password)
            self.approvals.run(partial(_allow, actor, device), device, then, self.refused.emit)

    def remove(self, device: str) -> None:
        """Have the settings forget a device."""
        actor = self._actor()
        if actor is not None:
            then = partial(self._want_removed, device)
            self.approvals.run(partial(_allow, actor, device), device, then, self.refused.emit)

    def _want(self, changes: tuple[tuple[SetUp, str], ...], _allowed: Approval) -> None:
        self.settings_wanted.emit(changes)

    def _want_password(self, device: str, password: str, _allowed: Approval) -> None:
        self.password_wanted.emit(device, password)

    def _want_removed(self, device: str, _allowed: Approval) -> None:
        self.removal_wanted.emit(device)

    def _spooled(self, device: str, _job: PrintJob) -> None:
        self.ask(Ask.TRY, device)
        self.done.emit("test_print", device)

    def _kicked(self, device: str, fact: DrawerOpened) -> None:
        self._changes.announce(fact)
        self.done.emit("kick", device)

    def _turned(self, fact: DocumentPut | DocumentWithdrawn) -> None:
        self._changes.announce(fact)
        self.refresh()

    def _show(self, reading: Reading) -> None:
        self._reading = reading
        self._compose()

    def _compose(self) -> None:
        if self._reading is None:
            return
        cards = cards_of(self._reading, self._set_up, self._health, self._answers)
        if cards != self._cards:
            self._cards = cards
            self.changed.emit()


def _reading(shop: Shop) -> Reading:
    calendar = shop.reads.store.profile().calendar
    return Reading(shop.terminal.label, calendar, shop.devices.detours(), shop.devices.states())


def _test_print(by: Actor, device: str, shop: Shop) -> PrintJob:
    return shop.devices.test_print(by, device)


def _kick(by: Actor, reason: str, approval: Approval | None, shop: Shop) -> DrawerOpened:
    return shop.paying.open_drawer(by, reason, approval)


def _send_elsewhere(by: Actor, device: str, to: str, reason: str, shop: Shop) -> DocumentPut:
    return shop.devices.send_elsewhere(by, device, to, reason)


def _switch_back(by: Actor, detour_id: str, shop: Shop) -> DocumentWithdrawn:
    return shop.devices.switch_back(by, detour_id)


def _allow(by: Actor, device: str, approval: Approval | None, shop: Shop) -> Approval:
    return shop.devices.allow_set_up(by, device, approval)
