"""The pages about people and accounts."""

# In the session: the account that was open last.
LAST_ACCOUNT = "last_account"
