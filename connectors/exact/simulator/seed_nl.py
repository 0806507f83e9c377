"""Division 3100002: a Dutch temp agency with thirteen four-weekly periods."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from connectors.exact.simulator.clock import midnight
from connectors.exact.simulator.seed import Maker
from connectors.exact.simulator.seed_history import book_by_hand

if TYPE_CHECKING:
    from connectors.exact.simulator.state import Simulator

DIVISION = 3_100_002
PERIODS = 13
FIRST_OPEN_YEAR = 2026
LEDGER = (
    ("1300", "Debiteuren", 20),
    ("1600", "Crediteuren", 22),
    ("1500", "Btw laag", 24),
    ("1501", "Btw hoog", 24),
    ("1100", "Bank", 12),
    ("1150", "G-rekening", 12),
    ("1710", "Vooruitontvangen", 90),
    ("1740", "Nettolonen", 25),
    ("1750", "Loonheffing", 100),
    ("4000", "Lonen", 125),
    ("4010", "Sociale lasten", 126),
    ("4900", "Betalingsverschillen", 120),
)


def fill(sim: "Simulator") -> None:
    """Makes the division."""
    make = Maker(sim, DIVISION)
    make.describe(
        "NL",
        {
            "Description": "Flexwerk Demo BV",
            "City": "Breda",
            "ChamberOfCommerceNumber": "85000001",
            "VATNumber": "NL850000014B01",
        },
    )
    for code, description, kind in LEDGER:
        make.ledger(code, description, kind)
    make.ledger("8000", "Omzet hoog", 110, VATCode="2")
    make.ledger("8010", "Omzet laag", 110, VATCode="4")
    make.ledger("8020", "Omzet nul", 110)
    make.ledger("8030", "Omzet binnen EU", 110, UseCostcenter=2)
    make.ledger("8040", "Omzet buiten EU", 110, UseCostcenter=1)
    _journals(make)
    _vat_codes(make)
    make.conditions()
    make.dimensions()
    for year in range(2025, 2032):
        _periods(make, year)
    _relations(make)
    book_by_hand(sim, DIVISION, "72", "8000", "2", "1", "20")


def _journals(make: Maker) -> None:
    make.journal("70", "Verkoop", 20, "1300")
    make.journal("71", "Creditnota's", 20, "1300")
    make.journal("72", "Verkoop handmatig", 20, "1300")
    make.journal("60", "Inkoop", 22, "1600")
    make.journal("20", "Bank", 12, "1100", BankAccountIBAN="NL20INGB0001234567")
    make.journal("21", "G-rekening", 12, "1150", BankAccountIBAN="NL02INGB0990000123")
    make.journal("90", "Memoriaal", 90, "", AllowVAT=True)
    make.journal("95", "Lonen", 90, "")


def _vat_codes(make: Maker) -> None:
    make.vat("0", "Geen btw", "0", "", Type="N")
    make.vat("1", "Nultarief", "0", "1501")
    make.vat("2", "Btw hoog 21 %", "21", "1501")
    make.vat("4", "Btw laag 9 %", "9", "1500")
    make.vat("6", "Export buiten EU", "0", "1501")
    make.vat("7", "Goederen EU", "0", "1501", EUSalesListing="L", IntraStat=True)
    make.vat("7D", "Diensten EU", "0", "1501", EUSalesListing="S")
    make.vat("8", "Btw verlegd", "0", "1501", Charged=True)
    make.vat("3", "Btw hoog 21 % inclusief", "21", "1501", Type="I")
    make.vat("4O", "Btw laag 6 % (oud)", "6", "1500", ended=midnight(2018, 12, 31))


def _periods(make: Maker, year: int) -> None:
    """Period 1 ends with ISO week 4, then four weeks each; 13 takes what remains of the year."""
    start = midnight(year, 1, 1)
    for number in range(1, PERIODS + 1):
        end = datetime.fromisocalendar(year, 4 * number, 7).replace(tzinfo=UTC)
        if number == PERIODS:
            end = midnight(year, 12, 31)
        make.period(year, number, start, end, closed=year < FIRST_OPEN_YEAR)
        start = end + timedelta(days=1)


def _relations(make: Maker) -> None:
    make.account("20", "Aannemersbedrijf De Steiger BV", Country="NL", VATNumber="NL850000026B01")
    make.account("21", "Zorggroep Het Anker", Country="NL", ChamberOfCommerce="85000002")
    make.account("22", "Antwerp Logistics BV", Country="BE", VATNumber="BE0777000286")
    make.account("23", "Jan de Vries", Country="NL", Email="jan.devries@example.nl")
    make.account("30", "Prospect Proef BV", status="P", Country="NL")
    make.account("31", "Leverancier Proef BV", status="A", IsSupplier=True, Country="NL")
    make.account("1", "Eerste Klant BV", Country="NL")
    make.account("0001", "Eerste Klant Oud BV", Country="NL")
    make.account("33", "Groep Noord BV", Country="NL", VATNumber="NL850000038B01")
    make.account("34", "Groep Zuid BV", Country="NL", VATNumber="NL850000038B01")
