"""The ways in which a call is refused."""

from collections.abc import Mapping


class ApiError(Exception):
    """A refusal with an HTTP status and, unless it is None, a text in Exact's envelope."""

    def __init__(
        self, status: int, text: str | None, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(text)
        self.status = status
        self.text = text
        self.headers = headers or {}


class BusinessError(Exception):
    """A refusal by the bookkeeping: HTTP 500 with a text in the language of the user.

    Source: reports of integrators, all of the form '<class>: <field caption>'.
    """

    def __init__(self, pattern: str, subject: str = "") -> None:
        super().__init__(f"{pattern}: {subject}")
        self.pattern = pattern
        self.subject = subject
