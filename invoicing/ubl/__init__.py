"""UBL 2.1 e-invoices: reading what another package exported (pure; the writer stands beside it)."""
