"""Files of our own that are right and whose VAT is yet not base times rate are read back whole."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from invoicing.documents import DocumentKind
from invoicing.money import round_cents
from invoicing.ubl.document import UblRefused
from invoicing.ubl.profiles import profile_for
from invoicing.ubl.reader import read_ubl
from invoicing.ubl.writer import write_ubl
from tests.invoicing.ubl.cases import CASES, document, line

D = Decimal
CREDIT = {"kind": DocumentKind.CREDIT_NOTE, "original_number": "2026-0040"}


def read_back(given):
    return read_ubl(write_ubl(given, profile_for(given)))


def totals(value):
    return value.net, value.vat, value.gross


def off_by_a_cent():
    """Prices including VAT whose VAT is not net x rate, as 99.02 at 21 %: 81.83 + 17.19."""
    for cents in range(1, 3000):
        given = document(line(price=str(D(cents) / 100)), including=True, buyer="be_consumer")
        if round_cents(given.net * D("0.21")) != given.vat:
            yield given


def test_prices_including_vat_are_read_back_also_where_the_vat_is_a_cent_beside_the_rate():
    found = list(off_by_a_cent())
    assert len(found) > 100
    for given in found[:60]:
        assert totals(read_back(given)) == totals(given)


def with_vat(given, vat, net=None):
    """The document with another VAT on its only line."""
    net = given.net if net is None else net
    changed = {"net": net, "vat": vat}
    return replace(
        given,
        lines=tuple(replace(row, **changed) for row in given.lines),
        vat_totals=tuple(replace(row, **changed) for row in given.vat_totals),
        gross=net + vat,
        **changed,
    )


def test_the_last_credit_note_is_read_back_with_its_cents():
    for cents in ("0.01", "0.05", "-0.03"):
        given = document(line(price="10.02"), **CREDIT)
        last = with_vat(given, given.vat + D(cents))
        assert totals(read_back(last)) == totals(last)
        assert [row.vat for row in read_back(last).lines] == [last.vat]


@pytest.mark.parametrize("changes", [{}, CREDIT])
def test_vat_that_no_way_of_computing_gives_is_refused(changes):
    given = document(line(price="10.02"), **changes)
    for cents in ("0.11", "-0.11"):
        with pytest.raises(UblRefused, match="de btw bij btw-tarief"):
            read_back(with_vat(given, given.vat + D(cents)))


def test_an_invoice_excluding_vat_may_not_be_a_cent_beside_its_rate():
    given = document(line(price="100"))
    with pytest.raises(UblRefused, match="de btw bij btw-tarief"):
        read_back(with_vat(given, D("20.99")))


def test_an_advance_is_read_as_one():
    read = read_back(CASES["be_advance"]())
    assert read.is_advance
    assert totals(read) == (D("3000.00"), D("630.00"), D("3630.00"))
    assert not read_back(CASES["be_final"]()).is_advance


def test_vat_of_the_country_of_arrival_is_read_as_oss():
    read = read_back(CASES["be_oss"]())
    assert [(row.treatment, row.vat_country) for row in read.lines] == [("oss", "DE")]
    assert [(row.treatment, row.country) for row in read.vat_totals] == [("oss", "DE")]


def test_a_rate_that_both_countries_have_is_oss_where_the_note_says_so():
    tulips = line("Tulpen", "1", "10", "21", treatment="oss", vat_country="BE")
    consumer = replace(CASES["nl_consumer"]().buyer, country="BE")
    given = document(tulips, seller="NL", buyer_party=consumer, delivery_country="BE")
    assert [row.vat_country for row in read_back(given).lines] == ["BE"]
    silent = replace(given, mentions=())
    assert [row.treatment for row in read_back(silent).lines] == ["domestic"]


def test_a_business_abroad_is_never_read_as_oss():
    given = document(line(rate="19"), buyer="de", tax_point=date(2026, 11, 20))
    assert [row.treatment for row in read_back(given).lines] == ["domestic"]


def test_a_discount_of_the_document_beside_a_cash_discount_including_vat_is_read_back():
    for cents in range(100_000, 101_000, 7):
        given = document(
            line(price=str(D(cents) / 100)),
            including=True,
            discount="5",
            cash_discount="3.5",
        )
        assert totals(read_back(given)) == totals(given)
