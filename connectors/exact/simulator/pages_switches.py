"""The page 'Knoppen': switches, faults, clock, users, divisions."""

from connectors.exact.simulator import actions, control, faults, html, options, rights
from connectors.exact.simulator.options import Switch, Value
from connectors.exact.simulator.state import Simulator

WORDS = {"": "geen", "yes": "ja", "no": "nee"}


def page(sim: Simulator, problem: str = "") -> str:
    """The whole page."""
    error = f'<p class="error" role="alert">{html.text(problem)}</p>' if problem else ""
    return html.page(
        "Knoppen", error + _clock(sim) + _people(sim) + _ledger(sim) + _faults(sim) + _switches(sim)
    )


def press(sim: Simulator, part: str, form: dict[str, str]) -> None:
    """Does what one of the small forms asks; raises ValueError or LookupError."""
    if part == "clock":
        sim.clock.advance(float(form.get("hours") or 0) * 3600)
    elif part in ("user", "revoke", "division", "quota"):
        control.ACTS[part](sim, _values(form))
    elif part == "period":
        closed = form.get("closed") == "yes"
        actions.close_period(sim, {**form, "closed": closed})
    else:
        raise ValueError(f"onbekende knop {part}")


def _values(form: dict[str, str]) -> dict[str, object]:
    values: dict[str, object] = {name: value for name, value in form.items() if name != "form"}
    if "withdrawn" in form:
        values["withdrawn"] = form["withdrawn"] == "yes"
    return values


def _form(part: str, label: str, fields: str) -> str:
    return html.button_form("/knoppen", label, html.hidden({"form": part}) + fields)


def _select(name: str, values: tuple[str, ...], chosen: str = "") -> str:
    choices = "".join(
        f'<option value="{html.text(v)}"{" selected" if v == chosen else ""}>'
        f"{html.text(WORDS.get(v, v))}</option>"
        for v in values
    )
    return f'<select name="{name}">{choices}</select>'


def _label(text: str, field: str) -> str:
    return f"<label>{html.text(text)} {field}</label>"


def _clock(sim: Simulator) -> str:
    now = sim.clock.now()
    field = _label("Uren vooruit", '<input name="hours" type="number" step="any" value="24">')
    return (
        f'<h2>Klok</h2><p>{html.day(now)} {now:%H:%M:%S} UTC</p><div class="actions">'
        f"{_form('clock', 'Zet vooruit', field)}</div>"
    )


def _people(sim: Simulator) -> str:
    parts = []
    for name, user in sim.store.items("user"):
        hidden = html.hidden({"user": name})
        fields = (
            hidden
            + _label("Rol", _select("role", rights.ROLES, user["_role"]))
            + _label("Taal", _select("language", ("nl", "fr", "en"), user["_language"]))
            + _label(
                "Geweigerd als", _select("refusal", ("", *rights.REASONS), user.get("_refusal", ""))
            )
        )
        buttons = _form("user", "Bewaar", fields) + _form("revoke", "Trek koppeling in", hidden)
        parts.append(f'<h3>{html.text(name)}</h3><div class="actions">{buttons}</div>')
    return f"<h2>Gebruikers</h2>{''.join(parts)}"


def _ledger(sim: Simulator) -> str:
    parts = []
    for row in sim.store.rows("division"):
        hidden = html.hidden({"division": str(row["Code"])})
        reasons = _select("refusal", ("", *rights.REASONS), row.get("_refusal", ""))
        withdrawn = "yes" if row.get("_withdrawn") else "no"
        state = (
            hidden
            + _label("Geweigerd als", reasons)
            + _label("Ingetrokken", _select("withdrawn", ("no", "yes"), withdrawn))
        )
        quota = hidden + _label("Aanroepen", '<input name="minute" type="number" value="60">')
        period = (
            hidden
            + _label("Jaar", '<input name="year" type="number" required>')
            + _label("Periode", '<input name="period" type="number" required>')
            + _label("Afgesloten", _select("closed", ("yes", "no")))
        )
        parts.append(
            f"<h3>{row['Code']} {html.text(row['Description'])}</h3>"
            f'<div class="actions">{_form("division", "Bewaar", state)}'
            f"{_form('quota', 'Verbruik quotum', quota)}"
            f"{_form('period', 'Zet periode', period)}</div>"
        )
    return f"<h2>Administraties</h2>{''.join(parts)}"


def _faults(sim: Simulator) -> str:
    fields = (
        _label("Storing", _select("kind", faults.KINDS))
        + _label("Methode", '<input name="method" value="POST" size="6">')
        + _label("Pad", '<input name="path" value="SalesEntries">')
        + _label("Aantal", '<input name="times" type="number" value="1" min="1">')
        + _label("Seconden", '<input name="seconds" type="number" value="30" min="0">')
    )
    rows = [
        (html.text(f["kind"]), html.text(f["method"]), html.text(f["path"]), str(f["times"]))
        for f in sim.store.rows("fault")
    ]
    heads = ("Storing", "Methode", "Pad", "#Nog")
    return (
        f'<h2>Storingen</h2><div class="actions">{_form("fault", "Zet klaar", fields)}'
        f"{_form('faults/clear', 'Alles weg', '')}</div>"
        + html.table(heads, rows, "Er staat geen storing klaar.")
    )


def _switches(sim: Simulator) -> str:
    values = sim.options.as_dict()
    rows = "".join(
        _label(f"{switch.label} ({name})", _field(name, switch, values[name]))
        for name, switch in options.SWITCHES.items()
    )
    return (
        f'<h2>Schakelaars</h2><form method="post" action="/knoppen">'
        f"{html.hidden({'form': 'switches'})}{rows}"
        '<button class="main">Bewaar alle schakelaars</button></form>'
    )


def _field(name: str, switch: Switch, value: Value) -> str:
    if switch.choices:
        return _select(name, switch.choices, str(value))
    if isinstance(switch.default, bool):
        return f'<input type="checkbox" name="{name}"{" checked" if value else ""}>'
    kind = "number" if isinstance(switch.default, int) else "text"
    return f'<input type="{kind}" name="{name}" value="{html.text(value)}">'
