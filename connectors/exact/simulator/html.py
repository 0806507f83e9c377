"""Small helpers for the simulator's own pages (Dutch, server-made, no script)."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from html import escape

from connectors.exact.simulator.money import dutch

FEW_COLUMNS = 4
MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


def text(value: object) -> str:
    """A value made safe for a page; nothing becomes an empty text."""
    return "" if value is None else escape(str(value))


def day(moment: datetime | None) -> str:
    """A date as 20 nov 2026."""
    return "" if moment is None else f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def money(amount: Decimal | None) -> str:
    """An amount as € 1.234,56."""
    return "" if amount is None else f"€ {dutch(amount)}".replace("€ -", "-€ ")


def page(title: str, content: str) -> str:
    """A whole page around its content (which is HTML already)."""
    return f"""<!doctype html>
<html lang="nl"><head><meta charset="utf-8"><title>{text(title)} · Exact-simulator</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="/static/simulator.svg" type="image/svg+xml">
<link rel="stylesheet" href="/static/simulator.css"></head>
<body><header><p><a href="/">Exact-simulator</a></p>
<nav aria-label="Hoofdmenu"><a href="/">Administraties</a> <a href="/knoppen">Knoppen</a>
<a href="/verkeer">Verkeer</a></nav></header>
<main><h1>{text(title)}</h1>
{content}</main>
<footer><p>Oefenomgeving. Dit is niet Exact Online en staat er los van.</p></footer>
</body></html>"""


def table(heads: Iterable[str], rows: Iterable[Iterable[str]], empty: str = "Nog niets.") -> str:
    """A table; a head that starts with '#' has its column to the right; cells are HTML."""
    names = list(heads)
    lines = [_row(names, cells) for cells in rows]
    if not lines:
        return f"<p>{text(empty)}</p>"
    many = ' class="many"' if len(names) > FEW_COLUMNS else ""
    head = "".join(f"<th{_side(name)} scope=col>{text(name.lstrip('#'))}</th>" for name in names)
    return (
        f'<div class="wide" tabindex="0"><table{many}><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(lines)}</tbody></table></div>"
    )


def _side(name: str) -> str:
    return ' class="right"' if name.startswith("#") else ""


def _row(names: list[str], cells: Iterable[str]) -> str:
    pairs = zip(names, cells, strict=True)
    return "<tr>" + "".join(f"<td{_side(name)}>{cell}</td>" for name, cell in pairs) + "</tr>"


def hidden(values: dict[str, str]) -> str:
    """Hidden form fields."""
    return "".join(
        f'<input type="hidden" name="{text(name)}" value="{text(value)}">'
        for name, value in values.items()
    )


def button_form(address: str, label: str, fields: str = "", style: str = "") -> str:
    """A small form with one button; fields are HTML."""
    return (
        f'<form method="post" action="{text(address)}">{fields}'
        f'<button class="{style}">{text(label)}</button></form>'
    )
