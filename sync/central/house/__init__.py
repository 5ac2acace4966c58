"""The house around the orders: reservations, supplies, what guests say."""
