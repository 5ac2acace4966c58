"""How a store file grows: numbered steps, each run once inside one transaction, never changed once shipped."""
