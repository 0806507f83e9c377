import pytest

from connectors.exact.simulator.testing import Running
from tests.connectors.exact.simulator.outsider import BE, NL, Outsider, connected, day, error_text


def test_me_needs_no_division_and_no_limit(exact: Outsider) -> None:
    answer = exact.call("GET", "current/Me")
    me = answer.json()["d"]["results"][0]
    assert me["CurrentDivision"] == BE
    assert me["UserName"] == "kantoor"
    assert "X-RateLimit-Limit" not in answer.headers


def test_without_accept_json_the_call_is_refused_loudly(exact: Outsider) -> None:
    answer = exact.call("GET", "financial/Journals", Accept="*/*")
    assert answer.status_code == 406
    assert "Accept: application/json" in error_text(answer)


def test_list_has_results_and_metadata(exact: Outsider) -> None:
    journal = exact.one("financial/Journals", "Code eq '700'", "ID,Code,Type,GLAccountCode")
    assert journal["__metadata"]["uri"].endswith(f"/{BE}/financial/Journals(guid'{journal['ID']}')")
    assert journal["__metadata"]["type"] == "Exact.Web.Api.Models.Journal"
    assert journal["Type"] == 20
    assert journal["GLAccountCode"] == "400000"
    assert set(journal) == {"__metadata", "ID", "Code", "Type", "GLAccountCode"}


def test_list_may_come_as_a_bare_array_by_switch(sim: Running, exact: Outsider) -> None:
    sim.control("options", list_shape="array")
    assert isinstance(exact.get("financial/Journals", select="Code"), list)


def test_codes_are_padded_and_unpadded_filters_find_nothing(exact: Outsider) -> None:
    row = exact.one("crm/Accounts", "trim(Code) eq '20'", "Code,Country,Language")
    assert row["Code"] == " " * 16 + "20"
    assert row["Country"] == "BE "
    assert row["Language"] == "NL        "
    assert exact.rows("crm/Accounts", filter="Code eq '20'", select="Code") == []
    assert len(exact.rows("crm/Accounts", filter=f"Code eq '{row['Code']}'", select="Code")) == 1
    assert exact.rows("vat/VATCodes", filter="Code eq '3'", select="Code") == []
    assert len(exact.rows("vat/VATCodes", filter="Code eq '3  '", select="Code")) == 1


def test_accounts_without_filter_are_refused_with_the_recorded_text(exact: Outsider) -> None:
    answer = exact.call("GET", "crm/Accounts", params={"$select": "ID"})
    assert answer.status_code == 400
    assert error_text(answer).startswith("This endpoint has mandatory filtering applied.")
    assert "VATNumber." in error_text(answer)


def test_select_or_top_1_is_required_on_entries(exact: Outsider) -> None:
    answer = exact.call("GET", "salesentry/SalesEntries")
    assert answer.status_code == 400
    assert error_text(answer) == ("Please add a $select or a $top=1 statement to the query string.")
    assert exact.call("GET", "salesentry/SalesEntries", params={"$top": "1"}).status_code == 200


@pytest.mark.parametrize(
    "text",
    [
        "Code eq",
        "Nothing eq 'x'",
        "Code eq 12",
        "ID eq 'x'",
        "ID eq guid'x'",
        "Code eq Description",
        "length(Code) eq 3",
        "tolower(Code) eq 'x'",
        "Bank/Name eq 'x'",
        "Created ge datetime'2026-11-20'",
        "Created ge datetime'gisteren'",
        "Code eq 'a' x",
        "(Code eq 'a'",
        "Code & 'a'",
        "IsBlocked eq 1",
    ],
)
def test_filter_that_exact_does_not_take_is_refused(exact: Outsider, text: str) -> None:
    answer = exact.call("GET", "financial/Journals", params={"$filter": text, "$select": "Code"})
    assert answer.status_code == 400
    assert error_text(answer)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Code eq '700'", ["700"]),
        ("'700' eq Code", ["700"]),
        ("Type eq 20 and (Code eq '700' or Code eq '705')", ["700", "705"]),
        ("substringof('manueel',Description)", ["710"]),
        ("startswith(Description,'Verkoop') eq true", ["700", "710"]),
        ("not (Type eq 20) and Type lt 22L", ["550"]),
        ("Type ge 90", ["900"]),
        ("Type gt 22 and IsBlocked eq false", ["900"]),
        ("Description eq 'Creditnota''s'", ["705"]),
        ("BankAccountIBAN ne null", ["550"]),
        ("trim(Code) ne '700' and Type le 20 and Type ge 20", ["705", "710"]),
        ("AllowVAT", ["900"]),
    ],
)
def test_filter_finds(exact: Outsider, text: str, codes: list[str]) -> None:
    rows = exact.rows("financial/Journals", filter=text, select="Code", orderby="Code")
    assert [row["Code"] for row in rows] == codes


def test_filter_on_guid_and_datetime(exact: Outsider) -> None:
    ledger = exact.ledger("704000")
    assert exact.one("financial/GLAccounts", f"ID eq guid'{ledger.upper()}'", "Code")
    rows = exact.rows(
        "financial/FinancialPeriods",
        filter="StartDate le datetime'2026-11-20T12:00' and "
        "EndDate ge datetime'2026-11-20T00:00:00Z'",
        select="FinYear,FinPeriod,StartDate",
    )
    assert [(row["FinYear"], row["FinPeriod"]) for row in rows] == [(2027, 5)]
    assert day(rows[0]["StartDate"]) == 20758


def test_pages_have_sixty_rows_and_next_is_followed_verbatim(exact: Outsider) -> None:
    seen: list[str] = []
    answer = exact.get("financial/FinancialPeriods", select="ID", inlinecount="allpages")
    assert answer["__count"] == "96"
    assert len(answer["results"]) == 60
    while True:
        seen += [row["ID"] for row in answer["results"]]
        if "__next" not in answer:
            break
        assert "$skiptoken=guid'" in answer["__next"]
        headers = {
            "Authorization": f"Bearer {exact.tokens['access_token']}",
            "Accept": "application/json",
        }
        answer = exact.http.get(answer["__next"], headers=headers).json()["d"]
    assert len(seen) == len(set(seen)) == 96


def test_paging_keeps_the_order_that_was_asked(exact: Outsider) -> None:
    first = exact.get(
        "financial/FinancialPeriods", select="FinYear,FinPeriod", orderby="FinYear desc,FinPeriod"
    )
    headers = {
        "Authorization": f"Bearer {exact.tokens['access_token']}",
        "Accept": "application/json",
    }
    second = exact.http.get(first["__next"], headers=headers).json()["d"]
    rows = [(row["FinYear"], row["FinPeriod"]) for row in first["results"] + second["results"]]
    assert len(rows) == 96
    assert rows == sorted(rows, key=lambda row: (-row[0], row[1]))


def test_top_skip_count_and_orderby(exact: Outsider) -> None:
    rows = exact.rows("financial/Journals", select="Code", orderby="Code desc", top="2", skip="1")
    assert [row["Code"] for row in rows] == ["710", "705"]
    answer = exact.call("GET", "financial/Journals/$count", Accept="application/json")
    assert answer.text == "6"


@pytest.mark.parametrize(
    "params",
    [
        {"$select": "Nothing"},
        {"$orderby": "Code up"},
        {"$top": "-1"},
        {"$search": "x"},
        {"$expand": "Code"},
        {"$inlinecount": "yes"},
    ],
)
def test_query_option_that_makes_no_sense_is_refused(
    exact: Outsider, params: dict[str, str]
) -> None:
    assert exact.call("GET", "financial/Journals", params=params).status_code == 400


def test_get_by_key_and_missing_key(exact: Outsider) -> None:
    ledger = exact.ledger("704000")
    assert exact.get(f"financial/GLAccounts(guid'{ledger}')")["Code"] == "704000"
    missing = exact.call("GET", "financial/GLAccounts(guid'00000000-0000-0000-0000-000000000001')")
    assert missing.status_code == 404
    assert exact.call("GET", "financial/Nothing").status_code == 404


def test_expand_and_deferred_collections(exact: Outsider) -> None:
    entry = exact.book()
    deferred = entry["SalesEntryLines"]["__deferred"]["uri"]
    path = deferred.partition(f"/{BE}/")[2]
    assert len(exact.get(path, select="AmountFC")["results"]) == 1
    row = exact.get(
        f"salesentry/SalesEntries(guid'{entry['EntryID']}')",
        select="EntryID",
        expand="SalesEntryLines",
    )
    assert row["SalesEntryLines"]["results"][0]["AmountFC"] == 100


def test_sync_takes_only_timestamp_gt(exact: Outsider) -> None:
    for text in ("Timestamp ge 1L", "Timestamp gt 1L and IsFullyPaid eq true", "LineType eq 20"):
        params = {"$filter": text, "$select": "ID"}
        answer = exact.call("GET", "sync/Cashflow/PaymentTerms", params=params)
        assert answer.status_code == 400
    rows = exact.rows("sync/Cashflow/PaymentTerms", filter="Timestamp gt 1", select="Timestamp")
    assert all(isinstance(row["Timestamp"], str) for row in rows)


def test_answer_without_prefer_is_nearly_all_null(exact: Outsider) -> None:
    answer = exact.call("POST", "salesentry/SalesEntries", exact.invoice())
    entry = answer.json()["d"]
    assert answer.status_code == 201
    assert entry["EntryID"]
    assert entry["EntryNumber"] is None
    assert entry["AmountFC"] is None


def test_answer_without_prefer_can_lack_the_key_by_switch(sim: Running, exact: Outsider) -> None:
    sim.control("options", plain_post_answer="all_null")
    answer = exact.call("POST", "salesentry/SalesEntries", exact.invoice())
    assert answer.json()["d"]["EntryID"] is None


@pytest.mark.parametrize(
    "changes",
    [
        {"Nothing": 1},
        {"AmountFC": 121},
        {"Status": 20},
        {"Type": 21},
        {"EntryID": "3c534e79-c4fe-44d2-9765-00b30573c2de"},
        {"Customer": "20"},
        {"Journal": 700},
        {"EntryDate": "20/11/2026"},
        {"EntryDate": "2026-11-20T00:00:00+01:00"},
        {"EntryNumber": "12"},
        {"EntryNumber": 2**31},
        {"ReportingYear": 40000},
        {"IsExtraDuty": "true"},
        {"Reversal": None},
        {"CustomField": "x"},
        {"SalesEntryLines": "x"},
        {"SalesEntryLines": [{"Nothing": 1}]},
        {"SalesEntryLines": [{"AmountDC": 1}]},
        {"SalesEntryLines": [{"AmountFC": "veel"}]},
        {"SalesEntryLines": [{"AmountFC": True}]},
    ],
)
def test_body_that_a_strict_server_refuses(exact: Outsider, changes: dict[str, object]) -> None:
    answer = exact.post("salesentry/SalesEntries", exact.invoice(**changes))
    assert answer.status_code == 400
    assert error_text(answer).startswith("Error processing request stream.")


def test_malformed_json_and_other_media_types_are_refused(exact: Outsider) -> None:
    address = f"{exact.base_url}/api/v1/{BE}/salesentry/SalesEntries"
    headers = {
        "Authorization": f"Bearer {exact.tokens['access_token']}",
        "Accept": "application/json",
    }
    json_headers = {**headers, "Content-Type": "application/json"}
    assert exact.http.post(address, data="{", headers=json_headers).status_code == 400
    assert exact.http.post(address, data="{}", headers=headers).status_code == 415


def test_description_of_external_link_is_ignored_refused_or_taken(
    sim: Running, exact: Outsider
) -> None:
    link = {"ExternalLinkReference": "https://example.be/1", "ExternalLinkDescription": "Dossier"}
    assert exact.book(**link)["ExternalLinkDescription"] is None
    sim.control("options", external_link_description="accept")
    assert exact.book(**link)["ExternalLinkDescription"] == "Dossier"
    sim.control("options", external_link_description="refuse")
    assert exact.post("salesentry/SalesEntries", exact.invoice(**link)).status_code == 400


def test_readonly_properties_can_be_ignored_by_switch(sim: Running, exact: Outsider) -> None:
    sim.control("options", readonly_properties="ignore")
    assert exact.book(AmountFC=5)["AmountFC"] == 121


def test_body_above_ten_megabytes_is_refused(exact: Outsider) -> None:
    address = f"{exact.base_url}/api/v1/{BE}/documents/DocumentAttachments"
    headers = {"Content-Length": str(10 * 1024 * 1024 + 1), "Accept": "application/json"}
    assert exact.http.post(address, data=b"", headers=headers).status_code == 413


def test_business_refusals_speak_the_language_of_the_user(sim: Running, exact: Outsider) -> None:
    assert exact.refused(Journal="999") == "Ongeldige referentie: Journals"
    sim.control("user", user="kantoor", language="fr")
    assert exact.refused(Customer=exact.account("Prospect Proef BV")) == (
        "Non valide : Client (Type)"
    )
    sim.control("user", user="kantoor", language="en")
    assert exact.refused(PaymentCondition="XX") == "Invalid reference: Payment condition"


def test_user_has_rights_answers_per_endpoint_and_action(sim: Running, exact: Outsider) -> None:
    params = {"endpoint": "'salesentry/SalesEntries'", "action": "'POST'"}
    answer = exact.call("GET", "users/UserHasRights", params=params)
    assert answer.json() == {"d": {"UserHasRights": True}}
    sim.control("options", rights_removed="salesentry/SalesEntries:POST")
    answer = exact.call("GET", "users/UserHasRights", params=params)
    assert answer.json() == {"d": {"UserHasRights": False}}
    assert exact.post("salesentry/SalesEntries", exact.invoice()).status_code == 403


def test_portal_user_reads_nothing_and_posts_nothing(sim: Running) -> None:
    client = connected(sim, user="mijnkantoor")
    me = client.call("GET", "current/Me").json()["d"]["results"][0]
    assert me["IsMyFirmPortalUser"] is True
    assert client.rows("financial/Journals", select="Code") == []
    assert client.call("POST", "salesentry/SalesEntries", {}).status_code == 403
    sim.control("options", missing_rights_get="403")
    assert client.call("GET", "financial/Journals").status_code == 403


def test_refusals_stand_in_the_reason_header(sim: Running, exact: Outsider) -> None:
    sim.control("division", division=BE, refusal="LicenseExpired")
    answer = exact.call("GET", "financial/Journals")
    assert (answer.status_code, answer.headers["Reason"]) == (403, "LicenseExpired")
    sim.control("user", user="kantoor", refusal="BlockedUser")
    assert exact.call("GET", "current/Me").headers["Reason"] == "BlockedUser"


def test_withdrawn_division_disappears(sim: Running, exact: Outsider) -> None:
    sim.control("division", division=NL, withdrawn=True)
    codes = [row["Code"] for row in exact.rows("system/Divisions", select="Code")]
    assert NL not in codes
    exact.division = NL
    assert exact.call("GET", "financial/Journals").headers["Reason"] == "NoDivisionAccess"


def test_missing_scope_has_the_recorded_text(sim: Running, exact: Outsider) -> None:
    sim.control("options", scopes_removed="Financial generalledgers")
    answer = exact.call("GET", "financial/Journals")
    assert answer.status_code == 403
    assert error_text(answer) == "Forbidden - Application Scope Violated. Cannot read"


def test_division_in_the_address_of_divisions_is_not_checked(exact: Outsider) -> None:
    exact.division = 1
    assert len(exact.rows("system/Divisions", select="Code,Description")) == 3


def test_dates_come_out_as_utc_midnights(exact: Outsider) -> None:
    entry = exact.book(EntryDate="2026-11-20T15:30:00", DueDate="/Date(1798675200000)/")
    assert day(entry["EntryDate"]) == 20777
    assert day(entry["DueDate"]) == 20818


@pytest.mark.parametrize(
    "changes",
    [
        {"Description": "\ud800"},
        {"SalesEntryLines": [{"AmountFC": "1e30"}]},
        {"SalesEntryLines": [{"AmountFC": "1_000"}]},
        {"SalesEntryLines": [{"AmountFC": "NaN"}]},
        {"EntryDate": "/Date(99999999999999999999)/"},
    ],
)
def test_hostile_values_are_refused_and_the_server_lives(
    exact: Outsider, changes: dict[str, object]
) -> None:
    answer = exact.post("salesentry/SalesEntries", exact.invoice(**changes))
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "text",
    ["(" * 300 + "Code eq 'x'" + ")" * 300, f"Type eq {'9' * 5000}", "not " * 300 + "AllowVAT"],
)
def test_hostile_filters_are_refused(exact: Outsider, text: str) -> None:
    params = {"$filter": text, "$select": "Code"}
    assert exact.call("GET", "financial/Journals", params=params).status_code == 400


def test_forty_codes_in_one_filter_are_taken(exact: Outsider) -> None:
    text = " or ".join(f"trim(Code) eq '{number}'" for number in range(40))
    assert len(exact.rows("crm/Accounts", filter=text, select="Code")) == 12


def test_chunked_body_is_refused(exact: Outsider) -> None:
    address = f"{exact.base_url}/api/v1/{BE}/salesentry/SalesEntries"
    answer = exact.http.post(address, data=iter([b"{}"]))
    assert answer.status_code == 411
