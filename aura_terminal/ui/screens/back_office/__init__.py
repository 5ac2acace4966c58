"""The sync centre: central back offices, and what one of them refused."""
