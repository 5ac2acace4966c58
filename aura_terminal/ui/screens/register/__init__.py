"""The register: the menu on one side, the order on the other."""
