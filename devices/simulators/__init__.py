"""Devices made of software that speak the wire protocol of the real ones; they ship with the product."""
