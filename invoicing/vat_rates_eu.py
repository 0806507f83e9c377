"""VAT rates of the member states, for sales to consumers there (OSS); NL and BE stand elsewhere.

Standard and main reduced rates as they are valid in November 2026. A start in 2021-07-01 means
'since the one-stop shop began, or longer'. Sources: the member states' own rates as published in
the Commission's 'Taxes in Europe' database; TO BE CONFIRMED, rate by rate, before production use,
as is which goods fall under which reduced rate.
"""

from __future__ import annotations

from typing import NamedTuple

START = "2021-07-01"


class Span(NamedTuple):
    """A rate in per cent from a day through another (both included; empty = still valid)."""

    name: str
    percent: str
    first: str = START
    last: str = ""


EU_RATES: dict[str, tuple[Span, ...]] = {
    "AT": (Span("standard", "20"), Span("intermediate", "13"), Span("reduced", "10")),
    "BG": (Span("standard", "20"), Span("reduced", "9")),
    "CY": (Span("standard", "19"), Span("intermediate", "9"), Span("reduced", "5")),
    "CZ": (
        Span("standard", "21"),
        Span("reduced", "15", START, "2023-12-31"),
        Span("reduced", "12", "2024-01-01"),
    ),
    "DE": (Span("standard", "19"), Span("reduced", "7")),
    "DK": (Span("standard", "25"),),
    "EE": (
        Span("standard", "20", START, "2023-12-31"),
        Span("standard", "22", "2024-01-01", "2025-06-30"),
        Span("standard", "24", "2025-07-01"),
        Span("reduced", "9"),
    ),
    "ES": (Span("standard", "21"), Span("reduced", "10"), Span("super_reduced", "4")),
    "FI": (
        Span("standard", "24", START, "2024-08-31"),
        Span("standard", "25.5", "2024-09-01"),
        Span("intermediate", "14", START, "2025-12-31"),
        Span("intermediate", "13.5", "2026-01-01"),
        Span("reduced", "10"),
    ),
    "FR": (
        Span("standard", "20"),
        Span("intermediate", "10"),
        Span("reduced", "5.5"),
        Span("super_reduced", "2.1"),
    ),
    "GR": (Span("standard", "24"), Span("intermediate", "13"), Span("reduced", "6")),
    "HR": (Span("standard", "25"), Span("intermediate", "13"), Span("reduced", "5")),
    "HU": (Span("standard", "27"), Span("intermediate", "18"), Span("reduced", "5")),
    "IE": (Span("standard", "23"), Span("intermediate", "13.5"), Span("reduced", "9")),
    "IT": (
        Span("standard", "22"),
        Span("intermediate", "10"),
        Span("reduced", "5"),
        Span("super_reduced", "4"),
    ),
    "LT": (
        Span("standard", "21"),
        Span("reduced", "9", START, "2025-12-31"),
        Span("reduced", "12", "2026-01-01"),
        Span("super_reduced", "5"),
    ),
    "LU": (
        Span("standard", "17", START, "2022-12-31"),
        Span("standard", "16", "2023-01-01", "2023-12-31"),
        Span("standard", "17", "2024-01-01"),
        Span("intermediate", "14", START, "2022-12-31"),
        Span("intermediate", "13", "2023-01-01", "2023-12-31"),
        Span("intermediate", "14", "2024-01-01"),
        Span("reduced", "8", START, "2022-12-31"),
        Span("reduced", "7", "2023-01-01", "2023-12-31"),
        Span("reduced", "8", "2024-01-01"),
        Span("super_reduced", "3"),
    ),
    "LV": (Span("standard", "21"), Span("intermediate", "12"), Span("reduced", "5")),
    "MT": (
        Span("standard", "18"),
        Span("intermediate", "12", "2024-01-01"),
        Span("reduced", "7"),
        Span("super_reduced", "5"),
    ),
    "PL": (Span("standard", "23"), Span("intermediate", "8"), Span("reduced", "5")),
    "PT": (Span("standard", "23"), Span("intermediate", "13"), Span("reduced", "6")),
    "RO": (
        Span("standard", "19", START, "2025-07-31"),
        Span("standard", "21", "2025-08-01"),
        Span("reduced", "9", START, "2025-07-31"),
        Span("reduced", "11", "2025-08-01"),
        Span("super_reduced", "5", START, "2025-07-31"),
    ),
    "SE": (Span("standard", "25"), Span("intermediate", "12"), Span("reduced", "6")),
    "SI": (Span("standard", "22"), Span("intermediate", "9.5"), Span("reduced", "5")),
    "SK": (
        Span("standard", "20", START, "2024-12-31"),
        Span("standard", "23", "2025-01-01"),
        Span("intermediate", "19", "2025-01-01"),
        Span("reduced", "10", START, "2024-12-31"),
        Span("reduced", "5", "2025-01-01"),
    ),
}
