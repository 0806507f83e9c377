"""Exact's targets for extra fields, of those that this version matches (reference
exact/targets.md)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _


@dataclass(frozen=True, kw_only=True)
class Target:
    """One property of an entry or line that an extra field may fill; `fits` are our field types."""

    property: str
    name: str
    purpose: str
    level: str
    type: str
    fits: frozenset[str]


TEXTS = frozenset({"text", "multiline"})
TARGETS = (
    Target(
        property="YourRef",
        name=_("Uw ref."),
        purpose=_("De referentie van de klant bij de boeking. Zonder keuze: het factuurnummer."),
        level="document",
        type="text",
        fits=frozenset({"text"}),
    ),
    Target(
        property="From",
        name=_("Vanaf"),
        purpose=_("Begin van de periode waarover de opbrengst gespreid wordt."),
        level="line",
        type="date",
        fits=frozenset({"date"}),
    ),
    Target(
        property="To",
        name=_("T/m"),
        purpose=_("Einde van de periode waarover de opbrengst gespreid wordt."),
        level="line",
        type="date",
        fits=frozenset({"date"}),
    ),
    Target(
        property="Notes",
        name=_("Notities"),
        purpose=_("Een opmerking bij de boekingslijn."),
        level="line",
        type="multiline",
        fits=TEXTS,
    ),
)
TARGETS_BY_PROPERTY = {target.property: target for target in TARGETS}
