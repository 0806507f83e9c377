"""Exact Online: OAuth link, mapping, booking, payment status."""
