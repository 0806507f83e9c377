"""The pages for people: divisions, entries, switches, traffic (Dutch)."""

import re
from pathlib import Path
from urllib.parse import quote

from connectors.exact.simulator import (
    actions,
    faults,
    html,
    options,
    pages_ledger,
    pages_switches,
    traffic,
)
from connectors.exact.simulator.state import Simulator
from connectors.exact.simulator.wire import Request, Response, html_response, redirect

LEDGER = re.compile(r"/ledger/(\d{1,9})/(?:entries/([0-9a-f-]{36})(?:/([a-z-]+))?)?")
ICON = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">'
    b'<rect width="16" height="16" rx="3" fill="#0f5c66"/>'
    b'<path d="M4 4h8M4 8h6M4 12h8" stroke="#fff" stroke-width="2"/></svg>'
)
STYLE = Path(__file__).with_name("style.css").read_bytes()


def handle(sim: Simulator, request: Request) -> Response | None:
    """The page at a path, or None."""
    if request.headers.get("sec-fetch-site") == "cross-site" and request.method == "POST":
        return html_response(html.page("Geweigerd", "<p>Dit formulier komt van elders.</p>"), 403)
    if request.path == "/static/simulator.css":
        return Response(200, STYLE, "text/css", {"Cache-Control": "max-age=3600"})
    if request.path in ("/static/simulator.svg", "/favicon.ico"):
        return Response(200, ICON, "image/svg+xml", {"Cache-Control": "max-age=3600"})
    if request.path == "/":
        return html_response(_home(sim))
    if request.path == "/verkeer":
        return html_response(_traffic(sim))
    if request.path == "/knoppen":
        return _switches(sim, request)
    match = LEDGER.fullmatch(request.path)
    return _ledger(sim, request, *match.groups()) if match else None


def not_found() -> str:
    """The page for an address that does not exist."""
    return html.page("Niet gevonden", '<p>Deze pagina bestaat niet. <a href="/">Naar het begin</a>')


def _home(sim: Simulator) -> str:
    rows = [
        (
            f'<a href="/ledger/{row["Code"]}/">{row["Code"]}</a>',
            html.text(row["Description"]),
            html.text(row["Country"]),
            str(len(sim.store.rows("entry", row["Code"]))),
            "ingetrokken" if row.get("_withdrawn") else html.text(row.get("_refusal")),
        )
        for row in sim.store.rows("division")
    ]
    heads = ("Administratie", "Naam", "Land", "#Verkoopboekingen", "Toestand")
    now = sim.clock.now()
    return html.page(
        "Administraties",
        f"{html.table(heads, rows)}<p class=soft>Tijd in de simulator: {html.day(now)} "
        f"{now:%H:%M:%S} UTC</p>",
    )


def _ledger(
    sim: Simulator, request: Request, code: str, entry_id: str | None, action: str | None
) -> Response | None:
    division = int(code)
    if sim.division(division) is None:
        return None
    context = actions.by_hand(sim, division)
    if entry_id is None:
        return html_response(pages_ledger.entry_list(context, request.parameters()))
    if context.get("entry", entry_id) is None:
        return None
    if request.method == "POST" and action in actions.ENTRY_ACTIONS:
        return _act(sim, request, division, entry_id, action)
    problem = request.parameters().get("melding", "")
    return html_response(pages_ledger.entry_detail(context, entry_id, problem))


def _act(sim: Simulator, request: Request, division: int, entry_id: str, action: str) -> Response:
    back = f"/ledger/{division}/entries/{entry_id}"
    try:
        with sim.store.savepoint():
            actions.entry_action(sim, division, entry_id, action, dict(request.form()))
    except (ValueError, ArithmeticError, LookupError):
        text = "Dat kan niet: vul een bedrag in dat hoogstens gelijk is aan wat nog open staat."
        return redirect(f"{back}?melding={quote(text)}")
    return redirect(f"/ledger/{division}/" if action == "delete" else back)


def _switches(sim: Simulator, request: Request) -> Response:
    if request.method != "POST":
        return html_response(pages_switches.page(sim))
    form = request.form()
    try:
        with sim.store.savepoint():
            _change(sim, form)
    except (ValueError, LookupError) as problem:
        return html_response(pages_switches.page(sim, str(problem)), 400)
    return redirect("/knoppen")


def _change(sim: Simulator, form: dict[str, str]) -> None:
    part = form.get("form", "")
    if part == "switches":
        for name, switch in options.SWITCHES.items():
            if isinstance(switch.default, bool):
                sim.set_option(name, name in form)
            elif name in form:
                sim.set_option(name, form[name])
    elif part == "fault":
        faults.arm(sim, dict(form))
    elif part == "faults/clear":
        faults.disarm(sim)
    else:
        pages_switches.press(sim, part, form)


def _traffic(sim: Simulator) -> str:
    heads = ("Tijd", "Methode", "Pad", "#Status", "Gebruiker", "Noot")
    rows = [
        (
            f"{row['time'] % 86400 // 3600:02.0f}:{row['time'] % 3600 // 60:02.0f}",
            html.text(row["method"]),
            html.text(row["path"]),
            str(row["status"] or "geen"),
            html.text(row["user"]),
            html.text(row["note"]),
        )
        for row in traffic.latest(sim, 100)
    ]
    return html.page("Verkeer", html.table(heads, rows, "Nog geen aanroepen."))
