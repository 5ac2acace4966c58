"""The endpoints this connector uses, by name: method and path as the documents write them."""

from __future__ import annotations

from dataclasses import dataclass

from sync.reconcile import endpoints
from sync.reconcile.contract import Call

PAGE_SIZE = 100
"""The most a page may hold (reference, "Pagination")."""


@dataclass(frozen=True, slots=True)
class Endpoint(endpoints.Endpoint):
    """One row of the documents' tables; `{id}` stands for a central's id."""

    def page(self, number: int, **filters: str) -> Call:
        """A request for a page of its list."""
        return self.call(query={"page": str(number), "page_size": str(PAGE_SIZE), **filters})


def resource_of(path: str) -> str:
    """The resource a path belongs to: its first word after the version, by which fields are mapped."""
    return path.removeprefix(V1).partition("?")[0].partition("/")[0]


V1 = "/api/v1/"

LOGIN = Endpoint("POST", "/api/v1/auth/login")
LOGOUT = Endpoint("POST", "/api/v1/auth/logout")
REFRESH = Endpoint("POST", "/api/v1/auth/refresh")
ME = Endpoint("GET", "/api/v1/auth/me")

STAFF = Endpoint("GET", "/api/v1/staff")
CLOCK_IN = Endpoint("POST", "/api/v1/staff/clock-in")
CLOCK_OUT = Endpoint("POST", "/api/v1/staff/clock-out")
SCHEDULES = Endpoint("GET", "/api/v1/staff/schedules")

ORDERS = Endpoint("GET", "/api/v1/orders")
CREATE_ORDER = Endpoint("POST", "/api/v1/orders")
ORDER = Endpoint("GET", "/api/v1/orders/{id}")
UPDATE_ORDER = Endpoint("PUT", "/api/v1/orders/{id}")
CANCEL_ORDER = Endpoint("POST", "/api/v1/orders/{id}/cancel")
COMPLETE_ORDER = Endpoint("POST", "/api/v1/orders/{id}/complete")
SEND_TO_KITCHEN = Endpoint("POST", "/api/v1/orders/{id}/send-to-kitchen")

MENU_ITEMS = Endpoint("GET", "/api/v1/menu/items")
UPDATE_MENU_ITEM = Endpoint("PUT", "/api/v1/menu/items/{id}")
CATEGORIES = Endpoint("GET", "/api/v1/menu/categories")
TAX_RATES = Endpoint("GET", "/api/v1/tax/rates")

KDS_ORDERS = Endpoint("GET", "/api/v1/kds/orders")
KDS_STATUS = Endpoint("PUT", "/api/v1/kds/orders/{id}/status")
KDS_BUMP = Endpoint("POST", "/api/v1/kds/orders/{id}/bump")

PROCESS_PAYMENT = Endpoint("POST", "/api/v1/payments/process")
SPLIT_PAYMENT = Endpoint("POST", "/api/v1/payments/split")
REFUND_PAYMENT = Endpoint("POST", "/api/v1/payments/refund")
PAYMENT_METHODS = Endpoint("GET", "/api/v1/payments/methods")

TABLES = Endpoint("GET", "/api/v1/tables")
TABLE_STATUS = Endpoint("PUT", "/api/v1/tables/{id}/status")
LAYOUT = Endpoint("GET", "/api/v1/tables/layout")
UPDATE_LAYOUT = Endpoint("PUT", "/api/v1/tables/layout")

CUSTOMERS = Endpoint("GET", "/api/v1/customers")
CREATE_CUSTOMER = Endpoint("POST", "/api/v1/customers")
UPDATE_CUSTOMER = Endpoint("PUT", "/api/v1/customers/{id}")
CUSTOMER_LOYALTY = Endpoint("GET", "/api/v1/customers/{id}/loyalty")
MOVE_POINTS = Endpoint("POST", "/api/v1/customers/{id}/loyalty/points")
LOYALTY_PROGRAMMES = Endpoint("GET", "/api/v1/loyalty/programs")
LOYALTY_TIERS = Endpoint("GET", "/api/v1/loyalty/tiers")
REWARDS = Endpoint("GET", "/api/v1/loyalty/rewards")
REDEEM_REWARD = Endpoint("POST", "/api/v1/loyalty/rewards/redeem")
SUBMIT_FEEDBACK = Endpoint("POST", "/api/v1/feedback")

PROMOTIONS = Endpoint("GET", "/api/v1/promotions")
VALIDATE_CODE = Endpoint("POST", "/api/v1/promotions/validate")

RESERVATIONS = Endpoint("GET", "/api/v1/reservations")
RESERVATION = Endpoint("GET", "/api/v1/reservations/{id}")
CREATE_RESERVATION = Endpoint("POST", "/api/v1/reservations")
UPDATE_RESERVATION = Endpoint("PUT", "/api/v1/reservations/{id}")
CONFIRM_RESERVATION = Endpoint("POST", "/api/v1/reservations/{id}/confirm")
CANCEL_RESERVATION = Endpoint("POST", "/api/v1/reservations/{id}/cancel")
AVAILABILITY = Endpoint("GET", "/api/v1/reservations/availability")

INVENTORY = Endpoint("GET", "/api/v1/inventory")
LOW_STOCK = Endpoint("GET", "/api/v1/inventory/low-stock")
ADJUST_STOCK = Endpoint("POST", "/api/v1/inventory/{id}/adjust")
COUNT_STOCK = Endpoint("POST", "/api/v1/inventory/count")

RESTAURANTS = Endpoint("GET", "/api/v1/restaurants")
SETTINGS = Endpoint("GET", "/api/v1/settings")
HOOKS = Endpoint("POST", "/api/v1/webhooks")
MAPPINGS = Endpoint("GET", "/api/v1/pos/mappings")
