"""The reservations of a day: who comes when, new ones, and seating them."""
