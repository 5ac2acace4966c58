"""The orders screen: open orders, and those that ended last."""
