"""All reads of one store."""

from __future__ import annotations

from aura_terminal.ports.chance import Clock
from aura_terminal.ports.journal import PeerBook
from aura_terminal.store.audit_queries import AuditQueries
from aura_terminal.store.card_book import CardQueries
from aura_terminal.store.cash_book import CashQueries
from aura_terminal.store.catalogue_queries import CatalogueQueries, RevisionQueries
from aura_terminal.store.central_queries import CentralQueries
from aura_terminal.store.errand_queries import ErrandQueries
from aura_terminal.store.floor_queries import FloorQueries
from aura_terminal.store.guest_queries import GuestQueries
from aura_terminal.store.kitchen_queries import KitchenQueries
from aura_terminal.store.labor_queries import LaborQueries
from aura_terminal.store.lead_queries import LeadQueries
from aura_terminal.store.ledger import StoredLedger
from aura_terminal.store.menu_queries import MenuQueries
from aura_terminal.store.mesh_queries import MeshQueries
from aura_terminal.store.order_queries import OrderQueries
from aura_terminal.store.purchase_queries import PurchaseQueries
from aura_terminal.store.reading import Reading
from aura_terminal.store.report_queries import ReportQueries
from aura_terminal.store.spool import StoredSpool
from aura_terminal.store.store_queries import StoreQueries
from aura_terminal.store.supply_queries import SupplyQueries
from aura_terminal.store.table_queries import TableQueries
from aura_terminal.store.value_book import ValueQueries
from aura_terminal.store.waiting_queries import WaitingQueries


class Queries:
    """The Reads port."""

    def __init__(self, reading: Reading, spool: StoredSpool, peers: PeerBook, clock: Clock) -> None:
        self.menu = MenuQueries(reading)
        self.orders = OrderQueries(reading)
        self.kitchen = KitchenQueries(reading)
        self.store = StoreQueries(reading, spool)
        self.mesh = MeshQueries(reading, peers)
        self.central = CentralQueries(reading, clock)
        self.guests = GuestQueries(reading)
        self.tables = TableQueries(reading, clock)
        self.waitlist = WaitingQueries(reading)
        self.leads = LeadQueries(reading)
        self.errands = ErrandQueries(reading)
        self.floor = FloorQueries(reading)
        self.supplies = SupplyQueries(reading)
        self.purchases = PurchaseQueries(reading)
        self.cards = CardQueries(reading)
        self.value = ValueQueries(reading)
        self.reports = ReportQueries(reading)
        self.labor = LaborQueries(reading, self.mesh)
        self.cash = CashQueries(reading)
        self.audit = AuditQueries(reading)
        self.catalogue = CatalogueQueries(reading)
        self.revisions = RevisionQueries(reading)
        self._reading = reading

    @property
    def books(self) -> StoredLedger:
        """The books as last committed."""
        return self._reading.books()
