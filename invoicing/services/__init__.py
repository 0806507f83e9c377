"""Writing; keyword-only, one transaction each."""
