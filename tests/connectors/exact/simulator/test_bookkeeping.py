import pytest

from connectors.exact.simulator.testing import Running
from tests.connectors.exact.simulator.outsider import (
    BE,
    NL,
    PEPPOL,
    Outsider,
    connected,
    day,
    error_text,
)

LINES = "ID,LineNumber,AmountFC,VATAmountFC,VATBaseAmountFC,VATPercentage,VATCode,CostCenter"


def test_booking_fills_in_what_was_not_sent(exact: Outsider) -> None:
    entry = exact.book()
    assert entry["AmountFC"] == entry["AmountDC"] == 121
    assert entry["VATAmountFC"] == 21
    assert (entry["Type"], entry["Status"]) == (20, 20)
    assert (entry["ReportingYear"], entry["ReportingPeriod"]) == (2027, 5)
    assert entry["EntryNumber"] == entry["InvoiceNumber"] == 277000001
    assert entry["PaymentReference"] == "20/277000001"
    assert day(entry["DueDate"]) == day(entry["EntryDate"]) + 30
    assert entry["CustomerName"] == "Brasserie De Gouden Pan BV"


def test_lines_carry_padded_vat_code_and_fraction(exact: Outsider) -> None:
    entry = exact.book()
    line = exact.one("salesentry/SalesEntryLines", f"EntryID eq guid'{entry['EntryID']}'", LINES)
    assert line["VATCode"] == "3  "
    assert line["VATPercentage"] == 0.21
    assert line["LineNumber"] == 1


def test_vat_is_rounded_per_line_unless_an_amount_is_sent(exact: Outsider) -> None:
    three = [exact.line(AmountFC="10.02") for _number in range(3)]
    assert exact.book(SalesEntryLines=three)["VATAmountFC"] == 6.3
    shares = ("2.10", "2.10", "2.11")
    exactly = [exact.line(AmountFC="10.02", VATAmountFC=share) for share in shares]
    entry = exact.book(SalesEntryLines=exactly)
    assert (entry["VATAmountFC"], entry["AmountFC"]) == (6.31, 36.37)


def test_header_vat_amount_goes_to_the_last_line_with_vat(exact: Outsider) -> None:
    lines = [exact.line(AmountFC="10.02") for _number in range(3)]
    entry = exact.book(SalesEntryLines=lines, VATAmountFC="6.31")
    assert entry["AmountFC"] == 36.37


def test_inclusive_code_takes_the_vat_out_of_the_line(exact: Outsider) -> None:
    entry = exact.book(SalesEntryLines=[exact.line(VATCode="3I", AmountFC=121)])
    assert (entry["AmountFC"], entry["VATAmountFC"]) == (121, 21)


def test_percentage_chooses_a_code_only_above_zero(exact: Outsider) -> None:
    sent = {"GLAccount": exact.ledger("704000"), "AmountFC": 100}
    assert exact.book(SalesEntryLines=[{**sent, "VATPercentage": 0.06}])["VATAmountFC"] == 6
    assert exact.book(SalesEntryLines=[{**sent, "VATPercentage": 0}])["VATAmountFC"] == 0
    goods = {**sent, "GLAccount": exact.ledger("700000"), "VATPercentage": 0}
    assert exact.book(SalesEntryLines=[goods])["VATAmountFC"] == 21
    text = exact.refused(SalesEntryLines=[{**sent, "VATPercentage": 0.17}])
    assert text == "Ongeldig: Btw-percentage [0.17]"


def test_negative_total_becomes_a_credit_note(sim: Running, exact: Outsider) -> None:
    credit = exact.book(SalesEntryLines=[exact.line(AmountFC="-100.00", VATAmountFC="-21.00")])
    assert (credit["Type"], credit["AmountFC"]) == (21, -121)
    sim.control("options", credit_note_type="20")
    credit = exact.book(SalesEntryLines=[exact.line(AmountFC="-100.00")])
    assert credit["Type"] == 20


def test_journal_is_checked(exact: Outsider) -> None:
    guid = exact.one("financial/Journals", "Code eq '700'", "ID")["ID"]
    assert exact.refused(Journal=guid) == "Ongeldige referentie: Journals"
    assert exact.refused(Journal="600") == "Ongeldig: Dagboek"
    assert exact.refused(Journal=None) == "Verplicht: Dagboek"
    assert exact.refused(SalesEntryLines=[]) == "Verplicht: Boekingsregels"


@pytest.mark.parametrize("code", ["400000", "407000", "451000"])
def test_receivables_and_vat_accounts_are_refused_on_lines(exact: Outsider, code: str) -> None:
    lines = [exact.line(GLAccount=exact.ledger(code))]
    assert exact.refused(SalesEntryLines=lines) == "Ongeldig: Grootboekrekeningtype"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Prospect Proef BV", "Ongeldig: Klant (Type)"),
        ("Leverancier Proef BV", "Ongeldig: Klant (Type)"),
        ("Geblokkeerde Klant BV", "Ongeldig: Klant (Geblokkeerd)"),
        (
            "Dubieuze Klant BV",
            "De klantenrekening van deze relatie is niet gelijk aan de rekening van het gebruikte "
            "verkoopdagboek",
        ),
    ],
)
def test_relation_must_be_a_usable_customer(exact: Outsider, name: str, text: str) -> None:
    assert exact.refused(Customer=exact.account(name)) == text


def test_blocked_customers_are_taken_by_switch(sim: Running, exact: Outsider) -> None:
    sim.control("options", blocked_accounts="accept")
    assert exact.book(Customer=exact.account("Geblokkeerde Klant BV"))["EntryID"]


def test_unknown_customer_is_refused(exact: Outsider) -> None:
    text = exact.refused(Customer="00000000-0000-0000-0000-000000000001")
    assert text == "Ongeldige referentie: Klant"


def test_cost_centre_follows_the_ledger_account(exact: Outsider) -> None:
    must, never = exact.ledger("702000"), exact.ledger("701000")
    line = exact.line
    assert exact.refused(SalesEntryLines=[line(GLAccount=must)]) == "Verplicht: Kostenplaats"
    text = exact.refused(SalesEntryLines=[line(GLAccount=must, CostCenter="99")])
    assert text == "Ongeldige referentie: Kostenplaats"
    text = exact.refused(SalesEntryLines=[line(GLAccount=never, CostCenter="10")])
    assert text == "Niet toegestaan: Kostenplaats"
    assert exact.book(SalesEntryLines=[line(GLAccount=must, CostCenter="10")])["EntryID"]
    text = exact.refused(SalesEntryLines=[line(CostUnit="999")])
    assert text == "Ongeldige referentie: Kostendrager"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("77", "Ongeldige referentie: Btw-code"),
        ("9", "Ongeldig: Btw-code"),
        ("A3", "Ongeldig: Btw-code"),
    ],
)
def test_vat_code_must_exist_and_be_usable(exact: Outsider, code: str, text: str) -> None:
    assert exact.refused(SalesEntryLines=[exact.line(VATCode=code)]) == text


def test_vat_percentage_must_be_valid_on_the_entry_date(sim: Running) -> None:
    client = connected(sim, NL)
    body = {
        "Journal": "70",
        "Customer": client.account("Zorggroep Het Anker"),
        "SalesEntryLines": [
            {"GLAccount": client.ledger("8010"), "AmountFC": 100, "VATCode": "4O "}
        ],
    }
    answer = client.post("salesentry/SalesEntries", body)
    assert (answer.status_code, error_text(answer)) == (500, "Ongeldig: Btw-percentage []")


def test_zero_rated_code_takes_no_vat_amount(exact: Outsider) -> None:
    lines = [exact.line(VATCode="45", VATAmountFC=21)]
    assert exact.refused(SalesEntryLines=lines) == "Ongeldig: Btw-bedrag"
    lines = [exact.line(VATCode="45", VATAmountFC=0)]
    assert exact.book(SalesEntryLines=lines)["AmountFC"] == 100


def test_closed_and_missing_periods_are_refused(sim: Running, exact: Outsider) -> None:
    text = exact.refused(EntryDate="2026-09-30T00:00:00Z")
    assert text == "Periode is afgesloten: 2027 - 3"
    assert exact.refused(EntryDate="2010-02-01T00:00:00Z") == "Periode is afgesloten: 2010 - 2"
    assert exact.refused(ReportingPeriod=14) == "Periode is afgesloten: 2027 - 14"
    entry = exact.book(EntryDate="2026-09-30T00:00:00Z", ReportingYear=2027, ReportingPeriod=4)
    assert entry["ReportingPeriod"] == 4
    sim.control("period", division=BE, year=2027, period=5)
    assert exact.refused() == "Periode is afgesloten: 2027 - 5"


def test_dutch_year_has_thirteen_periods(sim: Running) -> None:
    client = connected(sim, NL)
    rows = client.rows(
        "financial/FinancialPeriods",
        filter="FinYear eq 2026",
        select="FinPeriod,StartDate,EndDate",
        orderby="FinPeriod",
    )
    assert len(rows) == 13
    assert day(rows[0]["EndDate"]) == 20478  # 25 January
    assert day(rows[12]["StartDate"]) == 20787  # 30 November
    assert day(rows[12]["EndDate"]) == 20818


@pytest.mark.parametrize("code", ["25", "21", "20", "15", "12", "10", "6", "Z", "E", "O", "AE"])
def test_peppol_division_books_old_invoices_at_every_rate(sim: Running, code: str) -> None:
    client = connected(sim, PEPPOL)
    body = {
        "Journal": "700",
        "Customer": client.account("Eerste Klant BV"),
        "EntryDate": "2017-11-13T00:00:00Z",
        "SalesEntryLines": [
            {"GLAccount": client.ledger("700000"), "AmountFC": 100, "VATCode": code}
        ],
    }
    entry = client.post("salesentry/SalesEntries", body).json()["d"]
    rate = int(code) if code.isdigit() else 0
    assert entry["AmountFC"] == 100 + rate
    assert (entry["ReportingYear"], entry["ReportingPeriod"]) == (2017, 11)


def test_sent_number_is_used_and_a_used_one_follows_the_switch(
    sim: Running, exact: Outsider
) -> None:
    assert exact.book(EntryNumber=41, InvoiceNumber=41)["EntryNumber"] == 41
    assert exact.refused(EntryNumber=41) == "In gebruik: Boekstuknummer"
    sim.control("options", duplicate_number="replaced")
    assert exact.book(EntryNumber=41)["EntryNumber"] == 277000001
    sim.control("options", duplicate_number="accepted")
    assert exact.book(EntryNumber=41)["EntryNumber"] == 41
    assert exact.book(EntryNumber=40)["EntryNumber"] == 40
    sim.control("options", descending_number="replaced")
    assert exact.book(EntryNumber=39)["EntryNumber"] == 277000002


def test_same_number_in_another_journal_is_free(exact: Outsider) -> None:
    exact.book(EntryNumber=41)
    assert exact.book(EntryNumber=41, Journal="705")["EntryNumber"] == 41


def test_your_ref_is_not_unique(exact: Outsider) -> None:
    first, second = exact.book(), exact.book()
    assert first["EntryID"] != second["EntryID"]
    found = exact.rows(
        "salesentry/SalesEntries", filter="YourRef eq 'F2026-0001'", select="EntryID"
    )
    assert len(found) == 2


def test_due_date_and_payment_condition(sim: Running, exact: Outsider) -> None:
    month_end = exact.book(PaymentCondition="30E")
    assert day(month_end["DueDate"]) == 20818
    both = {"PaymentCondition": "30E", "DueDate": "2027-01-15T00:00:00"}
    assert day(exact.book(**both)["DueDate"]) == 20833
    sim.control("options", due_date_from="condition")
    assert day(exact.book(**both)["DueDate"]) == 20818
    assert exact.refused(PaymentCondition="XX") == "Ongeldige referentie: Betalingsconditie"


def test_other_currency_document_and_tracking_number_must_exist(exact: Outsider) -> None:
    nothing = "00000000-0000-0000-0000-000000000001"
    assert exact.refused(Currency="GBP") == "Ongeldige referentie: Valuta"
    assert exact.refused(Document=nothing) == "Ongeldige referentie: Document"
    lines = [exact.line(TrackingNumber=nothing)]
    assert exact.refused(SalesEntryLines=lines) == "Ongeldige referentie: Trackingnummer"


def test_deferred_revenue_needs_both_dates_in_order(exact: Outsider) -> None:
    start, end = "2026-11-01T00:00:00Z", "2027-10-31T00:00:00Z"
    assert exact.book(SalesEntryLines=[exact.line(From=start, To=end)])["EntryID"]
    for wrong in ({"From": start}, {"From": end, "To": start}):
        assert exact.refused(SalesEntryLines=[exact.line(**wrong)]) == "Ongeldig: T/m"


def test_refused_booking_leaves_no_trace(sim: Running, exact: Outsider) -> None:
    before = sim.read("entries", division=BE)
    exact.refused(SalesEntryLines=[exact.line(), exact.line(VATCode="77")])
    assert sim.read("entries", division=BE) == before


def test_put_changes_the_head_and_regenerates_the_receivable(exact: Outsider) -> None:
    entry = exact.book()
    [term] = exact.terms(entry)
    path = f"salesentry/SalesEntries(guid'{entry['EntryID']}')"
    other = exact.account("Bouwwerken Janssens BV")
    answer = exact.call("PUT", path, {"Customer": other, "EntryDate": "2026-11-01T00:00:00Z"})
    assert (answer.status_code, answer.content) == (204, b"")
    changed = exact.get(path)
    assert changed["Customer"] == other
    assert changed["EntryNumber"] == entry["EntryNumber"]
    assert day(changed["DueDate"]) == day(changed["EntryDate"]) + 30
    [again] = exact.terms(entry)
    assert again["ID"] != term["ID"]
    deleted = exact.rows("sync/Deleted", filter="Timestamp gt 1L", select="EntityKey,EntityType")
    assert {"EntityKey": term["ID"], "EntityType": 10}.items() <= deleted[-1].items() or any(
        row["EntityKey"] == term["ID"] and row["EntityType"] == 10 for row in deleted
    )


def test_put_with_lines_or_on_a_paid_entry_is_refused(sim: Running, exact: Outsider) -> None:
    entry = exact.book()
    path = f"salesentry/SalesEntries(guid'{entry['EntryID']}')"
    assert exact.call("PUT", path, {"SalesEntryLines": []}).status_code == 400
    sim.control("entries/pay", division=BE, entry=entry["EntryID"])
    answer = exact.call("PUT", path, {"Description": "x"})
    assert (answer.status_code, error_text(answer)) == (500, "Reeds verwerkt")
    assert exact.call("DELETE", path).status_code == 500


def test_lines_are_added_and_deleted_and_the_last_one_takes_the_entry(exact: Outsider) -> None:
    entry = exact.book()
    path = f"salesentry/SalesEntries(guid'{entry['EntryID']}')"
    answer = exact.post(
        "salesentry/SalesEntryLines", exact.line(AmountFC=50, EntryID=entry["EntryID"])
    )
    assert answer.status_code == 201
    assert exact.get(path)["AmountFC"] == 181.5
    rows = exact.rows(
        "salesentry/SalesEntryLines", filter=f"EntryID eq guid'{entry['EntryID']}'", select=LINES
    )
    first, second = (f"salesentry/SalesEntryLines(guid'{row['ID']}')" for row in rows)
    assert exact.call("PUT", second, {"AmountFC": 10}).status_code == 204
    assert exact.get(path)["AmountFC"] == 133.1
    assert exact.call("DELETE", first).status_code == 204
    assert exact.get(path)["AmountFC"] == 12.1
    assert exact.call("DELETE", second).status_code == 204
    assert exact.call("GET", path).status_code == 404


def test_line_alone_needs_its_entry(exact: Outsider) -> None:
    answer = exact.post("salesentry/SalesEntryLines", exact.line())
    assert (answer.status_code, error_text(answer)) == (500, "Verplicht: Boeking")


def test_transaction_lines_balance_and_end_with_vat_line_9999(exact: Outsider) -> None:
    entry = exact.book(SalesEntryLines=[exact.line(), exact.line(VATCode="1")])
    rows = exact.rows(
        "financialtransaction/TransactionLines",
        filter=f"EntryID eq guid'{entry['EntryID']}'",
        select="LineNumber,AmountDC,GLAccountCode,Type",
    )
    assert round(sum(row["AmountDC"] for row in rows), 2) == 0
    numbers = sorted((row["LineNumber"], row["GLAccountCode"]) for row in rows)
    assert numbers == [
        (0, "400000"),
        (1, "704000"),
        (2, "704000"),
        (9999, "451000"),
        (9999, "451000"),
    ]


def test_field_lengths_only_count_when_the_switch_says_so(sim: Running, exact: Outsider) -> None:
    assert exact.book(YourRef="x" * 41)["YourRef"] == "x" * 41
    sim.control("options", field_lengths="on")
    assert exact.refused(YourRef="x" * 41) == "Te lang: YourRef"


def test_account_gets_the_next_code_and_customers_are_sales(exact: Outsider) -> None:
    made = exact.post("crm/Accounts", {"Name": "Nieuw BV", "Status": "C", "Country": "BE"})
    account = made.json()["d"]
    assert made.status_code == 201
    assert account["Code"] == "36".rjust(18)
    assert account["IsSales"] is True
    path = f"crm/Accounts(guid'{account['ID']}')"
    assert exact.call("PUT", path, {"City": "Gent"}).status_code == 204
    assert exact.get(path)["City"] == "Gent"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({}, "Verplicht: Naam"),
        ({"Name": "X", "Code": "20"}, "Bestaat reeds: Code"),
        ({"Name": "X", "Code": "A1"}, "Ongeldig: Code"),
        ({"Name": "X", "Status": "Q"}, "Ongeldig: Status"),
        ({"Name": "X", "Country": "Belgium"}, "Ongeldige referentie: Land"),
    ],
)
def test_account_is_checked(exact: Outsider, body: dict[str, str], text: str) -> None:
    answer = exact.post("crm/Accounts", body)
    assert (answer.status_code, error_text(answer)) == (500, text)


def test_codes_1_and_0001_are_two_relations(exact: Outsider) -> None:
    names = {
        exact.one("crm/Accounts", f"trim(Code) eq '{code}'", "Name")["Name"]
        for code in ("1", "0001")
    }
    assert names == {"Eerste Klant BV", "Eerste Klant Oud BV"}
    found = exact.rows("crm/Accounts", filter="VATNumber eq 'BE0777000781'", select="Name")
    assert len(found) == 2


def test_document_with_attachment_is_linked_and_downloaded(exact: Outsider) -> None:
    document = exact.post("documents/Documents", {"Subject": "Factuur", "Type": 10}).json()["d"]
    attachment = exact.post(
        "documents/DocumentAttachments",
        {"Document": document["ID"], "FileName": "f.pdf", "Attachment": "JVBERg=="},
    ).json()["d"]
    assert exact.book(Document=document["ID"])["DocumentSubject"] == "Factuur"
    headers = {"Authorization": f"Bearer {exact.tokens['access_token']}"}
    got = exact.http.get(f"{attachment['Url']}&Download=1", headers=headers)
    assert got.content == b"%PDF"
    assert exact.http.get(attachment["Url"]).status_code == 401


def test_bad_base64_has_the_recorded_text(exact: Outsider) -> None:
    document = exact.post("documents/Documents", {"Subject": "F", "Type": 10}).json()["d"]
    body = {"Document": document["ID"], "FileName": "f.pdf", "Attachment": "geen base64"}
    answer = exact.post("documents/DocumentAttachments", body)
    assert answer.status_code == 400
    assert error_text(answer).endswith("for property 'Attachment' to type 'Byte[]'")


def test_memorial_must_balance_and_be_of_type_90(exact: Outsider) -> None:
    def memorial(journal: str, *amounts: str) -> tuple[int, str]:
        lines = [{"GLAccount": exact.ledger("454000"), "AmountFC": a} for a in amounts]
        body = {"JournalCode": journal, "GeneralJournalEntryLines": lines}
        answer = exact.post("generaljournalentry/GeneralJournalEntries", body)
        return answer.status_code, "" if answer.status_code == 201 else error_text(answer)

    assert memorial("900", "100.00", "-100.00") == (201, "")
    assert memorial("900", "100.00", "-99.99")[0] == 500
    assert memorial("700", "1", "-1") == (500, "Ongeldig: Dagboek")


def test_memorial_is_read_and_deleted_but_not_changed(exact: Outsider) -> None:
    lines = [{"GLAccount": exact.ledger("454000"), "AmountFC": n} for n in (5, -5)]
    body = {"JournalCode": "900", "GeneralJournalEntryLines": lines}
    made = exact.post("generaljournalentry/GeneralJournalEntries", body).json()["d"]
    path = f"generaljournalentry/GeneralJournalEntries(guid'{made['EntryID']}')"
    assert len(exact.rows(f"{path}/GeneralJournalEntryLines", select="AmountFC")) == 2
    assert exact.call("PUT", path, {}).status_code == 405
    assert exact.call("DELETE", path).status_code == 204
    assert exact.call("GET", path).status_code == 404


def test_memorial_without_vat_refuses_a_vat_code(sim: Running) -> None:
    client = connected(sim, NL)
    line = {"GLAccount": client.ledger("4000"), "AmountFC": 0, "VATCode": "2"}
    body = {"JournalCode": "95", "GeneralJournalEntryLines": [line]}
    answer = client.post("generaljournalentry/GeneralJournalEntries", body)
    assert (answer.status_code, error_text(answer)) == (500, "Niet toegestaan: Btw-code")


def test_method_that_the_simulator_lacks_is_said_loudly(exact: Outsider) -> None:
    answer = exact.post("financial/GLAccounts", {"Code": "1", "Description": "x"})
    assert answer.status_code == 501
    assert exact.post("financial/FinancialPeriods", {}).status_code == 405
