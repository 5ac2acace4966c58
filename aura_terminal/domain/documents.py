"""Reference data as facts: a document is put as a whole or withdrawn, and the newest stamp wins."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from aura_terminal.domain.badges import Badge
from aura_terminal.domain.bookings import BookingTerms
from aura_terminal.domain.bridge_rules import BridgeRules
from aura_terminal.domain.card_exposure import CardRules
from aura_terminal.domain.cash_rules import CashRules
from aura_terminal.domain.central_sheet import CentralSheet
from aura_terminal.domain.closing_checks import ClosingRules
from aura_terminal.domain.devices import DeviceState, PaperDetour
from aura_terminal.domain.dishes import PreModifier
from aura_terminal.domain.floor_rules import FloorRules
from aura_terminal.domain.invoice_facts import Company
from aura_terminal.domain.labor_rules import LaborRules
from aura_terminal.domain.loyalty import LoyaltyProgramme, LoyaltyTier, Reward
from aura_terminal.domain.menu import Category, Item, ModifierGroup
from aura_terminal.domain.price_levels import PriceLevel
from aura_terminal.domain.promotions import Promotion
from aura_terminal.domain.sale_rules import SaleRules
from aura_terminal.domain.schedules import Schedule
from aura_terminal.domain.sections import SectionPlan
from aura_terminal.domain.service_rules import ServiceRules
from aura_terminal.domain.shop import Area, Station, StoreProfile, Table
from aura_terminal.domain.staff import Role, StaffMember
from aura_terminal.domain.store_care import StoreCare
from aura_terminal.domain.suppliers import Supplier
from aura_terminal.domain.supplies import Supply
from aura_terminal.domain.tax import TaxRegime
from aura_terminal.domain.tenders import Tender
from aura_terminal.domain.tip_rules import TipRules
from aura_terminal.domain.value_rules import ValueRules

Document = (
    StoreProfile
    | TaxRegime
    | Station
    | Category
    | Item
    | ModifierGroup
    | PreModifier
    | Area
    | Table
    | Role
    | StaffMember
    | LoyaltyProgramme
    | LoyaltyTier
    | Reward
    | Promotion
    | Supply
    | Schedule
    | Tender
    | CardRules
    | CashRules
    | DeviceState
    | PaperDetour
    | Badge
    | ClosingRules
    | TipRules
    | LaborRules
    | BridgeRules
    | StoreCare
    | ValueRules
    | ServiceRules
    | PriceLevel
    | SaleRules
    | FloorRules
    | SectionPlan
    | CentralSheet
    | Supplier
    | BookingTerms
    | Company
)


class DocumentKind(StrEnum):
    """What kinds of reference data a store keeps."""

    STORE = "store"
    TAX_REGIME = "tax_regime"
    STATION = "station"
    CATEGORY = "category"
    ITEM = "item"
    MODIFIER_GROUP = "modifier_group"
    PRE_MODIFIER = "pre_modifier"
    AREA = "area"
    TABLE = "table"
    ROLE = "role"
    STAFF = "staff"
    LOYALTY_PROGRAMME = "loyalty_programme"
    LOYALTY_TIER = "loyalty_tier"
    REWARD = "reward"
    PROMOTION = "promotion"
    SUPPLY = "supply"
    SCHEDULE = "schedule"
    TENDER = "tender"
    CARD_RULES = "card_rules"
    CASH_RULES = "cash_rules"
    DEVICE_STATE = "device_state"
    PAPER_DETOUR = "paper_detour"
    BADGE = "badge"
    CLOSING_RULES = "closing_rules"
    TIP_RULES = "tip_rules"
    LABOR_RULES = "labor_rules"
    BRIDGE_RULES = "bridge_rules"
    STORE_CARE = "store_care"
    VALUE_RULES = "value_rules"
    SERVICE_RULES = "service_rules"
    PRICE_LEVEL = "price_level"
    SALE_RULES = "sale_rules"
    FLOOR_RULES = "floor_rules"
    SECTION_PLAN = "section_plan"
    CENTRAL_SHEET = "central_sheet"
    SUPPLIER = "supplier"
    BOOKING_TERMS = "booking_terms"
    COMPANY = "company"


DOCUMENT_TYPES: dict[DocumentKind, type[Document]] = {
    DocumentKind.STORE: StoreProfile,
    DocumentKind.TAX_REGIME: TaxRegime,
    DocumentKind.STATION: Station,
    DocumentKind.CATEGORY: Category,
    DocumentKind.ITEM: Item,
    DocumentKind.MODIFIER_GROUP: ModifierGroup,
    DocumentKind.PRE_MODIFIER: PreModifier,
    DocumentKind.AREA: Area,
    DocumentKind.TABLE: Table,
    DocumentKind.ROLE: Role,
    DocumentKind.STAFF: StaffMember,
    DocumentKind.LOYALTY_PROGRAMME: LoyaltyProgramme,
    DocumentKind.LOYALTY_TIER: LoyaltyTier,
    DocumentKind.REWARD: Reward,
    DocumentKind.PROMOTION: Promotion,
    DocumentKind.SUPPLY: Supply,
    DocumentKind.SCHEDULE: Schedule,
    DocumentKind.TENDER: Tender,
    DocumentKind.CARD_RULES: CardRules,
    DocumentKind.CASH_RULES: CashRules,
    DocumentKind.DEVICE_STATE: DeviceState,
    DocumentKind.PAPER_DETOUR: PaperDetour,
    DocumentKind.BADGE: Badge,
    DocumentKind.CLOSING_RULES: ClosingRules,
    DocumentKind.TIP_RULES: TipRules,
    DocumentKind.LABOR_RULES: LaborRules,
    DocumentKind.BRIDGE_RULES: BridgeRules,
    DocumentKind.STORE_CARE: StoreCare,
    DocumentKind.VALUE_RULES: ValueRules,
    DocumentKind.SERVICE_RULES: ServiceRules,
    DocumentKind.PRICE_LEVEL: PriceLevel,
    DocumentKind.SALE_RULES: SaleRules,
    DocumentKind.FLOOR_RULES: FloorRules,
    DocumentKind.SECTION_PLAN: SectionPlan,
    DocumentKind.CENTRAL_SHEET: CentralSheet,
    DocumentKind.SUPPLIER: Supplier,
    DocumentKind.BOOKING_TERMS: BookingTerms,
    DocumentKind.COMPANY: Company,
}

KIND_OF: dict[type[Document], DocumentKind] = {type_: kind for kind, type_ in DOCUMENT_TYPES.items()}


@dataclass(frozen=True, slots=True)
class DocumentPut:
    """A document is now this."""

    kind: DocumentKind
    document_id: str
    body: Document


@dataclass(frozen=True, slots=True)
class DocumentWithdrawn:
    """A document is not used any more; what was sold under it stays as it was."""

    kind: DocumentKind
    document_id: str


DocumentFact = DocumentPut | DocumentWithdrawn


def put(body: Document) -> DocumentPut:
    """The fact that puts a document."""
    return DocumentPut(KIND_OF[type(body)], body.id, body)


def aggregate_id_of(kind: DocumentKind, document_id: str) -> str:
    """The name under which the journal keeps one document's facts."""
    return f"{kind.value}/{document_id}"
