"""The ledger on a page: sales entries of a division, and one entry."""

from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any

from connectors.exact.simulator import actions, html, terms
from connectors.exact.simulator.context import Context
from connectors.exact.simulator.store import Record

STATES = {"paid": "Betaald", "partly": "Deels betaald", "open": "Open"}
SHOWN = 200


def _midnight(day: Any) -> datetime:
    return datetime.combine(day, time(), UTC)


def entry_list(context: Context, parameters: dict[str, str]) -> str:
    """The sales entries, newest first, at most 200, with a search box."""
    division = context.sim.division(context.division) or {}
    wanted = parameters.get("q", "").strip()
    found = [row for row in actions.entry_list(context.sim, context.division) if _fits(row, wanted)]
    rows = [_list_row(context.division, row) for row in found[:SHOWN]]
    heads = ("Nummer", "Dagboek", "Datum", "Klant", "Omschrijving", "#Totaal", "#Open", "Toestand")
    search = (
        '<form class="actions"><label>Zoeken <input name="q" type="search" '
        f'value="{html.text(wanted)}"></label><button>Zoeken</button></form>'
    )
    title = f"{division['Description']} ({context.division})"
    count = f"<p class=soft>{len(found)} verkoopboekingen</p>"
    return html.page(title, search + html.table(heads, rows) + count)


def _fits(row: dict[str, Any], wanted: str) -> bool:
    texts = (row["number"], row["customer"], row["description"], row["your_ref"])
    return wanted.lower() in " ".join(str(text or "") for text in texts).lower()


def _list_row(division: int, row: dict[str, Any]) -> tuple[str, ...]:
    address = f"/ledger/{division}/entries/{row['entry_id']}"
    return (
        f'<a href="{address}">{row["number"]}</a>',
        html.text(row["journal"]),
        html.day(_midnight(row["date"])),
        html.text(row["customer"]),
        html.text(row["description"]),
        html.money(row["total"]),
        html.money(row["open"]),
        STATES[row["state"]],
    )


def entry_detail(context: Context, entry_id: str, problem: str = "") -> str:
    """One entry: what was booked, how it stands in the ledger, what is open, and buttons."""
    entry = context.get("entry", entry_id) or {}
    summary = actions.entry_summary(context, entry)
    error = f'<p class="error" role="alert">{html.text(problem)}</p>' if problem else ""
    back = f'<p><a href="/ledger/{context.division}/">Alle verkoopboekingen</a></p>'
    return html.page(
        f"Boeking {entry['EntryNumber']}",
        back
        + error
        + _buttons(context, entry, summary)
        + _facts(context, entry, summary)
        + _lines(context, entry)
        + _journal_lines(context, entry)
        + _terms(context, entry),
    )


def _buttons(context: Context, entry: Record, summary: dict[str, Any]) -> str:
    root = f"/ledger/{context.division}/entries/{entry['EntryID']}"
    forms = []
    if summary["open"] != 0:
        amount = (
            '<label>Bedrag <input name="amount" inputmode="decimal" size="10" required></label>'
        )
        forms = [
            html.button_form(f"{root}/pay", "Betaald (volledig)", style="main"),
            html.button_form(f"{root}/pay-part", "Deels betaald", amount),
            html.button_form(f"{root}/write-off", "Kosten/afboeken"),
        ]
    if summary["state"] != "open":
        forms.append(html.button_form(f"{root}/unpay", "Afletteren ongedaan maken"))
    forms.append(html.button_form(f"{root}/delete", "Verwijderen", style="danger"))
    return f'<div class="card actions">{"".join(forms)}</div>'


def _facts(context: Context, entry: Record, summary: dict[str, Any]) -> str:
    rows = (
        ("Toestand", STATES[summary["state"]]),
        ("Klant", html.text(entry["CustomerName"])),
        ("Dagboek", html.text(f"{entry['Journal']} {entry['JournalDescription']}")),
        ("Soort", html.text(entry["TypeDescription"])),
        ("Factuurdatum", html.day(entry["EntryDate"])),
        ("Vervaldatum", html.day(entry["DueDate"])),
        ("Periode", f"{entry['ReportingYear']} - {entry['ReportingPeriod']}"),
        ("Omschrijving", html.text(entry["Description"])),
        ("Uw ref.", html.text(entry["YourRef"])),
        ("Betalingsreferentie", html.text(entry["PaymentReference"])),
        ("Externe koppeling", html.text(entry["ExternalLinkReference"])),
        ("Document", _document(context, entry)),
        ("Totaal inclusief btw", html.money(entry["AmountFC"])),
        ("Waarvan btw", html.money(entry["VATAmountFC"])),
        ("Nog open", html.money(summary["open"])),
    )
    return html.table(("Gegeven", "Waarde"), rows)


def _document(context: Context, entry: Record) -> str:
    if not entry["Document"]:
        return "geen"
    files = context.find("attachment", "Document", entry["Document"])
    names = ", ".join(f"{row['FileName']} ({row['FileSize']} bytes)" for row in files)
    return html.text(f"{entry['DocumentSubject']}: {names}")


def _lines(context: Context, entry: Record) -> str:
    found = context.find("line", "EntryID", entry["EntryID"])
    rows = [
        (
            str(line["LineNumber"]),
            html.text(f"{line['GLAccountCode']} {line['GLAccountDescription']}"),
            html.text(line["Description"]),
            html.text(f"{(line['VATCode'] or '').strip()} {line['VATCodeDescription'] or ''}"),
            html.money(line["AmountFC"]),
            html.money(line["VATAmountFC"]),
            _extras(line),
        )
        for line in sorted(found, key=lambda row: row["LineNumber"])
    ]
    heads = ("Nr.", "Grootboekrekening", "Omschrijving", "Btw-code", "#Bedrag", "#Btw", "Verder")
    return "<h2>Boekingsregels</h2>" + html.table(heads, rows)


def _extras(line: Record) -> str:
    labels = {
        "From": "Vanaf",
        "To": "T/m",
        "CostCenter": "Kostenplaats",
        "CostUnit": "Kostendrager",
        "SerialNumber": "Serienummer",
        "Notes": "Notities",
    }
    parts = []
    for name, label in labels.items():
        value = line.get(name)
        if value is not None:
            shown = html.day(value) if isinstance(value, datetime) else html.text(value)
            parts.append(f"{label}: {shown}")
    return "<br>".join(parts)


def _journal_lines(context: Context, entry: Record) -> str:
    found = context.find("transaction", "EntryID", entry["EntryID"])
    rows = [
        (
            str(line["LineNumber"]),
            html.text(f"{line['GLAccountCode']} {line['GLAccountDescription']}"),
            html.money(max(line["AmountFC"], Decimal(0)) or None),
            html.money(max(-line["AmountFC"], Decimal(0)) or None),
        )
        for line in sorted(found, key=lambda row: row["LineNumber"])
    ]
    return "<h2>Journaalpost</h2>" + html.table(("Nr.", "Rekening", "#Debet", "#Credit"), rows)


def _terms(context: Context, entry: Record) -> str:
    rows = [
        (
            html.day(term["DueDate"]),
            html.money(term["_owed"]),
            "ja" if term["IsFullyPaid"] else "nee",
            html.day(term["LastPaymentDate"]),
            str(term["Status"]),
            str(term["Timestamp"]),
        )
        for term in terms.of_entry(context, entry["EntryID"])
    ]
    heads = ("Vervaldatum", "#Bedrag", "Volledig betaald", "Betaald op", "#Status", "#Timestamp")
    return "<h2>Betalingstermijnen</h2>" + html.table(heads, rows, "Geen termijnen.")
