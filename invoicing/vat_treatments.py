"""The registry of VAT treatments: what each means in an e-invoice, in the return and on paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext_noop

from invoicing import vat_mentions as mentions
from invoicing.vat_mentions import Texts, texts

OSS = "oss"
DISBURSEMENT = "disbursement"
# ISO codes of the member states; Greece is GR here and EL in a VAT number.
EU_COUNTRIES = frozenset(
    {"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"}
    | {"IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"}
)


NO_VAT_HERE = gettext_noop("Bij het btw-stelsel '%(treatment)s' hoort 0 %% btw, niet %(rate)s %%.")


class VatRuleError(ValueError):
    """A combination that the VAT rules do not know.

    `message` is a plain Dutch sentence and a message id; its values are texts in three languages or
    the same in each. `str()` is the Dutch.
    """

    def __init__(self, message: str, **values: str | Texts) -> None:
        """Keep the sentence and what is filled in apart, so that it can be said in any language."""
        self.message = message
        self.values = values
        super().__init__(self.said(lambda text: text, "nl"))

    def said(self, translate: Callable[[str], str], language: str) -> str:
        """Say it in a language, with a function that translates message ids."""
        if not self.values:
            return translate(self.message)
        return translate(self.message) % {
            name: value if isinstance(value, str) else value.get(language, value["nl"])
            for name, value in self.values.items()
        }

    @classmethod
    def no_vat_here(cls, code: str, rate: Decimal) -> VatRuleError:
        """VAT was asked on a treatment that carries none."""
        return cls(NO_VAT_HERE, treatment=TREATMENTS[code].label, rate=f"{rate.normalize():f}")


@dataclass(frozen=True, kw_only=True)
class Treatment:
    """How a sale is treated for VAT.

    `ubl_category` is the UNCL5305 code, `vatex` the exemption code of the EN 16931 list.
    `charges_vat`: a rate above zero is required; otherwise it is 0. `be_box` and `be_credit_box`
    are boxes of the Belgian return, `nl_rubric` of the Dutch one, `eu_listing` the kind in the EU
    sales listing (L goods, S services, T triangular). `countries`: the seller countries that may
    use it, empty for all.
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
        # Category AE: the last buyer accounts for the VAT. To be confirmed by an accountant.
        code="triangular",
        label=texts("Driehoeksverkeer", "Opération triangulaire", "Triangular trade"),
        ubl_category="AE",
        vatex="VATEX-EU-AE",
        be_box="46",
        be_credit_box="48",
        nl_rubric="3b",
        eu_listing="T",
        mention=mentions.TRIANGULAR,
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
        # The VAT of the buyer's country, in the return of the one-stop shop and in no other.
        code=OSS,
        label=texts(
            "Afstandsverkoop in de EU (OSS)",
            "Vente à distance dans l'UE (OSS)",
            "Distance sales in the EU (OSS)",
        ),
        ubl_category="S",
        charges_vat=True,
        mention=mentions.OSS,
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
    Treatment(
        # E with this code and not O: O may not stand beside other categories (EN 16931 BR-O-11).
        code=DISBURSEMENT,
        label=texts("Voorgeschoten kosten", "Débours", "Disbursements"),
        ubl_category="E",
        vatex="VATEX-EU-79-C",
        mention=mentions.DISBURSEMENT,
    ),
)
TREATMENTS: Mapping[str, Treatment] = {treatment.code: treatment for treatment in _REGISTRY}

MARGIN_SCHEME = gettext_noop(
    "De margeregeling wordt niet ondersteund: de btw zit dan in de winst en mag niet op de factuur "
    "staan. Maak deze factuur in je kassa- of handelspakket."
)
CREDIT_SURCHARGE = gettext_noop(
    "Kredietbeperking wordt niet ondersteund: de toeslag hoort bij het bedrag en niet bij de "
    "levering. Geef een korting voor contante betaling."
)


@dataclass(frozen=True, kw_only=True)
class RefusedScheme:
    """What somebody may look for and does not get here; `reason` is a message id (Dutch).

    `countries`: the seller countries where it exists; `is_treatment`: whether people look for it
    among the VAT treatments of a line.
    """

    code: str
    label: Texts
    reason: str
    countries: frozenset[str]
    is_treatment: bool = True


_REFUSED = (
    RefusedScheme(
        code="margin_scheme",
        label=texts("Margeregeling", "Régime de la marge", "Margin scheme"),
        reason=MARGIN_SCHEME,
        countries=frozenset({"BE", "NL"}),
    ),
    RefusedScheme(
        code="nl_credit_surcharge",
        label=texts(
            "Kredietbeperking", "Majoration pour paiement tardif", "Dutch credit surcharge"
        ),
        reason=CREDIT_SURCHARGE,
        countries=frozenset({"NL"}),
        is_treatment=False,
    ),
)
REFUSED: Mapping[str, RefusedScheme] = {scheme.code: scheme for scheme in _REFUSED}
