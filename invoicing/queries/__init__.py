"""Reading; every query takes the account."""
