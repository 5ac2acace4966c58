"""Reconciling with central back offices: what all connectors share."""
