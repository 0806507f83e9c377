"""Which of Exact's relations a customer is: the stored link, VAT number, enterprise number, name;
else made.

Never overwritten: a relation that is no customer, or several that fit, is asked (bookkeeping.md
A15).
"""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_noop as _

from connectors.core import clock
from connectors.core.errors import OutcomeUnknown, Problem, Refused, Temporary, Who
from connectors.core.models import Connection
from connectors.exact.client import ExactClient
from connectors.exact.envelope import Row, guid_of, quoted, text_of
from connectors.exact.models import RelationLink
from invoicing.documents import Party

PATH = "crm/Accounts"
SELECT = "ID,Code,Name,Status,VATNumber,ChamberOfCommerce,City,Postcode,Blocked"
CUSTOMER = "C"
LATE_COMMIT = timedelta(minutes=6)


def relation_id(client: ExactClient, connection: Connection, buyer: Party) -> str:
    """The id of the buyer's relation, found or made; raises Refused when a person must choose."""
    link, _created = RelationLink.objects.get_or_create(
        connection=connection, division=client.division, customer_key=buyer.key
    )
    if link.relation_id:
        return link.relation_id
    row = _found(client, buyer, link)
    if row is None:
        _wait_for_late_commit(link)
        row = relation_make(client, buyer, link)
    link_store(link, row)
    return link.relation_id


def relation_forget(connection: Connection, buyer: Party) -> None:
    """Exact does not know the remembered relation (any more): the next try looks again."""
    RelationLink.objects.filter(connection=connection, customer_key=buyer.key).update(
        relation_id="", relation_code=""
    )


def _wait_for_late_commit(link: RelationLink) -> None:
    """A creation whose answer was lost may still be carried out: only after this long is 'not
    there' true, for whichever invoice of this customer asks."""
    if link.creating_since is None:
        return
    wait = link.creating_since + LATE_COMMIT - clock.now()
    if wait > timedelta(0):
        raise Temporary(RELATION_UNCLEAR, retry_after=min(60, int(wait.total_seconds()) + 1))


def link_store(link: RelationLink, row: Row) -> None:
    """Remember which relation it is."""
    link.relation_id = guid_of(row, "ID")
    link.relation_code = text_of(row, "Code")
    link.creating_since = None
    link.save()


def candidates(client: ExactClient, buyer: Party) -> list[Row]:
    """Relations that may be this buyer, by VAT number, then enterprise number, then name."""
    for condition in _conditions(buyer):
        rows = client.rows(PATH, {"$select": SELECT, "$filter": condition})
        if rows:
            return rows
    return []


def _conditions(buyer: Party) -> list[str]:
    conditions = []
    if buyer.vat_number:
        conditions.append(_any_of("VATNumber", _vat_spellings(buyer.vat_number)))
    if buyer.enterprise_number:
        conditions.append(_any_of("ChamberOfCommerce", _number_spellings(buyer.enterprise_number)))
    return [*conditions, _any_of("Name", [buyer.name])]


def _any_of(name: str, values: list[str]) -> str:
    return " or ".join(f"{name} eq {quoted(value)}" for value in dict.fromkeys(values))


def _vat_spellings(number: str) -> list[str]:
    """People write VAT numbers in Exact in several ways."""
    compact = "".join(character for character in number if character.isalnum()).upper()
    country, rest = compact[:2], compact[2:]
    spellings = [compact, f"{country} {rest}", f"{country}-{rest}", rest]
    if country == "BE" and len(rest) == 10:
        dotted = f"{rest[:4]}.{rest[4:7]}.{rest[7:]}"
        spellings += [f"BE {dotted}", f"BE{dotted}", dotted]
    if country == "NL" and len(rest) == 12:
        dotted = f"{rest[:4]}.{rest[4:6]}.{rest[6:9]}.{rest[9:]}"
        spellings += [f"NL {dotted}", f"NL{dotted}", dotted]
    return spellings


def _number_spellings(number: str) -> list[str]:
    digits = "".join(character for character in number if character.isalnum())
    dotted = f"{digits[:4]}.{digits[4:7]}.{digits[7:]}" if len(digits) == 10 else digits
    return [digits, dotted]


def _found(client: ExactClient, buyer: Party, link: RelationLink) -> Row | None:
    for condition in _conditions(buyer):
        rows = client.rows(PATH, {"$select": SELECT, "$filter": condition})
        by_name = condition.startswith("Name ")
        if not rows:
            continue
        if len(rows) > 1:
            raise Refused(_ask("relation_several", buyer, len(rows)))
        if by_name and not _certain(rows[0], buyer, link):
            raise Refused(_ask("relation_by_name", buyer, 1))
        return _usable(rows[0], buyer)
    return None


def _certain(row: Row, buyer: Party, link: RelationLink) -> bool:
    """A name alone proves nothing, unless we were making exactly this relation and the answer was
    lost."""
    return link.creating_since is not None and text_of(row, "Postcode") == buyer.postal_code


def _usable(row: Row, buyer: Party) -> Row:
    if text_of(row, "Status") != CUSTOMER:
        raise Refused(_ask("relation_no_customer", buyer, 1))
    return row


MESSAGES = {
    "relation_several": (
        _("In Exact staan %(count)s relaties die %(name)s kunnen zijn."),
        _("Kies bij 'Relatie kiezen' welke het is."),
    ),
    "relation_by_name": (
        _("In Exact staat al een relatie met de naam %(name)s."),
        _("Kies bij 'Relatie kiezen' of het dezelfde klant is."),
    ),
    "relation_no_customer": (
        _("%(name)s staat in Exact niet als klant, maar als leverancier of prospect."),
        _("Zet in Exact bij de relatie de status op 'Klant' en probeer daarna opnieuw."),
    ),
}


def _ask(code: str, buyer: Party, count: int) -> Problem:
    message, cure = MESSAGES[code]
    return Problem(
        code=code,
        message=message,
        cure=cure,
        who=Who.BOOKKEEPER,
        params={"name": buyer.name, "count": str(count), "customer": buyer.key},
    )


def relation_make(client: ExactClient, buyer: Party, link: RelationLink) -> Row:
    """Make the relation. An empty answer proves absence only with the right to read (rest.md
    2.4)."""
    if not client.may(PATH, "GET"):
        raise Refused(NO_RELATION_RIGHTS)
    link.creating_since = clock.now()
    link.save()
    try:
        row = client.create(PATH, _body(buyer))
    except OutcomeUnknown as error:
        # The next try looks first, and finds what was made after all.
        raise Temporary(RELATION_UNCLEAR, retry_after=60) from error
    if guid_of(row, "ID"):
        return row
    raise Temporary(RELATION_UNCLEAR, retry_after=60)


NO_RELATION_RIGHTS = Problem(
    code="forbidden",
    message=_("De gelinkte Exact-gebruiker mag de relaties in Exact niet lezen."),
    cure=_("Vraag je boekhouder om een Kantoorgebruiker met het recht om relaties te beheren."),
    who=Who.BOOKKEEPER,
)
RELATION_UNCLEAR = Problem(
    code="relation_unclear",
    message=_("Exact gaf geen duidelijk antwoord bij het aanmaken van de relatie."),
    cure=_("Je hoeft niets te doen: we kijken zo na of ze er staat."),
    who=Who.NOBODY,
)


def _body(buyer: Party) -> dict[str, str]:
    """Name and Status make it a customer; what we do not know is left out, so that Exact's own
    defaults hold."""
    values = {
        "Name": buyer.name,
        "Status": CUSTOMER,
        "AddressLine1": buyer.street,
        "Postcode": buyer.postal_code,
        "City": buyer.city,
        "Country": buyer.country,
        "Email": buyer.email,
        "Phone": buyer.phone,
        "VATNumber": buyer.vat_number,
        "ChamberOfCommerce": buyer.enterprise_number,
    }
    return {name: value for name, value in values.items() if value}
