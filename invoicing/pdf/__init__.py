"""The printed document: one layout in three languages, from a frozen document by typst (pure)."""
