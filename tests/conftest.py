"""What every test may use; the builders of each package stand beside its tests."""
