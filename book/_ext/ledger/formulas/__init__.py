"""The entries of the ledger: one module per chapter, each with a tuple `FORMULAS`."""
