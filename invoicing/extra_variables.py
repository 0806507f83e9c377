"""The variables of automatic values: a closed list, named in the three languages of the screen.

Stored is the English name ('customer.code'); people read and write it in their own language
('klant.nummer'). The account's own fields are variables too: 'customer.extra.<key>'.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from invoicing.models import ExtraField
from invoicing.models.extra_field import ExtraFieldLevel, ExtraFieldType

NUMBER = "invoice.number"
TEXT, DATE = ExtraFieldType.TEXT.value, ExtraFieldType.DATE.value
DECIMAL, AMOUNT = ExtraFieldType.DECIMAL.value, ExtraFieldType.AMOUNT.value


@dataclass(frozen=True)
class Variable:
    """One variable: its stored name, its name per language, and the type of what it holds."""

    name: str
    names: Mapping[str, str]
    type: str = TEXT


# Stored name, Dutch, French, type. The English name is the stored one.
_TABLE = (
    ("customer.name", "klant.naam", "client.nom", TEXT),
    ("customer.code", "klant.nummer", "client.numero", TEXT),
    ("customer.contact", "klant.contact", "client.contact", TEXT),
    ("customer.street", "klant.straat", "client.rue", TEXT),
    ("customer.postal_code", "klant.postcode", "client.code-postal", TEXT),
    ("customer.city", "klant.plaats", "client.ville", TEXT),
    ("customer.country", "klant.land", "client.pays", TEXT),
    ("customer.vat_number", "klant.btw-nummer", "client.numero-tva", TEXT),
    (
        *("customer.enterprise_number", "klant.ondernemingsnummer"),
        *("client.numero-entreprise", TEXT),
    ),
    ("customer.email", "klant.e-mail", "client.e-mail", TEXT),
    ("customer.phone", "klant.telefoon", "client.telephone", TEXT),
    ("customer.cost_centre", "klant.kostenplaats", "client.centre-de-frais", TEXT),
    (NUMBER, "factuur.nummer", "facture.numero", TEXT),
    ("invoice.date", "factuur.datum", "facture.date", DATE),
    ("invoice.tax_point", "factuur.leverdatum", "facture.date-livraison", DATE),
    ("invoice.due_date", "factuur.vervaldatum", "facture.echeance", DATE),
    ("invoice.customer_reference", "factuur.referentie", "facture.reference", TEXT),
    ("invoice.order_reference", "factuur.ordernummer", "facture.commande", TEXT),
    ("invoice.contract_reference", "factuur.contractnummer", "facture.contrat", TEXT),
    ("invoice.period_start", "factuur.periode-van", "facture.periode-du", DATE),
    ("invoice.period_end", "factuur.periode-tot", "facture.periode-au", DATE),
    ("invoice.net", "factuur.totaal-zonder-btw", "facture.total-hors-tva", AMOUNT),
    ("invoice.gross", "factuur.totaal", "facture.total", AMOUNT),
    ("line.quantity", "lijn.aantal", "ligne.quantite", DECIMAL),
    ("line.unit", "lijn.eenheid", "ligne.unite", TEXT),
    ("product.code", "artikel.nummer", "article.numero", TEXT),
    ("product.name", "artikel.naam", "article.nom", TEXT),
    ("product.unit", "artikel.eenheid", "article.unite", TEXT),
)
VARIABLES: Mapping[str, Variable] = MappingProxyType(
    {
        name: Variable(name, MappingProxyType({"nl": nl, "fr": fr, "en": name}), type)
        for name, nl, fr, type in _TABLE
    }
)
# What can be asked where: a line knows its document and its product.
ROOTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        ExtraFieldLevel.DOCUMENT: ("customer", "invoice"),
        ExtraFieldLevel.LINE: ("customer", "invoice", "line", "product"),
        ExtraFieldLevel.CUSTOMER: ("customer",),
        ExtraFieldLevel.PRODUCT: ("product",),
    }
)
OWN_FIELDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "customer": {"nl": "klant.veld", "fr": "client.champ", "en": "customer.extra"},
        "invoice": {"nl": "factuur.veld", "fr": "facture.champ", "en": "invoice.extra"},
        "product": {"nl": "artikel.veld", "fr": "article.champ", "en": "product.extra"},
    }
)
LEVEL_OF_ROOT: Mapping[str, str] = MappingProxyType(
    {
        "customer": ExtraFieldLevel.CUSTOMER,
        "invoice": ExtraFieldLevel.DOCUMENT,
        "product": ExtraFieldLevel.PRODUCT,
    }
)


def variables_known(level: str, fields: Iterable[ExtraField]) -> dict[str, Variable]:
    """Give the variables for fields of a level, by stored name; never a field of the level itself,
    so that no value can wait for itself.
    """
    roots = ROOTS[level]
    known = {name: each for name, each in VARIABLES.items() if name.split(".")[0] in roots}
    listed = list(fields)
    for root in roots:
        if root in LEVEL_OF_ROOT and LEVEL_OF_ROOT[root] != level:
            known |= {
                variable.name: variable
                for field in listed
                if field.level == LEVEL_OF_ROOT[root]
                for variable in [_own(root, field)]
            }
    return known


def _own(root: str, field: ExtraField) -> Variable:
    names = {language: f"{start}.{field.key}" for language, start in OWN_FIELDS[root].items()}
    return Variable(f"{root}.extra.{field.key}", names, field.type)
