"""The pages about people and accounts."""
