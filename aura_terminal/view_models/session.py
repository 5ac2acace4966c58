"""Who works at this terminal now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from aura_terminal.domain.errors import Rule, RuleBroken

if TYPE_CHECKING:
    from aura_terminal.domain.facts import Fact
    from aura_terminal.domain.ids import StaffId
    from aura_terminal.domain.kinds import Permission
    from aura_terminal.domain.staff import Actor, SignedOut
    from aura_terminal.ports.reads import StaffRow
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.view_models.changes import Changes
    from aura_terminal.view_models.runner import Runner


class SessionModel(QObject):
    """Signing in and out. `signed_in` carries the StaffRow of the person, `refused` the RuleBroken that met a PIN.

    `identified` carries the Actor of somebody who showed a PIN for an act of their own, without signing in.
    `rights_changed` follows when what the person may do was changed meanwhile. Who may work here no more, or has
    another PIN now, is signed out, and `dismissed` says why with a RuleBroken.
    After PIN_LOCKED the seconds left are counted down for that person: `wait_changed(staff_id, seconds)` each second.
    `tick_milliseconds` is the length of such a second. Any verb asked of a terminal nobody has signed in to is answered
    by `sign_in_needed`.
    """

    signed_in = Signal(object)
    identified = Signal(object)
    signed_out = Signal()
    rights_changed = Signal()
    dismissed = Signal(object)
    sign_in_needed = Signal()
    refused = Signal(object)
    staff_changed = Signal()
    wait_changed = Signal(str, int)

    def __init__(self, runner: Runner, *, tick_milliseconds: int = 1000, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._staff: tuple[StaffRow, ...] = ()
        self._actor: Actor | None = None
        self._waits: dict[StaffId, int] = {}
        self._second = QTimer(self)
        self._second.setInterval(tick_milliseconds)
        self._second.timeout.connect(self._tick)
        runner.rights_changed.connect(self.renew)

    def follow(self, changes: Changes) -> None:
        """Look again at what the person may do whenever roles, people or PINs may have changed."""
        from aura_terminal.view_models.changes import Watch  # a terminal that only starts follows nothing

        self._watch = Watch(changes, _about_rights, self)
        self._watch.due.connect(self.renew)
        self._watch.wake()

    @property
    def staff(self) -> tuple[StaffRow, ...]:
        """The name tiles."""
        return self._staff

    @property
    def actor(self) -> Actor | None:
        """Who is signed in, with what they may do."""
        return self._actor

    @property
    def person(self) -> StaffRow | None:
        """The name tile of who is signed in."""
        actor = self._actor
        return None if actor is None else next((row for row in self._staff if row.id == actor.id), None)

    def may(self, permission: Permission) -> bool:
        """Whether the person here holds a right themselves."""
        return self._actor is not None and permission in self._actor.permissions

    def wait_of(self, staff_id: StaffId) -> int:
        """How many seconds this person's PIN is not accepted yet."""
        return self._waits.get(staff_id, 0)

    def must_actor(self) -> Actor | None:
        """Who is signed in; where nobody is, `sign_in_needed` has been said."""
        if self._actor is None:
            self.sign_in_needed.emit()
        return self._actor

    def prime(self, staff: Sequence[StaffRow]) -> None:
        """Show these name tiles until the store can be read."""
        self._show_staff(tuple(staff))

    @Slot()
    def refresh(self) -> None:
        """Read the name tiles again."""
        self._runner.run(_staff, self._show_staff)

    def sign_in(self, staff_id: StaffId, pin: str) -> None:
        """Somebody gives a PIN; who was signed in before leaves in the same breath."""
        call = partial(_sign_in, staff_id, pin, self._actor)
        self._runner.run(call, self._enter, partial(self._refuse, staff_id))

    def identify(self, staff_id: StaffId, pin: str) -> None:
        """Somebody shows who they are by a PIN; who is signed in stays so, and wrong tries count all the same."""
        self._runner.run(partial(_identify, staff_id, pin), self._tell, partial(self._refuse, staff_id))

    def sign_in_badge(self, code: str, refused: Callable[[RuleBroken], None]) -> None:
        """Somebody holds a badge before the reader; who was signed in before leaves in the same breath."""
        self._runner.run(partial(_sign_in_badge, code, self._actor), self._enter, refused)

    @Slot()
    def renew(self) -> None:
        """Look at what the person may do now."""
        if self._actor is not None:
            self._runner.run(partial(_renew, self._actor), self._go_on, partial(self._dismiss, self._actor.id))

    @Slot()
    def lock(self) -> None:
        """Leave the terminal; the order on the counter stays. What was tapped before is still done."""
        actor, self._actor = self._actor, None
        if actor is not None:
            self._runner.run(partial(_sign_out, actor), self._leave)
            self.signed_out.emit()

    def _show_staff(self, staff: tuple[StaffRow, ...]) -> None:
        if staff != self._staff:
            self._staff = staff
            self.staff_changed.emit()

    def _enter(self, answer: tuple[Actor, tuple[StaffRow, ...]]) -> None:
        self._actor, staff = answer
        self._show_staff(staff)
        self._waits.pop(self._actor.id, None)
        self.signed_in.emit(self.person)

    def _go_on(self, actor: Actor) -> None:
        if self._actor is not None and self._actor.id == actor.id and self._actor != actor:
            self._actor = actor
            self.rights_changed.emit()

    def _dismiss(self, staff_id: StaffId, broken: RuleBroken) -> None:
        if self._actor is not None and self._actor.id == staff_id:
            self.lock()
            self.dismissed.emit(broken)

    def _tell(self, actor: Actor) -> None:
        self._waits.pop(actor.id, None)
        self.identified.emit(actor)

    def _leave(self, fact: SignedOut) -> None:
        self._waits.pop(fact.staff_id, None)

    def _refuse(self, staff_id: StaffId, broken: RuleBroken) -> None:
        if broken.rule is Rule.PIN_LOCKED:
            self._waits[staff_id] = int(broken.details["seconds"])
            self._second.start()
            self.wait_changed.emit(staff_id, self._waits[staff_id])
        self.refused.emit(broken)

    @Slot()
    def _tick(self) -> None:
        for staff_id, seconds in tuple(self._waits.items()):
            left = seconds - 1
            if left > 0:
                self._waits[staff_id] = left
            else:
                del self._waits[staff_id]
            self.wait_changed.emit(staff_id, left)
        if not self._waits:
            self._second.stop()


def _staff(shop: Shop) -> tuple[StaffRow, ...]:
    return shop.reads.store.staff()


def _sign_in(staff_id: StaffId, pin: str, leaving: Actor | None, shop: Shop) -> tuple[Actor, tuple[StaffRow, ...]]:
    actor = shop.access.sign_in(staff_id, pin)
    if leaving is not None and leaving.id != actor.id:
        shop.access.sign_out(leaving)
    return actor, shop.reads.store.staff()


def _renew(actor: Actor, shop: Shop) -> Actor:
    return shop.access.renew(actor)


def _about_rights() -> tuple[type[Fact], ...]:
    from aura_terminal.domain.documents import DocumentPut, DocumentWithdrawn
    from aura_terminal.domain.staff import PinSet

    return DocumentPut, DocumentWithdrawn, PinSet


def _identify(staff_id: StaffId, pin: str, shop: Shop) -> Actor:
    return shop.access.identify(staff_id, pin)


def _sign_in_badge(code: str, leaving: Actor | None, shop: Shop) -> tuple[Actor, tuple[StaffRow, ...]]:
    actor = shop.badges.sign_in(code)
    if leaving is not None and leaving.id != actor.id:
        shop.access.sign_out(leaving)
    return actor, shop.reads.store.staff()


def _sign_out(actor: Actor, shop: Shop) -> SignedOut:
    return shop.access.sign_out(actor)
