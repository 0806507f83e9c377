"""Division 3100001: a Belgian company with a financial year from July to June."""

import calendar
from typing import TYPE_CHECKING

from connectors.exact.simulator.clock import midnight
from connectors.exact.simulator.seed import Maker
from connectors.exact.simulator.seed_history import book_by_hand

if TYPE_CHECKING:
    from connectors.exact.simulator.state import Simulator

DIVISION = 3_100_001
FIRST_OPEN = midnight(2026, 10, 1)  # all before is closed
LEDGER = (
    ("400000", "Klanten", 20),
    ("407000", "Dubieuze debiteuren", 20),
    ("440000", "Leveranciers", 22),
    ("411000", "Terug te vorderen btw", 24),
    ("451000", "Te betalen btw", 24),
    ("451800", "Te betalen btw OSS", 24),
    ("453000", "Bedrijfsvoorheffing", 100),
    ("454000", "RSZ", 100),
    ("455000", "Nettolonen", 25),
    ("460000", "Ontvangen voorschotten", 90),
    ("493000", "Over te dragen opbrengsten", 90),
    ("550000", "Bank", 12),
    ("620200", "Lonen", 125),
    ("621000", "RSZ werkgever", 126),
    ("657000", "Toegestane kortingen", 120),
)


def fill(sim: "Simulator") -> None:
    """Makes the division."""
    make = Maker(sim, DIVISION)
    make.describe(
        "BE",
        {
            "Description": "Oventechniek Demo BV",
            "City": "Gent",
            "ChamberOfCommerceNumber": "0777.000.187",
            "VATNumber": "BE0777000187",
        },
    )
    for code, description, kind in LEDGER:
        make.ledger(code, description, kind)
    make.ledger("700000", "Verkoop goederen", 110, VATCode="3")
    make.ledger("701000", "Verkoop EU", 110, UseCostcenter=2)
    make.ledger("702000", "Verkoop export", 110, UseCostcenter=1)
    make.ledger("704000", "Diensten", 110)
    make.ledger("709999", "Oude omzetrekening", 110, IsBlocked=True)
    _journals(make)
    _vat_codes(make)
    make.conditions()
    make.dimensions()
    _periods(make)
    _relations(make)
    book_by_hand(sim, DIVISION, "710", "700000", "3", "1", "20")


def _journals(make: Maker) -> None:
    make.journal("700", "Verkoop", 20, "400000")
    make.journal("705", "Creditnota's", 20, "400000")
    make.journal("710", "Verkoop manueel", 20, "400000")
    make.journal("600", "Aankoop", 22, "440000")
    make.journal("550", "Bank", 12, "550000", BankAccountIBAN="BE80777000000177")
    make.journal("900", "Diversen", 90, "", AllowVAT=True)


def _vat_codes(make: Maker) -> None:
    make.vat("0", "Nultarief", "0", "451000")
    make.vat("1", "Binnenland 6 %", "6", "451000")
    make.vat("2", "Binnenland 12 %", "12", "451000")
    make.vat("3", "Binnenland 21 %", "21", "451000")
    make.vat("45", "Medecontractant", "0", "451000", Charged=True)
    make.vat("44", "Diensten EU", "0", "451000", EUSalesListing="S")
    make.vat("46", "Goederen EU", "0", "451000", EUSalesListing="L", IntraStat=True)
    make.vat("47", "Export", "0", "451000")
    make.vat("4T", "Driehoeksverkeer", "0", "451000", EUSalesListing="T")
    make.vat("4X", "Vrijgesteld art. 44", "0", "451000")
    make.vat("D19", "OSS Duitsland 19 %", "19", "451800", OssCountry="DE")
    make.vat("N21", "OSS Nederland 21 %", "21", "451800", OssCountry="NL")
    make.vat("3I", "Binnenland 21 % inclusief", "21", "451000", Type="I")
    make.vat("9", "Oude code 21 %", "21", "451000", IsBlocked=True)
    make.vat("A3", "Aankoop 21 %", "21", "451000", VATTransactionType="P")


def _periods(make: Maker) -> None:
    """Financial year 2027 is July 2026 to June 2027: named by the year in which it ends."""
    for year in range(2024, 2032):
        for number in range(1, 13):
            calendar_year, month = (year - 1, number + 6) if number <= 6 else (year, number - 6)
            last = calendar.monthrange(calendar_year, month)[1]
            start = midnight(calendar_year, month, 1)
            end = midnight(calendar_year, month, last)
            make.period(year, number, start, end, closed=start < FIRST_OPEN)


def _relations(make: Maker) -> None:
    make.account("20", "Brasserie De Gouden Pan BV", City="Gent", VATNumber="BE0777000286")
    make.account("21", "Bouwwerken Janssens BV", City="Aalst", VATNumber="BE0777000385")
    make.account("22", "Lien Peeters", City="Brugge", Email="lien.peeters@example.be")
    make.account(
        "23", "Bakkerij Van Dijk BV", Country="NL", City="Breda", VATNumber="NL850000014B01"
    )
    make.account("24", "Domiciliëring Klant BV", PaymentConditionSales="IN")
    # Traps: a prospect, a supplier only, another receivables account, 1 against 0001, and two
    # relations with one VAT number.
    make.account("30", "Prospect Proef BV", status="P", VATNumber="BE0777000484")
    make.account("31", "Leverancier Proef BV", status="A", IsSupplier=True)
    other = make.guid("gl_account", "407000")
    make.account("32", "Dubieuze Klant BV", GLAR=other, VATNumber="BE0777000583")
    make.account("1", "Eerste Klant BV", VATNumber="BE0777000682")
    make.account("0001", "Eerste Klant Oud BV")
    make.account("33", "Groep Noord BV", VATNumber="BE0777000781")
    make.account("34", "Groep Zuid BV", VATNumber="BE0777000781")
    make.account("35", "Geblokkeerde Klant BV", Blocked=True)
    make.bank_account("20", "BE69777000000278", "Brasserie De Gouden Pan")
