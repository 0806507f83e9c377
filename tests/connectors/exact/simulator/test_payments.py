from decimal import Decimal

import pytest

from connectors.exact.simulator.testing import Running
from tests.connectors.exact.simulator.outsider import BE, Outsider, day


def act(sim: Running, name: str, entry: dict[str, object], **body: object) -> dict[str, object]:
    done: dict[str, object] = sim.control(
        f"entries/{name}", division=BE, entry=entry["EntryID"], **body
    )
    return done


def test_booking_makes_an_open_term_that_is_negative(exact: Outsider) -> None:
    [term] = exact.terms(exact.book())
    assert (term["AmountDC"], term["TransactionAmountDC"]) == (-121, 121)
    assert (term["IsFullyPaid"], term["Status"], term["LineType"]) == (False, 20, 20)
    assert term["LastPaymentDate"] is None


def test_sign_of_terms_follows_the_switch(sim: Running, exact: Outsider) -> None:
    sim.control("options", term_sign="positive")
    [term] = exact.terms(exact.book())
    assert term["AmountDC"] == 121


def test_payment_in_full_changes_the_row_version(sim: Running, exact: Outsider) -> None:
    entry = exact.book()
    [before] = exact.terms(entry)
    assert act(sim, "pay", entry)["state"] == "paid"
    rows = exact.rows(
        "sync/Cashflow/PaymentTerms",
        filter=f"Timestamp gt {before['Timestamp']}L",
        select="ID,IsFullyPaid,LastPaymentDate,Status",
    )
    assert [row["ID"] for row in rows] == [before["ID"]]
    assert (rows[0]["IsFullyPaid"], rows[0]["Status"]) == (True, 50)
    assert day(rows[0]["LastPaymentDate"]) == 20777


def test_part_payment_splits_the_row(sim: Running, exact: Outsider) -> None:
    entry = exact.book()
    [before] = exact.terms(entry)
    assert act(sim, "pay-part", entry, amount="21.00")["state"] == "partly"
    rows = {row["IsFullyPaid"]: row for row in exact.terms(entry)}
    assert (rows[True]["AmountDC"], rows[False]["AmountDC"]) == (-21, -100)
    assert rows[False]["ID"] == before["ID"]


def test_split_may_keep_the_id_for_the_paid_part(sim: Running, exact: Outsider) -> None:
    sim.control("options", split_keeps_id="paid")
    entry = exact.book()
    [before] = exact.terms(entry)
    act(sim, "pay-part", entry, amount="21.00")
    paid = next(row for row in exact.terms(entry) if row["IsFullyPaid"])
    assert paid["ID"] == before["ID"]


def test_paid_can_become_open_again(sim: Running, exact: Outsider) -> None:
    entry = exact.book()
    act(sim, "pay-part", entry, amount="21.00")
    act(sim, "pay", entry)
    assert act(sim, "unpay", entry)["state"] == "open"
    assert {row["IsFullyPaid"] for row in exact.terms(entry)} == {False}
    assert sum(row["AmountDC"] for row in exact.terms(entry)) == -121


def test_write_off_settles_without_a_payment_date(sim: Running, exact: Outsider) -> None:
    entry = exact.book()
    act(sim, "write-off", entry)
    [term] = exact.terms(entry)
    assert (term["IsFullyPaid"], term["LastPaymentDate"]) == (True, None)
    lines = exact.rows(
        "financialtransaction/TransactionLines",
        filter=f"InvoiceNumber eq {entry['InvoiceNumber']}",
        select="Type,AmountDC",
    )
    assert {row["Type"] for row in lines} == {20, 83}


def test_received_money_is_a_cash_flow_line_with_the_invoice_number(
    sim: Running, exact: Outsider
) -> None:
    entry = exact.book()
    act(sim, "pay", entry)
    [line] = exact.rows(
        "financialtransaction/TransactionLines",
        filter=f"InvoiceNumber eq {entry['InvoiceNumber']} and Type eq 40",
        select="AmountDC,JournalCode,GLAccountCode",
    )
    assert (line["AmountDC"], line["JournalCode"], line["GLAccountCode"]) == (
        -121,
        "550",
        "400000",
    )


def test_credit_note_matches_an_invoice(sim: Running, exact: Outsider) -> None:
    invoice = exact.book()
    credit = exact.book(SalesEntryLines=[exact.line(AmountFC="-50.00")])
    assert act(sim, "match", invoice, **{"with": credit["EntryID"]})["open"] == Decimal("60.50")
    [settled] = exact.terms(credit)
    assert (settled["IsFullyPaid"], settled["AmountDC"]) == (True, 60.5)


def test_direct_debit_under_way_is_not_paid_and_can_bounce(sim: Running, exact: Outsider) -> None:
    entry = exact.book()
    act(sim, "collect", entry, status=40)
    [term] = exact.terms(entry)
    assert (term["Status"], term["IsFullyPaid"]) == (40, False)
    act(sim, "pay", entry)
    assert act(sim, "bounce", entry)["state"] == "open"


def test_instalments_divide_the_term_to_the_cent(sim: Running, exact: Outsider) -> None:
    entry = exact.book(SalesEntryLines=[exact.line(AmountFC="100.01", VATCode="0")])
    act(sim, "instalments", entry, count=3)
    amounts = sorted(row["AmountDC"] for row in exact.terms(entry))
    assert amounts == [-33.34, -33.34, -33.33]


def test_more_than_what_is_open_is_refused(sim: Running, exact: Outsider) -> None:
    entry = exact.book()
    with pytest.raises(ValueError, match="open is 121"):
        act(sim, "pay-part", entry, amount="121.01")


def test_deleted_entry_shows_in_sync_deleted(exact: Outsider) -> None:
    entry = exact.book()
    [term] = exact.terms(entry)
    path = f"salesentry/SalesEntries(guid'{entry['EntryID']}')"
    assert exact.call("DELETE", path).status_code == 204
    rows = exact.rows("sync/Deleted", filter="Timestamp gt 1L", select="EntityKey,EntityType")
    assert (term["ID"], 10) in {(row["EntityKey"], row["EntityType"]) for row in rows}
    assert 1 in {row["EntityType"] for row in rows}
    assert exact.terms(entry) == []


def test_deletions_are_kept_about_two_months(sim: Running, exact: Outsider) -> None:
    entry = exact.book()
    exact.call("DELETE", f"salesentry/SalesEntries(guid'{entry['EntryID']}')")
    for _month in range(3):
        sim.advance(25 * 86400)
        exact.refresh()
    assert exact.rows("sync/Deleted", filter="Timestamp gt 1L", select="ID") == []


def test_purchases_are_mixed_among_the_terms(sim: Running, exact: Outsider) -> None:
    sim.control("purchase", division=BE, amount="12.10", your_ref="INK-2")
    rows = exact.rows(
        "sync/Cashflow/PaymentTerms", filter="Timestamp gt 1L", select="LineType,YourRef,AmountDC"
    )
    bought = [row for row in rows if row["LineType"] == 22]
    assert (bought[-1]["YourRef"], bought[-1]["AmountDC"]) == ("INK-2", 12.1)


def test_receivables_list_shows_open_items_only(sim: Running, exact: Outsider) -> None:
    entry = exact.book()
    number = f"InvoiceNumber eq {entry['InvoiceNumber']}"
    found = exact.rows("read/financial/ReceivablesList", filter=number, select="HID,Amount")
    assert [row["Amount"] for row in found] == [121]
    assert isinstance(found[0]["HID"], str)
    act(sim, "pay", entry)
    assert exact.rows("read/financial/ReceivablesList", filter=number) == []


@pytest.mark.parametrize("path", ["cashflow/Receivables", "bulk/Cashflow/Receivables"])
def test_receivables_tell_the_same_for_sales_only(sim: Running, exact: Outsider, path: str) -> None:
    entry = exact.book()
    wanted = f"TransactionEntryID eq guid'{entry['EntryID']}'"
    row = exact.one(path, wanted, "IsFullyPaid,AmountDC,AccountCode")
    assert (row["IsFullyPaid"], row["AmountDC"]) == (False, -121)
    assert exact.call("GET", path).status_code == 400
    every = exact.rows(path, select="YourRef")
    assert "INK-1" not in {row["YourRef"] for row in every}


def test_moved_division_restarts_its_timestamps(sim: Running, exact: Outsider) -> None:
    entry = exact.book()
    [before] = exact.terms(entry)
    sim.control("division", division=BE, moved=True)
    [after] = exact.terms(entry)
    assert int(after["Timestamp"]) < int(before["Timestamp"])
    row = exact.one("system/Divisions", f"Code eq {BE}", "DivisionMoveDate")
    assert row["DivisionMoveDate"] is not None


def test_sync_timestamp_gives_a_start_point(sim: Running, exact: Outsider) -> None:
    exact.book()
    sim.advance(7200)
    exact.refresh()
    [before] = exact.terms(exact.book())
    params = {"modified": "datetime'2026-11-20T14:00:00'", "endPoint": "'PaymentTerms'"}
    answer = exact.call("GET", "read/sync/Sync/SyncTimestamp", params=params)
    start = answer.json()["d"]["results"][0]["TimeStampAsBigInt"]
    rows = exact.rows(
        "sync/Cashflow/PaymentTerms", filter=f"Timestamp gt {start}L", select="Timestamp"
    )
    assert [row["Timestamp"] for row in rows] == [before["Timestamp"]]


@pytest.mark.parametrize(
    "path", ["sync/Financial/TransactionLines", "bulk/Financial/TransactionLines"]
)
def test_ledger_lines_come_in_pages_of_a_thousand(exact: Outsider, path: str) -> None:
    exact.book()
    options = {"filter": "Timestamp gt 1L"} if path.startswith("sync") else {}
    assert len(exact.rows(path, select="ID,AmountDC", **options)) > 10
