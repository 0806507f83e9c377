"""A person at a browser: logs in to Boekbrug, goes to Exact's login and consent, and comes back."""

from __future__ import annotations

from urllib.parse import parse_qs, parse_qsl, urlsplit

import requests
from django.http import HttpResponse
from django.test import Client

from accounts.models import Account, User
from connectors.core.models import Connection
from connectors.exact.services import linking
from connectors.exact.services.setup import proposals_accept


def consent(address: str, user: str, divisions: tuple[int, ...]) -> str:
    """Log in at the simulator as `user`, allow the divisions, and give the address to come back
    to."""
    base = f"{urlsplit(address).scheme}://{urlsplit(address).netloc}"
    asked = parse_qsl(urlsplit(address).query)
    http = requests.Session()
    http.post(f"{base}/api/oauth2/auth", data=[*asked, ("user", user), ("password", user)])
    allowed = [("division", str(division)) for division in divisions]
    answer = http.post(
        f"{base}/api/oauth2/consent",
        data=[*asked, *allowed, ("answer", "yes")],
        allow_redirects=False,
    )
    return answer.headers["Location"]


def begin(client: Client, account: Account) -> str:
    """Press 'Koppeling opzetten' and give the address at Exact."""
    answer = client.post(f"/{account.slug}/connect/exact/start/")
    assert answer.status_code == 302, answer.content
    return answer["Location"]


def come_back(client: Client, location: str) -> HttpResponse:
    """Follow the redirect from Exact."""
    parts = urlsplit(location)
    return client.get(f"{parts.path}?{parts.query}", follow=True)


def link(
    account: Account,
    person: User,
    user: str = "kantoor",
    divisions: tuple[int, ...] = (3100001, 3100002, 3100003),
) -> Connection:
    """Link the account to an Exact user, through the screens."""
    client = Client()
    client.force_login(person)
    parts = urlsplit(consent(begin(client, account), user, divisions))
    client.get(f"{parts.path}?{parts.query}")
    return Connection.objects.get(account=account)


def link_without_screens(
    account: Account, person: User, divisions: tuple[int, ...] = (3100001, 3100002, 3100003)
) -> Connection:
    """Link the account to kantoor by the services alone, for tests of what comes after."""
    address = linking.link_start(account=account, user=person, session_key="test")
    back = parse_qs(urlsplit(consent(address, "kantoor", divisions)).query)
    row = linking.state_take(state=back["state"][0], user=person, session_key="test")
    answer = linking.link_answer(row=row, code=back["code"][0])
    return linking.link_complete(answer=answer, actor=person)


def set_up(account: Account, person: User, division: int = 3100001) -> Connection:
    """Link and accept the wizard's proposals."""
    connection = link(account, person)
    proposals_accept(connection=connection, actor=person, division=str(division))
    connection.refresh_from_db()
    return connection
