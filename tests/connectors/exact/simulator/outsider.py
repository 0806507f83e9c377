"""A client written from the reference alone: requests, no part of Boekbrug."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests

from connectors.exact.simulator.demo import DEMO_CLIENT, DEMO_KEY
from connectors.exact.simulator.testing import Running

CALLBACK = "http://127.0.0.1:8000/connect/exact/callback/"
BE, NL, PEPPOL = 3100001, 3100002, 3100003


class Outsider:
    """Calls the API of one division."""

    def __init__(self, base_url: str, division: int = BE) -> None:
        self.base_url = base_url
        self.division = division
        self.tokens: dict[str, str] = {}
        self.http = requests.Session()

    def auth_query(self, **changes: str) -> dict[str, str]:
        asked = {
            "client_id": DEMO_CLIENT,
            "redirect_uri": CALLBACK,
            "response_type": "code",
            "force_login": "1",
            "state": "st&te",
        }
        return {**asked, **changes}

    def consent(
        self, user: str = "kantoor", divisions: tuple[int, ...] = (BE, NL, PEPPOL), **changes: str
    ) -> str:
        """Logs in, allows the divisions, and gives the address that the browser is sent to."""
        asked = self.auth_query(**changes)
        self.http.post(
            f"{self.base_url}/api/oauth2/auth", data={**asked, "user": user, "password": user}
        )
        answer = self.http.post(
            f"{self.base_url}/api/oauth2/consent",
            data=[*asked.items(), *(("division", str(d)) for d in divisions), ("answer", "yes")],
            allow_redirects=False,
        )
        return answer.headers["Location"]

    def code(self, **kwargs: Any) -> str:
        return parse_qs(urlsplit(self.consent(**kwargs)).query)["code"][0]

    def token_call(self, **fields: str) -> requests.Response:
        client = {"client_id": DEMO_CLIENT, "client_secret": DEMO_KEY}
        return self.http.post(f"{self.base_url}/api/oauth2/token", data={**client, **fields})

    def exchange(self, code: str, redirect_uri: str = CALLBACK) -> requests.Response:
        answer = self.token_call(
            grant_type="authorization_code", code=code, redirect_uri=redirect_uri
        )
        if answer.status_code == 200:
            self.tokens = answer.json()
        return answer

    def refresh(self, token: str = "") -> requests.Response:
        answer = self.token_call(
            grant_type="refresh_token", refresh_token=token or self.tokens["refresh_token"]
        )
        if answer.status_code == 200:
            self.tokens = answer.json()
        return answer

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        params: dict[str, str] | None = None,
        **headers: str,
    ) -> requests.Response:
        division = f"{self.division}/" if path != "current/Me" else ""
        sent = {"Authorization": f"Bearer {self.tokens.get('access_token', '')}"}
        sent |= {"Accept": "application/json"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        address = f"{self.base_url}/api/v1/{division}{path}"
        return self.http.request(method, address, json=body, params=params, headers=sent)

    def get(self, path: str, **params: str) -> Any:
        """The `d` of an answer that must be a 200."""
        options = {f"${name}": value for name, value in params.items()}
        answer = self.call("GET", path, params=options)
        assert answer.status_code == 200, answer.text
        return answer.json()["d"]

    def rows(self, path: str, **params: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.get(path, **params)["results"]
        return found

    def one(self, path: str, filter: str, select: str) -> dict[str, Any]:
        rows = self.rows(path, filter=filter, select=select)
        assert len(rows) == 1, rows
        return rows[0]

    def post(self, path: str, body: Any) -> requests.Response:
        return self.call("POST", path, body, Prefer="return=representation")

    def account(self, name: str) -> str:
        return str(self.one("crm/Accounts", f"Name eq '{name}'", "ID")["ID"])

    def ledger(self, code: str) -> str:
        return str(self.one("financial/GLAccounts", f"Code eq '{code}'", "ID")["ID"])

    def invoice(self, **changes: Any) -> dict[str, Any]:
        """The body of a booking of 100.00 + 21 % in the Belgian division."""
        body = {
            "Journal": "700",
            "Customer": self.account("Brasserie De Gouden Pan BV"),
            "EntryDate": "2026-11-20T00:00:00Z",
            "Description": "F2026-0001",
            "YourRef": "F2026-0001",
            "SalesEntryLines": [self.line()],
        }
        return {**body, **changes}

    def line(self, **changes: Any) -> dict[str, Any]:
        return {"GLAccount": self.ledger("704000"), "AmountFC": "100.00", "VATCode": "3", **changes}

    def book(self, **changes: Any) -> dict[str, Any]:
        """Books and gives the answer's entity."""
        answer = self.post("salesentry/SalesEntries", self.invoice(**changes))
        assert answer.status_code == 201, answer.text
        entry: dict[str, Any] = answer.json()["d"]
        return entry

    def refused(self, **changes: Any) -> str:
        """The text with which a booking is refused, which must be a business refusal."""
        answer = self.post("salesentry/SalesEntries", self.invoice(**changes))
        assert answer.status_code == 500, answer.text
        return error_text(answer)

    def terms(self, entry: dict[str, Any]) -> list[dict[str, Any]]:
        """The payment terms of an entry as sync gives them."""
        rows = self.rows(
            "sync/Cashflow/PaymentTerms",
            filter="Timestamp gt 1L",
            select="ID,Timestamp,TransactionEntryID,IsFullyPaid,AmountDC,TransactionAmountDC,"
            "Status,LineType,LastPaymentDate,EntryNumber,YourRef",
        )
        return [row for row in rows if row["TransactionEntryID"] == entry["EntryID"]]


def error_text(answer: requests.Response) -> str:
    """The text in Exact's error envelope."""
    body = answer.json()
    assert body["error"]["code"] == ""
    return str(body["error"]["message"]["value"])


def day(value: str) -> int:
    """Days since 1970 of a /Date(ms)/ value that must be a midnight in UTC."""
    match = re.fullmatch(r"/Date\((\d+)\)/", value)
    assert match is not None
    days, rest = divmod(int(match[1]), 86_400_000)
    assert rest == 0
    return days


def connected(sim: Running, division: int = BE, user: str = "kantoor") -> Outsider:
    """A client with fresh tokens."""
    client = Outsider(sim.base_url, division)
    answer = client.exchange(client.code(user=user))
    assert answer.status_code == 200, answer.text
    return client
