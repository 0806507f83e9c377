import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from connectors.exact.simulator import properties
from connectors.exact.simulator.clock import Clock
from connectors.exact.simulator.demo import DEMO_CLIENT
from connectors.exact.simulator.testing import Running, running_simulator
from tests.connectors.exact.simulator.outsider import BE, Outsider, connected
from tests.shared_data import reference_file

ENTRIES = "salesentry/SalesEntries"


def control(sim: Running, name: str, /, **body: object) -> requests.Response:
    return requests.post(f"{sim.base_url}/_control/{name}", json=body, timeout=9)


def test_control_api_speaks_json_and_explains_refusals(sim: Running) -> None:
    assert requests.get(f"{sim.base_url}/_control/health", timeout=9).json()["ok"] is True
    assert control(sim, "options", nothing=1).json() == {"error": "unknown switch nothing"}
    assert control(sim, "options", token_type="x").status_code == 400
    assert control(sim, "entries/pay", division=BE).json() == {"error": "missing: entry"}
    assert control(sim, "nothing").status_code == 404
    switches = requests.get(f"{sim.base_url}/_control/switches", timeout=9).json()
    assert switches["refresh_mode"]["choices"] == ["strict", "grace"]


def test_entries_are_listed_and_paid_by_number(sim: Running, exact: Outsider) -> None:
    entry = exact.book()
    address = f"{sim.base_url}/_control/entries"
    [newest, *_older] = requests.get(address, params={"division": str(BE)}, timeout=9).json()
    assert newest["entry_id"] == entry["EntryID"]
    assert (newest["total"], newest["open"], newest["state"]) == ("121.00", "121.00", "open")
    paid = control(sim, "entries/pay", division=BE, entry=str(entry["EntryNumber"])).json()
    assert paid["state"] == "paid"


def test_accounts_are_added_by_kind(sim: Running, exact: Outsider) -> None:
    made = control(sim, "account", division=BE, name="Nieuwe Prospect", kind="prospect").json()
    row = exact.one("crm/Accounts", f"ID eq guid'{made['id']}'", "Status")
    assert row["Status"] == "P"
    assert control(sim, "account", division=BE, name="X", Code="20").status_code == 400


def test_clock_is_moved_in_its_file(tmp_path: Path) -> None:
    file = tmp_path / "clock.json"
    with running_simulator(clock=file) as sim:
        control(sim, "clock", advance=3600)
        assert set(json.loads(file.read_text())) == {"anchor", "simulated", "speed"}
        assert Clock(file).timestamp() > time.time() + 3590
        file.write_text("")
        assert abs(sim.state.clock.timestamp() - time.time()) < 60


def test_clock_runs_at_its_speed(tmp_path: Path) -> None:
    file = tmp_path / "clock.json"
    anchor = time.time() - 10
    file.write_text(json.dumps({"anchor": anchor, "simulated": 1000, "speed": 60}))
    assert 1600 <= Clock(file).timestamp() < 3000


def test_password_change_closes_the_links(sim: Running) -> None:
    client = connected(sim)
    control(sim, "user", user="kantoor", password="anders")
    assert client.call("GET", "current/Me").status_code == 401


def test_downgraded_role_reads_but_does_not_post(sim: Running, exact: Outsider) -> None:
    body = exact.invoice()
    control(sim, "user", user="kantoor", role="viewer")
    assert exact.rows("financial/Journals", select="Code")
    assert exact.post(ENTRIES, body).status_code == 403


def test_journal_knows_who_called_what_and_no_secrets(sim: Running, exact: Outsider) -> None:
    exact.book()
    rows = requests.get(f"{sim.base_url}/_control/journal", timeout=9).json()
    booking = next(row for row in rows if row["method"] == "POST" and row["endpoint"] == ENTRIES)
    assert (booking["user"], booking["app"], booking["division"]) == ("kantoor", DEMO_CLIENT, BE)
    assert booking["created"]
    text = json.dumps(rows)
    assert "code=" not in text
    assert exact.tokens["access_token"] not in text


def test_history_finds_duplicates_and_blind_resends(sim: Running, exact: Outsider) -> None:
    body = exact.invoice()
    sim.control("faults", kind="reset_after_commit", method="POST", path="SalesEntries")
    with pytest.raises(requests.ConnectionError):
        exact.post(ENTRIES, body)
    exact.post(ENTRIES, body)
    history = requests.get(f"{sim.base_url}/_control/history", timeout=9).json()
    assert {found["field"] for found in history["duplicates"]} == {"YourRef", "Description"}
    assert len(history["blind_resends"]) == 1
    assert history["calls_per_endpoint"][f"POST {ENTRIES}"] == 2


def test_history_is_clean_after_a_look_before_the_resend(sim: Running, exact: Outsider) -> None:
    body = exact.invoice()
    sim.control("faults", kind="reset_before", method="POST", path="SalesEntries")
    with pytest.raises(requests.ConnectionError):
        exact.post(ENTRIES, body)
    exact.rows(ENTRIES, filter="YourRef eq 'F2026-0001'", select="EntryID")
    exact.post(ENTRIES, body)
    history = sim.read("history")
    assert history["duplicates"] == []
    assert history["blind_resends"] == []


def test_history_counts_token_misuse_and_limit_overruns(sim: Running) -> None:
    client = connected(sim)
    old = client.tokens["refresh_token"]
    client.refresh()
    sim.advance(580)
    client.refresh()
    client.refresh(old)
    sim.control("quota", division=BE, minute=60)
    client.call("GET", "financial/Journals")
    history = sim.read("history")
    assert history["token_misuse"] == {"too early": 1, "old token": 1}
    assert history["limit_overruns"] == {f"{DEMO_CLIENT}:{BE}:limit": 1}


def test_history_names_bookings_that_the_ledger_lacks(sim: Running, exact: Outsider) -> None:
    entry = exact.book()
    kept = {"division": BE, "entry_id": entry["EntryID"], "amount": "121.00"}
    lost = {"division": BE, "entry_id": "00000000-0000-0000-0000-000000000001"}
    other = {**kept, "amount": "120.00"}
    history = control(sim, "history", believed=[kept, lost, other]).json()
    assert history["lost"] == [lost]
    assert history["differing"] == [other]


def test_everything_survives_a_kill(tmp_path: Path) -> None:
    database = tmp_path / "sim.sqlite3"
    program = (
        "import sys, time\n"
        "from connectors.exact.simulator.testing import running_simulator\n"
        "with running_simulator(sys.argv[1]) as sim:\n"
        "    print(sim.base_url, flush=True)\n"
        "    time.sleep(60)\n"
    )
    command = [sys.executable, "-c", program, str(database)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        client = Outsider(process.stdout.readline().strip())
        client.exchange(client.code())
        entry = client.book()
        process.send_signal(signal.SIGKILL)
    with running_simulator(str(database)) as sim:
        client.base_url = sim.base_url
        path = f"{ENTRIES}(guid'{entry['EntryID']}')"
        again = client.get(path)
        assert again["AmountFC"] == 121
        assert again["EntryDate"] == entry["EntryDate"]
        assert client.book()["EntryNumber"] == entry["EntryNumber"] + 1


def test_same_seed_gives_the_same_identifiers() -> None:
    ids = []
    for _number in range(2):
        with running_simulator(random_seed=5) as sim:
            ids.append([row["entry_id"] for row in sim.read("entries", division=BE)])
    assert ids[0] == ids[1]


def test_table_of_properties_agrees_with_the_reference() -> None:
    reference = json.loads(reference_file("exact/exact-fields.json").read_text())
    for name in properties.SHAPES.keys() & reference.keys():
        shape, known = properties.SHAPES[name], reference[name]
        assert set(shape.methods) == set(known["methods"])
        assert set(shape.properties) == {field["name"] for field in known["properties"]}
        for field in known["properties"]:
            prop = shape.properties[field["name"]]
            if field["type"].startswith("Edm."):
                assert prop.type == field["type"].removeprefix("Edm.")
            assert ("M" in prop.flags) == (field["mandatory"] == "yes")
            assert set(prop.methods) <= set(field["methods"]) | {"G"}


def test_table_of_properties_knows_types_and_methods() -> None:
    entries = properties.SHAPES[ENTRIES]
    assert entries.properties["YourRef"].type == "String"
    assert entries.properties["EntryNumber"].type == "Int32"
    assert entries.properties["AmountFC"].methods == "G"
    assert entries.mandatory(alone=False) == ["Customer", "Journal", "SalesEntryLines"]
    assert properties.SHAPES["hrm/Costcenters"].properties["Code"].methods == "GP"
