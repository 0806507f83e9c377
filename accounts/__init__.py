"""Who may act, for which account, on which plan; and the audit chain."""
