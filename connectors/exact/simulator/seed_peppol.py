"""Division 3100003: Belgian rules, old periods open, and rates of other countries.

Made for invoices of other packages, such as the official Peppol examples of 2013 to 2018.
"""

import calendar
from typing import TYPE_CHECKING

from connectors.exact.simulator.clock import midnight
from connectors.exact.simulator.seed import Maker
from connectors.exact.simulator.seed_history import book_by_hand

if TYPE_CHECKING:
    from connectors.exact.simulator.state import Simulator

DIVISION = 3_100_003
RATES = ("25", "21", "20", "19", "15", "12", "10", "9", "6")


def fill(sim: "Simulator") -> None:
    """Makes the division."""
    make = Maker(sim, DIVISION)
    make.describe(
        "BE",
        {
            "Description": "Peppol Proef BV",
            "City": "Brussel",
            "ChamberOfCommerceNumber": "0777.000.880",
            "VATNumber": "BE0777000880",
        },
    )
    _ledger(make)
    make.journal("700", "Verkoop", 20, "400000")
    make.journal("705", "Creditnota's", 20, "400000")
    make.journal("710", "Verkoop manueel", 20, "400000")
    make.journal("600", "Aankoop", 22, "440000")
    make.journal("550", "Bank", 12, "550000")
    make.journal("900", "Diversen", 90, "", AllowVAT=True)
    _vat_codes(make)
    make.conditions()
    make.dimensions()
    for year in range(2010, max(2031, sim.clock.now().year + 2)):
        for month in range(1, 13):
            last = calendar.monthrange(year, month)[1]
            make.period(year, month, midnight(year, month, 1), midnight(year, month, last))
    make.account("1", "Eerste Klant BV")
    make.account("20", "Tweede Klant BV", VATNumber="BE0777000286")
    make.account("31", "Leverancier Proef BV", status="A", IsSupplier=True)
    book_by_hand(sim, DIVISION, "710", "700000", "21", "1", "20")


def _ledger(make: Maker) -> None:
    for code, description, kind in (
        ("400000", "Klanten", 20),
        ("440000", "Leveranciers", 22),
        ("411000", "Terug te vorderen btw", 24),
        ("451000", "Te betalen btw", 24),
        ("550000", "Bank", 12),
        ("657000", "Toegestane kortingen", 120),
        ("700000", "Verkoop goederen", 110),
        ("704000", "Diensten", 110),
    ):
        make.ledger(code, description, kind)


def _vat_codes(make: Maker) -> None:
    for rate in RATES:
        make.vat(rate, f"Verkoop {rate} %", rate, "451000")
    make.vat("Z", "Nultarief", "0", "451000")
    make.vat("E", "Vrijgesteld", "0", "451000")
    make.vat("O", "Buiten het toepassingsgebied", "0", "451000")
    make.vat("AE", "Verlegd", "0", "451000", Charged=True)
    make.vat("K", "Goederen EU", "0", "451000", EUSalesListing="L", IntraStat=True)
    make.vat("S", "Diensten EU", "0", "451000", EUSalesListing="S")
    make.vat("G", "Export", "0", "451000")
    make.vat("25I", "Verkoop 25 % inclusief", "25", "451000", Type="I")
