"""Divisions 3100004 and 3100005: small businesses that charge no VAT (art. 56bis, KOR)."""

import calendar
from typing import TYPE_CHECKING

from connectors.exact.simulator.clock import midnight
from connectors.exact.simulator.seed import Maker
from connectors.exact.simulator.store import Record

if TYPE_CHECKING:
    from connectors.exact.simulator.state import Simulator

BELGIAN, DUTCH = 3_100_004, 3_100_005


def fill(sim: "Simulator") -> None:
    """Makes both divisions."""
    make = Maker(sim, BELGIAN)
    describe = {"City": "Gent", "ChamberOfCommerceNumber": "0777.000.385"}
    make.describe(
        "BE", {"Description": "Atelier Klei Demo", "VATNumber": "BE0777000385", **describe}
    )
    make.ledger("400000", "Klanten", 20)
    make.ledger("440000", "Leveranciers", 22)
    make.ledger("451000", "Te betalen btw", 24)
    make.ledger("550000", "Bank", 12)
    make.ledger("700000", "Verkoop", 110)
    make.vat("4F", "Kleine onderneming, art. 56bis", "0", "451000")
    _rest(make, ("700", "705", "600", "550"), ("400000", "440000", "550000"))
    make = Maker(sim, DUTCH)
    dutch: Record = {"City": "Breda", "ChamberOfCommerceNumber": "85000010"}
    make.describe("NL", {"Description": "Naaiwerk Demo", **dutch})
    make.ledger("1300", "Debiteuren", 20)
    make.ledger("1600", "Crediteuren", 22)
    make.ledger("1500", "Btw", 24)
    make.ledger("1100", "Bank", 12)
    make.ledger("8000", "Omzet", 110)
    make.vat("K", "Vrijgesteld, KOR art. 25", "0", "1500")
    _rest(make, ("70", "71", "60", "20"), ("1300", "1600", "1100"))


def _rest(make: Maker, journals: tuple[str, ...], ledger: tuple[str, ...]) -> None:
    """Journals, payment conditions and the periods: calendar years of twelve months."""
    sales, credit, purchase, bank = journals
    receivables, payables, money = ledger
    make.journal(sales, "Verkoop", 20, receivables)
    make.journal(credit, "Creditnota's", 20, receivables)
    make.journal(purchase, "Aankoop", 22, payables)
    make.journal(bank, "Bank", 12, money)
    make.conditions()
    make.dimensions()
    make.account("1", "Eerste Klant")
    for year in range(2024, 2032):
        for month in range(1, 13):
            last = calendar.monthrange(year, month)[1]
            start, end = midnight(year, month, 1), midnight(year, month, last)
            make.period(year, month, start, end, closed=year < 2026)
