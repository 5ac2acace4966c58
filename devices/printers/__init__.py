"""Receipt and kitchen printers: one layout, many renderers, one driver per dialect."""
