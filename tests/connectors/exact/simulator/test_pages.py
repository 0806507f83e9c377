import requests

from connectors.exact.simulator.testing import Running
from tests.connectors.exact.simulator.outsider import BE, Outsider


def test_home_lists_the_divisions(sim: Running) -> None:
    page = requests.get(f"{sim.base_url}/", timeout=9)
    assert "Oventechniek Demo BV" in page.text
    assert f'href="/ledger/{BE}/"' in page.text
    assert "script" not in page.headers["Content-Security-Policy"].replace("default-src", "")
    assert "<script" not in page.text
    assert " style=" not in page.text


def test_icon_is_served(sim: Running) -> None:
    answer = requests.get(f"{sim.base_url}/favicon.ico", timeout=9)
    assert answer.headers["Content-Type"] == "image/svg+xml"


def test_stylesheet_is_served(sim: Running) -> None:
    answer = requests.get(f"{sim.base_url}/static/simulator.css", timeout=9)
    assert answer.headers["Content-Type"] == "text/css"


def test_entry_is_found_and_paid_on_its_page(sim: Running, exact: Outsider) -> None:
    entry = exact.book(Description="<b>Factuur</b>")
    ledger = f"{sim.base_url}/ledger/{BE}/"
    page = requests.get(ledger, params={"q": "factuur"}, timeout=9).text
    assert "&lt;b&gt;Factuur" in page
    assert "<b>Factuur" not in page
    address = f"{ledger}entries/{entry['EntryID']}"
    assert "€ 121,00" in requests.get(address, timeout=9).text
    part = requests.post(f"{address}/pay-part", data={"amount": "1.0,50"}, timeout=9)
    assert "Deels betaald" in part.text
    done = requests.post(f"{address}/pay", timeout=9)
    assert "Betaald" in done.text
    assert sim.read("entries", division=BE)[0]["state"] == "paid"
    requests.post(f"{address}/unpay", timeout=9)
    assert sim.read("entries", division=BE)[0]["state"] == "open"


def test_wrong_amount_is_explained(sim: Running, exact: Outsider) -> None:
    entry = exact.book()
    address = f"{sim.base_url}/ledger/{BE}/entries/{entry['EntryID']}"
    for amount in ("veel", "121,01", "-1", ""):
        page = requests.post(f"{address}/pay-part", data={"amount": amount}, timeout=9)
        assert "hoogstens gelijk" in page.text


def test_entry_is_deleted_and_its_page_is_gone(sim: Running, exact: Outsider) -> None:
    entry = exact.book()
    address = f"{sim.base_url}/ledger/{BE}/entries/{entry['EntryID']}"
    requests.post(f"{address}/write-off", timeout=9)
    assert requests.post(f"{address}/delete", timeout=9).url.endswith(f"/ledger/{BE}/")
    assert requests.get(address, timeout=9).status_code == 404
    assert exact.terms(entry) == []


def test_forms_from_elsewhere_are_refused(sim: Running, exact: Outsider) -> None:
    entry = exact.book()
    answer = requests.post(
        f"{sim.base_url}/ledger/{BE}/entries/{entry['EntryID']}/pay",
        headers={"Sec-Fetch-Site": "cross-site"},
        timeout=9,
    )
    assert answer.status_code == 403


def test_switches_are_shown_and_saved(sim: Running) -> None:
    address = f"{sim.base_url}/knoppen"
    assert "refresh_mode" in requests.get(address, timeout=9).text
    requests.post(
        address, data={"form": "switches", "refresh_mode": "grace", "limits_on": "on"}, timeout=9
    )
    settings = sim.read("options")
    assert settings["refresh_mode"] == "grace"
    assert settings["limits_on"] is True
    assert settings["new_consent_kills_chain"] is False
    wrong = requests.post(address, data={"form": "switches", "limit_day": "x"}, timeout=9)
    assert wrong.status_code == 400


def test_small_buttons_work(sim: Running) -> None:
    address = f"{sim.base_url}/knoppen"
    before = sim.state.clock.timestamp()
    forms = (
        {"form": "clock", "hours": "2"},
        {"form": "user", "user": "kantoor", "role": "viewer", "language": "fr", "refusal": ""},
        {"form": "division", "division": str(BE), "refusal": "", "withdrawn": "yes"},
        {"form": "quota", "division": str(BE), "minute": "5"},
        {"form": "period", "division": str(BE), "year": "2027", "period": "5", "closed": "yes"},
        {"form": "fault", "kind": "slow", "method": "GET", "path": "x", "times": "2"},
        {"form": "revoke", "user": "kantoor"},
    )
    for form in forms:
        assert requests.post(address, data=form, timeout=9).status_code == 200
    assert sim.state.clock.timestamp() == before + 7200
    assert [fault["kind"] for fault in sim.read("faults")] == ["slow"]
    withdrawn = sim.state.division(BE)
    assert withdrawn is not None
    assert withdrawn["_withdrawn"] is True
    assert requests.post(address, data={"form": "niets"}, timeout=9).status_code == 400


def test_traffic_page_shows_calls(sim: Running, exact: Outsider) -> None:
    exact.call("GET", "current/Me")
    assert "/api/v1/current/Me" in requests.get(f"{sim.base_url}/verkeer", timeout=9).text


def test_unknown_page_is_not_found(sim: Running) -> None:
    for path in ("/nergens", "/ledger/1/", f"/ledger/{BE}/entries/x"):
        assert requests.get(f"{sim.base_url}{path}", timeout=9).status_code == 404
