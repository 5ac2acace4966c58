"""Whose drawer cash goes into: the session of whoever takes it, else the one all at the terminal share."""

from __future__ import annotations

from dataclasses import dataclass

from aura_terminal.domain.cash import DrawerSession
from aura_terminal.domain.cash_rules import CashRules, DrawerPlace, SessionNeed, drawers_at, session_used
from aura_terminal.domain.drawer import DrawerOpened, OpeningReason
from aura_terminal.domain.errors import Rule, RuleBroken
from aura_terminal.domain.ids import DrawerId, OrderId, SessionId, StaffId
from aura_terminal.domain.paper import PrintJob, PrintJobId, SpoolKind
from aura_terminal.domain.paper_ways import DRAWER_ROUTE, device_route
from aura_terminal.domain.saying import said
from aura_terminal.ports.cash_rows import rules_of
from aura_terminal.ports.chance import Ids
from aura_terminal.ports.store import TerminalIdentity, Work


@dataclass(frozen=True, slots=True)
class DrawerUse:
    """A drawer of this terminal, and the session that answers for what goes in and out of it, if any."""

    place: DrawerPlace
    session_id: SessionId | None = None


def drawer_used(work: Work, terminal: TerminalIdentity, by: StaffId) -> DrawerUse:
    """The drawer somebody's cash goes into here; one that somebody else answers for is taken last and without them."""
    rules, running = rules_of(work.documents), work.cash.open_sessions()
    session = session_used(running, terminal.labels, by)
    if session is not None:
        return DrawerUse(place_of(rules, session), session.id)
    taken = {one.beginning.drawer_id for one in running}
    places = drawers_at(rules, *terminal.labels)
    return DrawerUse(next((place for place in places if place.id not in taken), places[0]))


def drawer_to_take_cash(work: Work, terminal: TerminalIdentity, by: StaffId) -> DrawerUse:
    """The same; raises RuleBroken(SESSION_NEEDED) where the house wants somebody to answer for cash and nobody does."""
    use = drawer_used(work, terminal, by)
    if use.session_id is None and rules_of(work.documents).session is SessionNeed.NEEDED:
        raise RuleBroken(Rule.SESSION_NEEDED)
    return use


def place_of(rules: CashRules, session: DrawerSession) -> DrawerPlace:
    """The drawer of a session, also where the rules do not list it any more."""
    begun = session.beginning
    listed = (place for place in rules.drawers if place.id == begun.drawer_id)
    return next(listed, DrawerPlace(begun.drawer_id, begun.drawer_id, begun.terminal))


def place_named(rules: CashRules, terminal: TerminalIdentity, drawer_id: DrawerId) -> DrawerPlace:
    """A drawer of this terminal or of another one the rules list. Raises RuleBroken(DRAWER_UNKNOWN)."""
    known = {place.id: place for place in (*rules.drawers, *drawers_at(rules, *terminal.labels))}
    if drawer_id not in known:
        raise RuleBroken(Rule.DRAWER_UNKNOWN, drawer=drawer_id)
    return known[drawer_id]


def open_drawer(
    work: Work, ids: Ids, place: DrawerPlace, why: OpeningReason, title: str, order_id: OrderId | None = None,
    note: str = "",
) -> DrawerOpened:  # fmt: skip
    """Keep that a drawer is opened, and spool what opens it."""
    opened = DrawerOpened(place.id, work.now, why, order_id, note)
    work.keep(opened)
    work.spool(kick(ids, place, title, order_id))
    return opened


def refund_title(number: str) -> str:
    """What staff call the opening of a drawer for money that goes back of an order."""
    return said("Refund {number}", number=number)


def kick(ids: Ids, place: DrawerPlace, title: str, order_id: OrderId | None) -> PrintJob:
    """The job that opens a drawer."""
    route = device_route(place.device) if place.device else DRAWER_ROUTE
    return PrintJob(PrintJobId(ids.new()), SpoolKind.DRAWER_KICK, route, title, order_id)
