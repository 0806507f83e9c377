"""The screens of invoicing: they only translate between a request and services and queries."""
