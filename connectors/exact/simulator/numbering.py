"""Entry numbers: a series per journal and year, or the number that was sent."""

from typing import Any

from connectors.exact.simulator.context import Context
from connectors.exact.simulator.errors import BusinessError


def used(context: Context, journal: str, number: int) -> bool:
    """Whether an entry of the journal has the number."""
    return bool(context.find("entry", "_number", f"{journal}:{number}"))


def next_free(context: Context, journal: str, year: int) -> int:
    """The next number of the series YYJJ0001 (year, journal, four digits)."""
    digits = "".join(letter for letter in journal if letter.isdigit()) or "0"
    first = int(f"{year % 100:02d}{digits}0001")
    key = f"{journal}:{year}"
    number = int((context.get("series", key) or {}).get("next", first))
    while used(context, journal, number):
        number += 1
    context.put("series", key, {"next": number + 1})
    return number


def allot(context: Context, journal: str, year: int, sent: dict[str, Any]) -> int:
    """The number of a new entry.

    What happens to a number that is in use or goes down is not known (reference 9.14): switches.
    Raises BusinessError 'In gebruik: Boekstuknummer'.
    """
    wanted = sent.get("EntryNumber") or sent.get("InvoiceNumber")
    if not wanted:
        return next_free(context, journal, year)
    if wanted < 0:
        raise BusinessError("invalid", "entry_number")
    choice = context.sim.options.text("duplicate_number")
    if used(context, journal, wanted) and choice != "accepted":
        if choice == "refused":
            raise BusinessError("in_use", "entry_number")
        return next_free(context, journal, year)
    if _descends(context, journal, wanted):
        return next_free(context, journal, year)
    return int(wanted)


def _descends(context: Context, journal: str, wanted: int) -> bool:
    if context.sim.options.text("descending_number") == "accepted":
        return False
    numbers = [row["EntryNumber"] for row in context.rows("entry") if row["Journal"] == journal]
    return bool(numbers) and wanted < max(numbers)
