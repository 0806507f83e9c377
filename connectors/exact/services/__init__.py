"""What the Exact connector writes, one module per use case."""
