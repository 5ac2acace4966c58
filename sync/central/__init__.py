"""A central back office of one's own: it answers the AuraConnect API and keeps the same journal as a terminal."""
