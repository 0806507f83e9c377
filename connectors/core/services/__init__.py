"""What core writes, one module per use case."""
