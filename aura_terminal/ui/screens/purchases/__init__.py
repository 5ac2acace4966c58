"""Purchase orders, and deliveries at the back door."""
