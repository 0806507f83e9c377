"""Checking e-invoices by the public rules, in a process of its own (no ORM, no settings)."""
