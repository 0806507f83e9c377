"""Which Exact an account talks to: one host per country (reference rest.md 1.1), or the
configured one."""

from django.conf import settings

from accounts.models import Account
from connectors.core.models import Booking


def host_for(account: Account) -> str:
    """The base address for this account, without a slash at its end."""
    return settings.EXACT_BASE_URL or settings.EXACT_COUNTRY_HOSTS[account.country]


def is_simulator(host: str) -> bool:
    """Whether this address is none of Exact's own."""
    return host not in settings.EXACT_COUNTRY_HOSTS.values()


def entry_url(host: str, booking: Booking) -> str:
    """A page that shows the entry; only the simulator's are known (Exact documents no deep
    links)."""
    if is_simulator(host) and booking.external_id:
        return f"{host}/ledger/{booking.division}/entries/{booking.external_id}"
    return ""
