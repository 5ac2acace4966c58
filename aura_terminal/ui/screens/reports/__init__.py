"""Figures where people would rather look: the dashboard, reports with their charts, the orders behind a figure."""
