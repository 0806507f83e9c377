"""The demo data: made-up companies with test numbers, and the documents that they wrote."""
