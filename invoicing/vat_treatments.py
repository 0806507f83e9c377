"""The registry of VAT treatments: what each means in an e-invoice, in the return and on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from invoicing import vat_mentions as mentions
from invoicing.vat_mentions import Texts, texts

# ISO codes of the member states; Greece is GR here and EL in a VAT number.
EU_COUNTRIES = frozenset(
    {"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"}
    | {"IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"}
)


class VatRuleError(ValueError):
    """A combination that the VAT rules do not know; the message is a plain Dutch sentence."""

    @classmethod
    def no_vat_here(cls, code: str, rate: Decimal) -> VatRuleError:
        """VAT was asked on a treatment that carries none."""
        label = TREATMENTS[code].label["nl"]
        return cls(f"Bij het btw-stelsel '{label}' hoort 0 % btw, niet {rate.normalize():f} %.")


@dataclass(frozen=True, kw_only=True)
class Treatment:
    """How a sale is treated for VAT.

    `ubl_category` is the UNCL5305 code, `vatex` the exemption code of the EN 16931 list.
    `charges_vat`: a rate above zero is required; otherwise it is 0. `be_box` and `be_credit_box`
    are boxes of the Belgian return, `nl_rubric` of the Dutch one, `eu_listing` the kind in the EU
    sales listing (L goods, S services). `countries`: the seller countries that may use it, empty
    for all.
    """

    code: str
    label: Texts
    ubl_category: str
    vatex: str = ""
    charges_vat: bool = False
    be_box: str = ""
    be_credit_box: str = ""
    nl_rubric: str = ""
    eu_listing: str = ""
    countries: frozenset[str] = frozenset()
    mention: Mapping[str, Texts] = field(default_factory=dict)


# Reporting places: bookkeeping practice of the Belgian return (boxes 00-03, 44-49, 64) and the
# Dutch one (1a-1e, 3a, 3b). Categories and codes: UNCL5305 and the VATEX list of Peppol BIS Billing
# 3.0.
_REGISTRY = (
    Treatment(
        code="domestic",
        label=texts("Binnenland", "National", "Domestic"),
        ubl_category="S",
        charges_vat=True,
        be_box="01-03",
        be_credit_box="64",
        nl_rubric="1a/1b",
    ),
    Treatment(
        code="zero_rate",
        label=texts("Nultarief", "Taux zéro", "Zero rate"),
        ubl_category="Z",
        be_box="00",
        be_credit_box="49",
        nl_rubric="1e",
    ),
    Treatment(
        code="be_cocontractor",
        label=texts(
            "Medecontractant (btw verlegd)", "Cocontractant (autoliquidation)", "Cocontractor"
        ),
        ubl_category="AE",
        vatex="VATEX-EU-AE",
        be_box="45",
        be_credit_box="49",
        countries=frozenset({"BE"}),
        mention={"BE": mentions.BE_COCONTRACTOR},
    ),
    Treatment(
        code="nl_reverse_charge",
        label=texts(
            "Btw verlegd (binnenland)", "Autoliquidation (Pays-Bas)", "Reverse charge (Dutch)"
        ),
        ubl_category="AE",
        vatex="VATEX-EU-AE",
        nl_rubric="1e",
        countries=frozenset({"NL"}),
        mention={"NL": mentions.NL_REVERSE_CHARGE},
    ),
    Treatment(
        code="eu_services",
        label=texts("Diensten binnen de EU", "Services dans l'UE", "Services within the EU"),
        ubl_category="AE",
        vatex="VATEX-EU-AE",
        be_box="44",
        be_credit_box="48",
        nl_rubric="3b",
        eu_listing="S",
        mention=mentions.EU_SERVICES,
    ),
    Treatment(
        code="eu_goods",
        label=texts("Goederen binnen de EU", "Biens dans l'UE", "Goods within the EU"),
        ubl_category="K",
        vatex="VATEX-EU-IC",
        be_box="46",
        be_credit_box="48",
        nl_rubric="3b",
        eu_listing="L",
        mention=mentions.EU_GOODS,
    ),
    Treatment(
        code="export_goods",
        label=texts("Uitvoer van goederen", "Exportation de biens", "Export of goods"),
        ubl_category="G",
        vatex="VATEX-EU-G",
        be_box="47",
        be_credit_box="49",
        nl_rubric="3a",
        mention=mentions.EXPORT_GOODS,
    ),
    Treatment(
        code="outside_scope",
        label=texts("Buiten de btw", "Hors TVA", "Outside the scope of VAT"),
        ubl_category="O",
        vatex="VATEX-EU-O",
        be_box="47",
        be_credit_box="49",
        mention=mentions.OUTSIDE_SCOPE,
    ),
    Treatment(
        code="exempt",
        label=texts("Vrijgesteld", "Exempté", "Exempt"),
        ubl_category="E",
        mention=mentions.EXEMPT,
    ),
    Treatment(
        code="small_business",
        label=texts("Kleine onderneming", "Petite entreprise", "Small business"),
        ubl_category="E",
        mention=mentions.SMALL_BUSINESS,
    ),
)
TREATMENTS: Mapping[str, Treatment] = {treatment.code: treatment for treatment in _REGISTRY}
