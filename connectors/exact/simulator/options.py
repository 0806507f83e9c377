"""The switches: where the reference says 'unknown', both answers can be chosen.

Each switch has a default, its possible values (or a type) and a Dutch label for the page 'Knoppen'.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Value = bool | int | str


@dataclass(frozen=True)
class Switch:
    """One switch: its default says its type; choices limit a text."""

    default: Value
    label: str
    choices: tuple[str, ...] = ()


SWITCHES: dict[str, Switch] = {
    # Tokens (reference 1.4 to 1.6)
    "refresh_mode": Switch(
        "strict",
        "Oud refreshtoken: strict = vervalt meteen, grace = tot het nieuwe gebruikt is",
        ("strict", "grace"),
    ),
    "new_consent_kills_chain": Switch(True, "Nieuwe toestemming beëindigt de vorige keten"),
    "early_refresh_refused": Switch(True, "Vernieuwen vóór 570 seconden wordt geweigerd"),
    "early_refresh_gives_tokens": Switch(
        False, "Een te vroege vernieuwing geeft toch nieuwe tokens"
    ),
    "token_calls_per_day": Switch(0, "Tokenaanvragen per dag per gebruiker (0 = onbeperkt)"),
    "token_type": Switch("bearer", "token_type in het antwoord", ("bearer", "Bearer")),
    "token_style": Switch("classic", "Vorm van tokens", ("classic", "stamp", "long")),
    "unauthorized_body": Switch("empty", "Inhoud van een 401", ("empty", "envelope", "html")),
    # Limits (reference 2.1 to 2.3)
    "limit_minute": Switch(60, "Aanroepen per minuut per administratie"),
    "limit_day": Switch(5000, "Aanroepen per dag per administratie"),
    "limits_on": Switch(True, "Limieten gelden"),
    "limit_headers": Switch(
        "family", "Kopregels bij een 429", ("family", "none", "with_retry_after")
    ),
    "error_limit": Switch(10, "Fouten per uur per endpoint voor een blokkering (0 = uit)"),
    "error_block_status": Switch("429", "Antwoord tijdens een blokkering", ("429", "403", "400")),
    # Protocol (reference 2.4 to 2.8)
    "accept_missing": Switch("refuse", "Geen Accept: application/json", ("refuse", "json")),
    "list_shape": Switch("results", "Vorm van lijsten", ("results", "array", "array_with_top")),
    "next_link": Switch("absolute", "Vorm van __next", ("absolute", "relative")),
    "select_required": Switch("listed", "$select verplicht", ("listed", "all")),
    "plain_post_answer": Switch(
        "key_only", "Antwoord op POST zonder Prefer", ("key_only", "all_null", "full")
    ),
    "readonly_properties": Switch(
        "refuse", "Alleen-lezen velden in een POST of PUT", ("refuse", "ignore")
    ),
    "external_link_description": Switch(
        "ignore", "ExternalLinkDescription in een POST", ("refuse", "ignore", "accept")
    ),
    "newer_properties": Switch(
        "refuse", "Velden van na 2022-03 in een POST", ("refuse", "ignore", "accept")
    ),
    "integers_as_text": Switch(False, "Gehele getallen mogen als tekst"),
    "field_lengths": Switch("off", "Maximale lengtes (YourRef 40, Description 60)", ("off", "on")),
    "date_only_filters": Switch(
        "refuse", "datetime'2026-11-20' zonder tijd in $filter", ("refuse", "accept")
    ),
    "text_compare": Switch("exact", "Hoofdletters in $filter", ("exact", "ignore_case")),
    "missing_rights_get": Switch("empty", "Lezen zonder recht", ("empty", "403")),
    "portal_refusal": Switch(
        "forbidden", "Antwoord aan een MijnKantoor-gebruiker", ("forbidden", "document_type")
    ),
    "scopes_removed": Switch("", "Ingetrokken scopes van de app, met komma's"),
    "rights_removed": Switch("", "Ingetrokken rechten, bv. salesentry/SalesEntries:POST"),
    "hrm_divisions": Switch("available", "hrm/Divisions", ("available", "missing")),
    "system_divisions": Switch("available", "system/Divisions", ("available", "missing")),
    "server_utc_offset": Switch(3600, "Created en Modified: seconden naast UTC"),
    "date_header_skew": Switch(0, "Afwijking van de kopregel Date in seconden"),
    # Bookkeeping (reference 3.1 and 9)
    "duplicate_number": Switch(
        "refused", "Boekstuknummer in gebruik", ("refused", "replaced", "accepted")
    ),
    "descending_number": Switch("accepted", "Aflopend boekstuknummer", ("accepted", "replaced")),
    "credit_note_type": Switch("21", "Type bij een negatief totaal", ("21", "20")),
    "due_date_from": Switch(
        "sent", "DueDate en PaymentCondition allebei gestuurd", ("sent", "condition")
    ),
    "blocked_accounts": Switch("refuse", "Geblokkeerde relatie", ("refuse", "accept")),
    "late_visibility": Switch(0, "Seconden voor een nieuwe boeking in lijsten staat"),
    # Payments (reference 4)
    "term_sign": Switch(
        "negative", "AmountDC van wat een klant verschuldigd is", ("negative", "positive")
    ),
    "split_keeps_id": Switch("open", "Welk deel houdt bij deelbetaling het ID", ("open", "paid")),
}


class Options:
    """The present setting of every switch."""

    def __init__(self, values: Mapping[str, Any] | None = None) -> None:
        self._values: dict[str, Value] = {name: s.default for name, s in SWITCHES.items()}
        for name, value in (values or {}).items():
            self.set(name, value)

    def text(self, name: str) -> str:
        """The setting of a switch that holds a text."""
        return str(self._values[name])

    def number(self, name: str) -> int:
        """The setting of a switch that holds a number."""
        return int(self._values[name])

    def on(self, name: str) -> bool:
        """Whether a yes/no switch is on."""
        return bool(self._values[name])

    def words(self, name: str) -> set[str]:
        """The setting of a switch that holds a list with commas."""
        return {word.strip() for word in self.text(name).split(",") if word.strip()}

    def as_dict(self) -> dict[str, Value]:
        """All settings."""
        return dict(self._values)

    def set(self, name: str, value: Any) -> None:
        """Changes a switch; raises ValueError for an unknown switch or value."""
        switch = SWITCHES.get(name)
        if switch is None:
            raise ValueError(f"unknown switch {name}")
        new = _converted(switch, value)
        if switch.choices and new not in switch.choices:
            raise ValueError(f"{name} takes {', '.join(switch.choices)}")
        self._values[name] = new


def _converted(switch: Switch, value: Any) -> Value:
    if isinstance(switch.default, bool):
        return value in (True, 1, "1", "true", "on", "yes")
    if isinstance(switch.default, int):
        return int(value)
    return str(value)
