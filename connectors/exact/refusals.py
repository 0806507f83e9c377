"""The catalogue of Exact's refusals: words to cause, who must act, and what to do.

Exact has no machine-readable code, so the text is all there is: Dutch, French or English after
the user's language (reference error-bodies.json and rest.md 2.4 and 7). A new case is one row and
one test with a recorded body.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from connectors.core.errors import Problem, Who


@dataclass(frozen=True)
class Row:
    """One known refusal; `pattern` is searched without regard to case."""

    pattern: str
    code: str
    message: str
    cure: str
    who: Who = Who.BOOKKEEPER


# The classes of refusal in front of a field's caption ('Ongeldig: Dagboek'), in the three
# languages.
# Always '<class>: <caption>' (rest.md 7): 'Unknown error in journal' is an outage, not a refusal.
CLASS = (
    r"^(ongeldige? referentie|ongeldig|verplicht|niet toegestaan|in gebruik|bestaat reeds"
    r"|invalid( reference)?|mandatory|not allowed|not found|unknown|in use"
    r"|référence non valide|non valide|obligatoire|non autorisée?|(déjà )?utilisée?"
    r"|existe déjà)\s*:"
)
INVOICE_IS_FINE = _("Exact weigert deze boeking: %(text)s. De factuur zelf is in orde.")
CATALOGUE = (
    Row(
        r"^(periode is afgesloten|period is closed|la période est (clôturée|fermée))",
        "period_closed",
        _(
            "Exact weigert deze boeking: de boekingsperiode is afgesloten. De factuur "
            "zelf is in orde."
        ),
        _(
            "Je boekhouder kan de periode in Exact weer openen. Daarna kun je hier "
            "opnieuw proberen."
        ),
    ),
    Row(
        r"^(in gebruik|in use|already exists|bestaat reeds|(déjà )?utilisé|existe déjà)\s*[:-]"
        r".*(boekstuknummer|entry number|numéro d'écriture)",
        "number_in_use",
        _("Het boekstuknummer is in Exact al gebruikt."),
        _(
            "Je hoeft niets te doen: we kijken na of het onze boeking is en nemen anders "
            "een ander nummer."
        ),
        Who.NOBODY,
    ),
    Row(
        CLASS + r".*(boekstuknummer|entry number|numéro d'écriture)",
        "number_refused",
        _("Exact aanvaardt ons boekstuknummer niet in dit dagboek."),
        _("Laat Exact zelf nummeren: stap 2 van de instellingen."),
    ),
    Row(
        CLASS + r"\s*(klant|customer|client) \(type\)",
        "not_a_customer",
        _("De klant staat in Exact niet als klant, maar als leverancier of prospect."),
        _("Zet in Exact bij de relatie de status op 'Klant' en probeer daarna opnieuw."),
    ),
    Row(
        r"^(ongeldige referentie|invalid reference|not found|référence non valide)\s*:\s*"
        r"(klant|relatie|customer|account|client|relation)$",
        "relation_gone",
        _("Exact kent de relatie van deze klant niet meer."),
        _("Probeer opnieuw: we zoeken de relatie dan opnieuw op."),
    ),
    Row(
        r"^(de klantenrekening van deze relatie|the receivables? account.*journal"
        r"|le compte.*journal de vente)",
        "receivables_account",
        _("De relatie heeft in Exact een andere debiteurenrekening dan het verkoopboek."),
        _(
            "Maak in Exact de debiteurenrekening bij de relatie leeg of gelijk aan die "
            "van het verkoopboek."
        ),
    ),
    Row(
        CLASS + r".*(grootboekrekeningtype|g/?l account type|type de compte général)",
        "account_type",
        _("De gekozen grootboekrekening mag niet op een verkoopboeking staan."),
        _("Kies in stap 2 van de instellingen een omzetrekening."),
    ),
    Row(
        CLASS + r".*(dagboek|journal)",
        "journal",
        _("Exact aanvaardt het gekozen dagboek niet."),
        _("Kies in stap 2 van de instellingen een verkoopboek dat in Exact bestaat en open is."),
    ),
    Row(
        CLASS
        + r".*(btw-code|btw-percentage|vat code|vat percentage|code tva|pourcentage tva)"
        + r"|^invoer 17",
        "vat_code",
        _("Exact aanvaardt de btw-code niet op deze datum."),
        _("Kies in stap 3 van de instellingen een andere btw-code."),
    ),
    Row(
        CLASS + r".*(betalingsconditie|payment condition|condition de paiement)",
        "payment_condition",
        _("Exact mist een betalingsconditie bij deze relatie."),
        _("Vul in Exact een betalingsconditie in bij de relatie of in het verkoopboek."),
    ),
    Row(
        CLASS + r".*(kostenplaats|cost ?cent(er|re)|centre de (co[uû]ts?|frais))",
        "cost_centre",
        _("De grootboekrekening vraagt in Exact een kostenplaats."),
        _("Kies een rekening zonder verplichte kostenplaats, of maak ze in Exact niet verplicht."),
    ),
    Row(
        r"^(document ?type (not allowed|niet toegestaan)|type de document non autorisé"
        r"|wrong division)",
        "my_office_user",
        _("De gelinkte Exact-gebruiker mag niet boeken: het is een MijnKantoor-gebruiker."),
        _("Vraag je boekhouder om een Kantoorgebruiker en zet de koppeling daarmee opnieuw op."),
        Who.OWNER,
    ),
    Row(
        r"application scope violated",
        "scope",
        _("Boekbrug heeft in Exact geen toestemming voor dit onderdeel."),
        _("Neem contact op met onze helpdesk."),
        Who.HELPDESK,
    ),
    Row(
        CLASS + r"|^(reeds verwerkt|already processed|déjà traité)\.?$|^already exists - "
        r"|^(te lang|too long|trop long)\s*:",
        "business",
        INVOICE_IS_FINE,
        _("Bekijk dit met je boekhouder en probeer daarna opnieuw."),
    ),
    Row(
        r"niet herkende guid|unrecognized guid",
        "guid",
        INVOICE_IS_FINE,
        _("Kijk de gekozen rekeningen en extra velden na in de instellingen."),
    ),
)
OUTAGE = re.compile(
    r"a problem has occurred|er heeft zich een probleem voorgedaan|un problème", re.I
)
# Header `Reason` of a 403 (rest.md 2.4).
REASONS = {
    "BlockedUser": (_("De Exact-gebruiker van de koppeling is geblokkeerd."), Who.BOOKKEEPER),
    "InactiveUser": (_("De Exact-gebruiker van de koppeling is niet meer actief."), Who.BOOKKEEPER),
    "BlockedCustomer": (_("Het Exact-abonnement is geblokkeerd."), Who.OWNER),
    "LicenseExpired": (_("De licentie van Exact is verlopen."), Who.OWNER),
    "DivisionBlocked": (_("De administratie is in Exact geblokkeerd."), Who.BOOKKEEPER),
    "NoDivisionAccess": (
        _("De Exact-gebruiker heeft geen toegang meer tot deze administratie."),
        Who.BOOKKEEPER,
    ),
}
REASON_CURE = _("Laat dit in Exact herstellen. Alles blijft klaarstaan en gaat daarna verder.")
FORBIDDEN = Row(
    "",
    "forbidden",
    _("De gelinkte Exact-gebruiker heeft hier geen rechten voor."),
    _("Vraag je boekhouder om een Kantoorgebruiker met het recht om verkoopfacturen te boeken."),
    Who.BOOKKEEPER,
)
OTHER = Row(
    "",
    "refused",
    INVOICE_IS_FINE,
    _("Bekijk de melding van Exact met je boekhouder en probeer daarna opnieuw."),
)


STOPPING = frozenset({FORBIDDEN.code, "my_office_user", "scope"})


def _row_for(text: str) -> Row | None:
    for row in CATALOGUE:
        if re.search(row.pattern, text, re.IGNORECASE):
            return row
    return None


def stops_everything(problem: Problem) -> bool:
    """Whether every call of this connection would be refused for the same reason."""
    return problem.code.startswith("reason_") or problem.code in STOPPING


def is_known(text: str) -> bool:
    """Whether these words are certainly a refusal, so that nothing was booked."""
    return bool(text) and not is_outage(text) and _row_for(text) is not None


def is_outage(text: str) -> bool:
    """Whether these are the words of an outage ('A problem has occurred...'), which leaves the
    outcome open."""
    return bool(OUTAGE.search(text))


def problem_for(status: int, text: str, reason: str) -> Problem:
    """The problem to show for a refusal: by the 403's Reason header first, then by its words."""
    name = reason.split(":")[0].strip()
    if status == 403 and name in REASONS:
        message, who = REASONS[name]
        return Problem(
            code=f"reason_{name}", message=message, cure=REASON_CURE, who=who, original=text or name
        )
    row = _row_for(text) or (FORBIDDEN if status == 403 else OTHER)
    shown = text or f"HTTP {status}"
    return Problem(
        code=row.code,
        message=row.message,
        cure=row.cure,
        who=row.who,
        original=shown,
        params={"text": shown.rstrip(".")},
    )
