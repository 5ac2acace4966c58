"""All that can be asked of the shop, in one value that is handed to whoever asks."""

from __future__ import annotations

from dataclasses import dataclass

from aura_terminal.ports.chance import Clock, Ids
from aura_terminal.ports.paper_press import NO_PRESS, PaperPress
from aura_terminal.ports.printing import PaperReads, Spool
from aura_terminal.ports.reads import Reads
from aura_terminal.ports.store import Begin, PinVault, TerminalIdentity
from aura_terminal.ports.wordings import ENGLISH_ONLY, Wordings
from aura_terminal.use_cases.access import Access
from aura_terminal.use_cases.administration import Administration
from aura_terminal.use_cases.ages import Ages
from aura_terminal.use_cases.audit import Audit
from aura_terminal.use_cases.automatic import Automatic
from aura_terminal.use_cases.badges import Badges
from aura_terminal.use_cases.card_answers import CardAnswers
from aura_terminal.use_cases.card_desk import CardDeskWork
from aura_terminal.use_cases.card_returns import CardReturns
from aura_terminal.use_cases.cards import Cards
from aura_terminal.use_cases.cash import Cash
from aura_terminal.use_cases.cash_desk import CashDesks
from aura_terminal.use_cases.central import Centrals
from aura_terminal.use_cases.central_sheets import CentralSheets
from aura_terminal.use_cases.closing import Closing
from aura_terminal.use_cases.combos import Combos
from aura_terminal.use_cases.conflicts import Conflicts
from aura_terminal.use_cases.delivery import Deliveries
from aura_terminal.use_cases.devices import Devices
from aura_terminal.use_cases.dietary import Dietary
from aura_terminal.use_cases.errands import Errands
from aura_terminal.use_cases.feedback import FeedbackDesk
from aura_terminal.use_cases.floor import Floor
from aura_terminal.use_cases.floor_editing import FloorEditing
from aura_terminal.use_cases.guest_checks import GuestChecks
from aura_terminal.use_cases.guests import Guests
from aura_terminal.use_cases.handing import Handing
from aura_terminal.use_cases.held_orders import HeldOrders
from aura_terminal.use_cases.hours import Hours
from aura_terminal.use_cases.invoicing import Invoicing
from aura_terminal.use_cases.kitchen import Kitchen
from aura_terminal.use_cases.labor import Labor
from aura_terminal.use_cases.leads import Leads
from aura_terminal.use_cases.line_discounts import LineDiscounts
from aura_terminal.use_cases.linking import Linking
from aura_terminal.use_cases.loyalty import Loyalty
from aura_terminal.use_cases.menu_editing import MenuEditing
from aura_terminal.use_cases.open_items import OpenItems
from aura_terminal.use_cases.ordering import Ordering
from aura_terminal.use_cases.outages import Outages
from aura_terminal.use_cases.ownership import Ownership
from aura_terminal.use_cases.paper_bridge import PaperBridge
from aura_terminal.use_cases.paper_queue import PaperQueue
from aura_terminal.use_cases.paying import Paying
from aura_terminal.use_cases.people import People
from aura_terminal.use_cases.price_levels import PriceLevels
from aura_terminal.use_cases.promotions import Discounts
from aura_terminal.use_cases.punch_editing import PunchEditing
from aura_terminal.use_cases.purchasing import Purchasing
from aura_terminal.use_cases.regulars import Regulars
from aura_terminal.use_cases.reports import Reports
from aura_terminal.use_cases.reservations import Reservations
from aura_terminal.use_cases.returns import Returns
from aura_terminal.use_cases.rounds import Rounds
from aura_terminal.use_cases.safekeeping import Safekeeping
from aura_terminal.use_cases.sale_rules import HouseOfSale
from aura_terminal.use_cases.sections import Sections
from aura_terminal.use_cases.service_desk import ServiceDesk
from aura_terminal.use_cases.sharing import Sharing
from aura_terminal.use_cases.shift_reports import ShiftReports
from aura_terminal.use_cases.slip_tips import SlipTips
from aura_terminal.use_cases.standing import Standing
from aura_terminal.use_cases.stock import Stock
from aura_terminal.use_cases.store_editing import StoreEditing
from aura_terminal.use_cases.supplies import Supplies
from aura_terminal.use_cases.tables import Tables
from aura_terminal.use_cases.tabs import Tabs
from aura_terminal.use_cases.terminals import Terminals
from aura_terminal.use_cases.tips import Tips
from aura_terminal.use_cases.value_accounts import ValueAccounts
from aura_terminal.use_cases.value_paying import ValuePaying
from aura_terminal.use_cases.value_selling import ValueSelling
from aura_terminal.use_cases.waitlist import Waitlist
from aura_terminal.use_cases.weighing import Weighing
from aura_terminal.use_cases.worded_paper import worded


@dataclass(frozen=True, slots=True)
class Shop:
    """The use cases and reads of one store; to be used on the store thread only."""

    terminal: TerminalIdentity
    clock: Clock
    reads: Reads
    bridge: PaperBridge
    ordering: Ordering
    paying: Paying
    kitchen: Kitchen
    access: Access
    closing: Closing
    shift_reports: ShiftReports
    tips: Tips
    administration: Administration
    floor: Floor
    linking: Linking
    sharing: Sharing
    handing: Handing
    floor_editing: FloorEditing
    conflicts: Conflicts
    safekeeping: Safekeeping
    stock: Stock
    store_editing: StoreEditing
    delivery: Deliveries
    labor: Labor
    punch_editing: PunchEditing
    hours: Hours
    terminals: Terminals
    outages: Outages
    centrals: Centrals
    discounts: Discounts
    line_discounts: LineDiscounts
    automatic: Automatic
    open_items: OpenItems
    ages: Ages
    price_levels: PriceLevels
    house_of_sale: HouseOfSale
    guest_checks: GuestChecks
    service: ServiceDesk
    rounds: Rounds
    slip_tips: SlipTips
    guests: Guests
    loyalty: Loyalty
    reservations: Reservations
    waitlist: Waitlist
    leads: Leads
    errands: Errands
    dietary: Dietary
    regulars: Regulars
    supplies: Supplies
    purchasing: Purchasing
    feedback: FeedbackDesk
    held_orders: HeldOrders
    cards: Cards
    card_returns: CardReturns
    card_answers: CardAnswers
    card_desk: CardDeskWork
    paper: PaperQueue
    devices: Devices
    weighing: Weighing
    combos: Combos
    badges: Badges
    cash: Cash
    cash_desks: CashDesks
    ownership: Ownership
    audit: Audit
    people: People
    reports: Reports
    central_sheets: CentralSheets
    menu_editing: MenuEditing
    tabs: Tabs
    value_accounts: ValueAccounts
    value_paying: ValuePaying
    value_selling: ValueSelling
    invoicing: Invoicing
    returns: Returns
    tables: Tables
    sections: Sections


def open_shop(
    begin: Begin, reads: Reads, vault: PinVault, clock: Clock, ids: Ids, terminal: TerminalIdentity, spool: Spool,
    paper: PaperReads, press: PaperPress = NO_PRESS, wordings: Wordings = ENGLISH_ONLY,
) -> Shop:  # fmt: skip
    """Join the use cases to one store."""
    begin = worded(begin, wordings)
    standing = Standing(begin)
    bridge = PaperBridge(standing.begin, reads.mesh, press, clock, ids, terminal)
    automatic = Automatic(bridge.begin, terminal)
    anybody, begin = begin, automatic.begin
    return Shop(
        terminal=terminal,
        clock=clock,
        reads=reads,
        bridge=bridge,
        ordering=Ordering(begin, ids, terminal),
        paying=Paying(begin, ids, terminal),
        kitchen=Kitchen(begin, ids),
        access=Access(anybody, vault, clock, terminal, standing),
        closing=Closing(begin, reads, paper, clock, ids, terminal),
        shift_reports=ShiftReports(begin, reads, ids, terminal),
        tips=Tips(begin, Cash(begin, ids, terminal), ids, terminal),
        administration=Administration(begin),
        floor=Floor(begin, ids, terminal),
        linking=Linking(begin, ids, terminal),
        sharing=Sharing(begin, ids, terminal),
        handing=Handing(begin, reads),
        floor_editing=FloorEditing(begin, reads, ids),
        conflicts=Conflicts(begin, ids, terminal),
        safekeeping=Safekeeping(begin, terminal),
        store_editing=StoreEditing(begin, reads),
        stock=Stock(begin),
        delivery=Deliveries(begin, clock, ids, terminal),
        labor=Labor(begin, reads, ids, terminal),
        punch_editing=PunchEditing(begin, ids, terminal),
        hours=Hours(begin, reads, Ownership(reads.central), clock, ids),
        terminals=Terminals(begin),
        outages=Outages(begin, ids, terminal),
        centrals=Centrals(begin),
        discounts=Discounts(begin, ids, terminal),
        line_discounts=LineDiscounts(begin, ids, terminal),
        automatic=automatic,
        open_items=OpenItems(begin, reads.menu, ids, terminal),
        ages=Ages(begin),
        price_levels=PriceLevels(begin, reads, clock, ids),
        house_of_sale=HouseOfSale(begin, reads.catalogue),
        guest_checks=GuestChecks(begin, ids),
        service=ServiceDesk(begin, ids, terminal),
        rounds=Rounds(begin, ids),
        slip_tips=SlipTips(begin, terminal),
        guests=Guests(begin, ids),
        loyalty=Loyalty(begin, ids, terminal),
        reservations=Reservations(begin, ids, terminal),
        waitlist=Waitlist(begin, reads, ids, terminal),
        leads=Leads(begin, ids),
        errands=Errands(begin, reads, ids, terminal),
        dietary=Dietary(begin, reads),
        regulars=Regulars(begin, reads, ids, terminal),
        supplies=Supplies(begin, ids),
        purchasing=Purchasing(begin, reads, ids, terminal),
        feedback=FeedbackDesk(begin, ids, terminal),
        held_orders=HeldOrders(begin, ids, terminal),
        cards=Cards(begin, reads, ids, terminal),
        card_returns=CardReturns(begin, terminal),
        card_answers=CardAnswers(begin, ids, terminal),
        card_desk=CardDeskWork(begin, reads, ids, terminal),
        paper=PaperQueue(begin, spool, paper, reads.store, clock, ids),
        devices=Devices(begin, paper, ids, terminal),
        weighing=Weighing(begin, reads, ids, terminal),
        combos=Combos(begin, ids),
        badges=Badges(anybody, vault, clock, terminal, standing),
        cash=Cash(begin, ids, terminal),
        cash_desks=CashDesks(reads, clock, terminal),
        ownership=Ownership(reads.central),
        audit=Audit(reads.audit),
        people=People(begin, Ownership(reads.central)),
        reports=Reports(begin, reads, clock, ids),
        central_sheets=CentralSheets(reads),
        returns=Returns(begin, ids, terminal),
        tabs=Tabs(begin, ids, terminal),
        value_accounts=ValueAccounts(begin, vault, clock, ids, terminal),
        value_paying=ValuePaying(begin, ids, terminal),
        value_selling=ValueSelling(begin, vault, ids, terminal),
        invoicing=Invoicing(begin, ValueSelling(begin, vault, ids, terminal)),
        menu_editing=MenuEditing(begin, reads.catalogue, Ownership(reads.central), ids),
        tables=Tables(begin, reads, ids, terminal),
        sections=Sections(begin, ids),
    )
