"""The first run of a terminal: what stands behind its pages."""
