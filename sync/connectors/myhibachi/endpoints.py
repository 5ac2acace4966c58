"""Every endpoint that is used, as "MyHibachi API Documentation" 1.0.0 writes it."""

from __future__ import annotations

from sync.reconcile.endpoints import Endpoint

PAGE_SIZE = 100

LOGIN = Endpoint("POST", "/api/v1/auth/login")
REFRESH = Endpoint("POST", "/api/v1/auth/refresh")
LOGOUT = Endpoint("POST", "/api/v1/auth/logout")

PUBLIC_LEAD = Endpoint("POST", "/api/v1/public/leads")
PUBLIC_BOOKING = Endpoint("POST", "/api/v1/public/bookings")

BOOKINGS = Endpoint("GET", "/api/v1/bookings")
BOOKING = Endpoint("GET", "/api/v1/bookings/{id}")
CREATE_BOOKING = Endpoint("POST", "/api/v1/bookings")
UPDATE_BOOKING = Endpoint("PUT", "/api/v1/bookings/{id}")
CANCEL_BOOKING = Endpoint("DELETE", "/api/v1/bookings/{id}")

CUSTOMERS = Endpoint("GET", "/api/v1/customers")
CUSTOMER = Endpoint("GET", "/api/v1/customers/{id}")

LEADS = Endpoint("GET", "/api/v1/leads")
CONVERT_LEAD = Endpoint("POST", "/api/v1/leads/{id}/convert")

ANALYTICS = Endpoint("GET", "/api/v1/admin/analytics")
CHAT = Endpoint("POST", "/api/v1/ai/chat/stream")

HEALTH = "/health"
THREAD = "/ws/chat/"
