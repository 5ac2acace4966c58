"""The store's own papers while somebody changes them: a draft with its receipt, and what is kept at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from aura_terminal.domain.documents import DocumentPut, DocumentWithdrawn
from aura_terminal.domain.errors import Unavailable
from aura_terminal.domain.ids import TenderId
from aura_terminal.domain.saying import in_words
from aura_terminal.domain.shop import Logo, StoreProfile
from aura_terminal.domain.tenders import Tender, TenderKind
from aura_terminal.view_models.changes import Changes, Watch
from aura_terminal.view_models.long_work import LongWork

if TYPE_CHECKING:
    from aura_terminal.domain.paper import PaperDocument
    from aura_terminal.domain.saying import Wording
    from aura_terminal.domain.staff import Actor
    from aura_terminal.use_cases.shop import Shop
    from aura_terminal.use_cases.store_editing import ProfileKept, StoreDesk
    from aura_terminal.view_models.runner import Runner
    from aura_terminal.view_models.session import SessionModel

COINS = (1, 5, 10, 20, 50, 100)
MINUTES_A_STEP = 30
TEXTS = ("name", "legal_name", "phone", "tax_number", "receipt_link", "currency")
LINES = {"address": 4, "receipt_header": 3, "receipt_footer": 4}
"""Fields of several lines, with how many can be written here."""


class StoreEditingModel(QObject):
    """`changed` follows every reading and stroke; `kept(day)` the keeping of a draft: the last business date for which
    the former end of day holds, None where it stays. `refused` carries a RuleBroken, `failed` words of a picture.
    """

    changed = Signal()
    kept = Signal(object)
    refused = Signal(object)
    failed = Signal(str)

    def __init__(
        self, runner: Runner, session: SessionModel, changes: Changes, read_logo: Callable[[str], Logo],
        wording_of: Callable[[StoreProfile], Wording], parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._runner, self._session, self._changes, self._read_logo = runner, session, changes, read_logo
        self._wording_of = wording_of
        self.desk: StoreDesk | None = None
        self._draft: StoreProfile | None = None
        self._work = LongWork(self)
        self.watch = Watch(changes, (DocumentPut, DocumentWithdrawn), self)
        self.watch.due.connect(self.refresh)
        self._author = session.actor.id if session.actor is not None else ""
        session.signed_in.connect(self._meet)

    @property
    def draft(self) -> StoreProfile | None:
        """The profile as it is written now; None before the first reading."""
        return self._draft

    @property
    def is_changed(self) -> bool:
        """Whether something is written that is not kept."""
        return self.desk is not None and self._draft != self.desk.profile

    def preview(self, profile: StoreProfile) -> PaperDocument:
        """A receipt with this head and foot, in the language of this profile."""
        from aura_terminal.use_cases.store_editing import receipt_preview

        return in_words(receipt_preview(profile), self._wording_of(profile))

    @Slot()
    def refresh(self) -> None:
        """Read the store as it is; what is being written stays."""
        self._runner.run(lambda shop: shop.store_editing.desk(), self._show, self.refused.emit)

    def text_of(self, field: str) -> str:
        """What a field says: `name`, or `address:1` for a line."""
        if self._draft is None:
            return ""
        name, _, place = field.partition(":")
        value = getattr(self._draft, name)
        if not place:
            return str(value)
        return value[int(place)] if int(place) < len(value) else ""

    def write(self, field: str, words: str) -> None:
        """Write a field, or a line of one; an empty line is left out when it is kept."""
        if self._draft is None:
            return
        name, _, place = field.partition(":")
        if not place:
            said = words.strip().upper() if name == "currency" else words
            self._become(_with(self._draft, name, said))
            return
        lines = [*getattr(self._draft, name)]
        lines += [""] * (int(place) + 1 - len(lines))
        lines[int(place)] = words
        while lines and not lines[-1]:
            lines.pop()
        self._become(_with(self._draft, name, tuple(lines)))

    def write_zone(self, zone: str) -> None:
        """Another time zone."""
        if self._draft is not None:
            self._become(replace(self._draft, calendar=replace(self._draft.calendar, zone=zone.strip())))

    def step_cutoff(self, by: int) -> None:
        """The end of the business day half an hour later or earlier; it lies between midnight and noon."""
        if self._draft is not None:
            now = self._draft.calendar.cutoff
            minutes = min(12 * 60, max(0, now.hour * 60 + now.minute + by * MINUTES_A_STEP))
            cutoff = time(minutes // 60, minutes % 60)
            self._become(replace(self._draft, calendar=replace(self._draft.calendar, cutoff=cutoff)))

    def choose_logo(self, file: str) -> None:
        """Take a picture for the head of receipts; it is made black and white off the screen's thread."""
        self._work.run(lambda watch: self._read_logo(file), self._take_logo, self._tell_failed)

    @Slot()
    def drop_logo(self) -> None:
        """Receipts without a picture."""
        if self._draft is not None:
            self._become(replace(self._draft, receipt_logo=None))

    @Slot()
    def _meet(self) -> None:
        """What somebody wrote and did not keep waits for them, and for nobody else."""
        before, self._author = self._author, self._session.actor.id if self._session.actor is not None else ""
        if before != self._author:
            self.discard()

    @Slot()
    def discard(self) -> None:
        """Forget what is written and not kept."""
        self._draft = None if self.desk is None else self.desk.profile
        self.changed.emit()

    @Slot()
    def keep(self) -> None:
        """Keep what is written."""
        by, draft = self._session.must_actor(), self._draft
        if by is not None and draft is not None and self.is_changed:
            self._runner.run(partial(_keep, by, draft), self._hear_kept, self.refused.emit)

    def step_coin(self, by: int) -> None:
        """The next larger or smaller coin that cash is rounded to; kept at once."""
        actor = self._session.must_actor()
        if actor is not None and self.desk is not None:
            step = self.desk.cash_step
            near = min(range(len(COINS)), key=lambda place: abs(COINS[place] - step))
            coin = COINS[max(0, min(len(COINS) - 1, near + by))]
            if coin != step:
                self._runner.run(partial(_set_coin, actor, coin), self._hear, self.refused.emit)

    def switch_tender(self, tender_id: str) -> None:
        """Take a way to pay no more, or again; kept at once."""
        tender = self._tender(tender_id)
        if tender is not None:
            self._put_tender(replace(tender, active=not tender.active))

    def add_tender(self, name: str) -> None:
        """One more way to pay that is noted only, such as a voucher; kept at once."""
        taken = () if self.desk is None else self.desk.tenders
        if name.strip():
            stem = "".join(sign if sign.isalnum() else "-" for sign in name.strip().casefold())
            id = stem if stem not in {each.id for each in taken} else f"{stem}-{len(taken)}"
            position = max((each.position for each in taken), default=0) + 1
            self._put_tender(Tender(TenderId(id), name, TenderKind.OTHER, position=position))

    def _tender(self, tender_id: str) -> Tender | None:
        tenders = () if self.desk is None else self.desk.tenders
        return next((each for each in tenders if each.id == tender_id), None)

    def _put_tender(self, tender: Tender) -> None:
        by = self._session.must_actor()
        if by is not None:
            self._runner.run(partial(_put_tender, by, tender), self._hear, self.refused.emit)

    def _become(self, draft: StoreProfile) -> None:
        if draft != self._draft:
            self._draft = draft
            self.changed.emit()

    def _show(self, desk: StoreDesk) -> None:
        was_changed = self.is_changed
        self.desk = desk
        if not was_changed:
            self._draft = desk.profile
        self.changed.emit()

    def _take_logo(self, logo: Logo) -> None:
        if self._draft is not None:
            self._become(replace(self._draft, receipt_logo=logo))

    def _tell_failed(self, trouble: Unavailable) -> None:
        self.failed.emit(trouble.hint)

    def _hear_kept(self, kept: ProfileKept) -> None:
        if self.desk is not None and isinstance(kept.fact.body, StoreProfile):
            self.desk = replace(self.desk, profile=kept.fact.body)
            self._draft = kept.fact.body
        self._changes.announce(kept.fact)
        until: date | None = kept.runs_until
        self.kept.emit(until)
        self.changed.emit()

    def _hear(self, fact: DocumentPut) -> None:
        self._changes.announce(fact)
        self.refresh()


def _keep(by: Actor, draft: StoreProfile, shop: Shop) -> ProfileKept:
    return shop.store_editing.change_profile(by, draft)


def _set_coin(by: Actor, coin: int, shop: Shop) -> DocumentPut:
    return shop.store_editing.set_smallest_coin(by, coin)


def _put_tender(by: Actor, tender: Tender, shop: Shop) -> DocumentPut:
    return shop.store_editing.put_tender(by, tender)


def _with(draft: StoreProfile, field: str, value: Any) -> StoreProfile:  # the field decides what it may be
    change: dict[str, Any] = {field: value}
    return replace(draft, **change)
