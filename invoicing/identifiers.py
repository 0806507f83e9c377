"""Numbers that identify (VAT, enterprise, IBAN, payment reference), checked and in one form.

Every message is one fixed Dutch sentence that says what is expected, so that screens can translate
it; what it names (the number itself, an example) is filled in afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from django.utils.translation import gettext_noop
from stdnum import bic as stdnum_bic
from stdnum import iban as stdnum_iban
from stdnum import iso11649
from stdnum.be import ogm_vcs
from stdnum.be import vat as be_vat
from stdnum.eu import at_02
from stdnum.eu import vat as eu_vat
from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.nl import btw as nl_btw

from invoicing.vat import EU_COUNTRIES

VAT_PREFIXES = {"GR": "EL"}
# Numbers that pass the check of their country, to show what one looks like.
VAT_EXAMPLES = {
    "AT": "ATU13585627", "BG": "BG175074752", "CY": "CY10259033P", "CZ": "CZ25123891",
    "DE": "DE136695976", "DK": "DK13585628", "EE": "EE100931558", "ES": "ESB58378431",
    "FI": "FI20774740", "FR": "FR40303265045", "GR": "EL094259216", "HR": "HR33392005961",
    "HU": "HU12892312", "IE": "IE6433435F", "IT": "IT00743110157", "LT": "LT119511515",
    "LU": "LU15027442", "LV": "LV40003521600", "MT": "MT11679112", "PL": "PL8567346215",
    "PT": "PT501964843", "RO": "RO18547290", "SE": "SE123456789701", "SI": "SI50223054",
    "SK": "SK2022749619",
}  # fmt: skip


class IdentifierError(ValueError):
    """A number that is not as it should be; its Dutch sentence says what is expected.

    `sentence` is the message to translate, `params` what is filled in.
    """

    def __init__(self, sentence: str, **params: str) -> None:
        """Keep the parts, so that a screen can say it in another language."""
        super().__init__(sentence % params if params else sentence)
        self.sentence, self.params = sentence, params


class VatNumberError(IdentifierError):
    """Not a VAT number of the country."""


class EnterpriseNumberError(IdentifierError):
    """Not a Belgian enterprise number or Dutch KvK number."""


class IbanError(IdentifierError):
    """Not an IBAN."""


class CreditorIdError(IdentifierError):
    """Not a SEPA creditor identifier."""


class PeppolIdError(IdentifierError):
    """Not a Peppol participant identifier."""


class PayrollTaxNumberError(IdentifierError):
    """Not a Dutch payroll tax number."""


class BicError(IdentifierError):
    """Not a BIC."""


class PaymentReferenceError(IdentifierError):
    """Not a structured communication."""


CHECK_DIGITS = gettext_noop(
    "%(number)s klopt niet: de controlecijfers passen niet bij het nummer. Kijk het na."
)
VAT_NUMBER_BE = gettext_noop(
    "Een Belgisch btw-nummer heeft 10 cijfers en begint met 0 of 1, bv. BE 0777.000.187."
)
VAT_NUMBER_NL = gettext_noop(
    "Een Nederlands btw-nummer is NL, 9 cijfers, een B en 2 cijfers, bv. NL850000014B01."
)
VAT_NUMBER_EU = gettext_noop(
    "Een btw-nummer begint met de landcode en heeft de vorm van dat land, hier bv. %(example)s."
)
VAT_NUMBER_OTHER = gettext_noop(
    "Een buitenlands btw-nummer bestaat uit 2 tot 20 letters en cijfers."
)
ENTERPRISE_NUMBER_BE = gettext_noop(
    "Een ondernemingsnummer heeft 10 cijfers en begint met 0 of 1, bv. 0777.000.187."
)
ENTERPRISE_NUMBER_NL = gettext_noop("Een KvK-nummer heeft 8 cijfers, bv. 85000001.")
ENTERPRISE_NUMBER_OTHER = gettext_noop(
    "Een registratienummer bestaat uit 2 tot 30 letters en cijfers."
)
IBAN = gettext_noop(
    "Een IBAN begint met de landcode en klopt met zijn controlecijfers, bv. BE80 7770 0000 0177."
)
BIC = gettext_noop(
    "Een BIC heeft 8 of 11 tekens: de bank (4 letters), het land en de plaats, bv. GKCCBEBB."
)
STRUCTURED = gettext_noop(
    "Een gestructureerde mededeling heeft 12 cijfers die kloppen, bv. +++090/9337/55493+++."
)

CREDITOR_ID = gettext_noop(
    "Een incassant-ID begint met de landcode en klopt met zijn controlecijfers, bv. "
    "BE68ZZZ0123456789."
)
PEPPOL_ID = gettext_noop(
    "Een Peppol-adres is een code van 4 cijfers, een dubbelpunt en het nummer, bv. 0208:0777000187."
)
PEPPOL_NUMBER = gettext_noop(
    "%(number)s past niet bij code %(scheme)s. 0208 is een Belgisch ondernemingsnummer, 0106 een "
    "KvK-nummer, 0190 een OIN, 9925 en 9944 een btw-nummer."
)
PEPPOL_CHECKS: Mapping[str, Callable[[str], object]] = {
    "0106": re.compile(r"[0-9]{8}").fullmatch,
    "0190": re.compile(r"[0-9]{20}").fullmatch,
    "0208": be_vat.is_valid,
    "9925": be_vat.is_valid,
    "9944": nl_btw.is_valid,
}
PAYROLL_TAX_NUMBER = gettext_noop(
    "Een loonheffingennummer is 9 cijfers, een L en 2 cijfers, bv. 850000014L01."
)


def check_vat_number(value: str, country: str) -> str:
    """The VAT number in compact form with its prefix ('BE0777000187').

    `country` is the party's ISO code; the prefix may be left out. Numbers of EU countries are
    checked by the rules of python-stdnum, others only for their characters. Raises VatNumberError.
    """
    compact = _compact(value)
    if country not in EU_COUNTRIES:
        return _plain(compact, 20, VatNumberError(VAT_NUMBER_OTHER))
    prefix = VAT_PREFIXES.get(country, country)
    bare = compact.removeprefix(country).removeprefix(prefix)
    try:
        return str(eu_vat.validate(prefix + bare))
    except ValidationError as error:
        raise _vat_number_error(error, country, prefix + bare) from None


def _vat_number_error(error: ValidationError, country: str, number: str) -> VatNumberError:
    # The library fills up short Belgian and Dutch numbers with zeros: then the length is wrong.
    shape = {"BE": r"BE[0-9]{10}", "NL": r"NL[0-9]{9}B[0-9]{2}"}.get(country, ".*")
    if isinstance(error, InvalidChecksum) and re.fullmatch(shape, number):
        return VatNumberError(CHECK_DIGITS, number=number)
    expected = {"BE": VAT_NUMBER_BE, "NL": VAT_NUMBER_NL}
    if country in expected:
        return VatNumberError(expected[country])
    return VatNumberError(VAT_NUMBER_EU, example=VAT_EXAMPLES[country])


def vat_number_country(value: str) -> str:
    """The EU country (ISO code) whose VAT number this is, by its prefix and digits; or nothing."""
    compact = _compact(value)
    country = {prefix: iso for iso, prefix in VAT_PREFIXES.items()}.get(compact[:2], compact[:2])
    return country if country in EU_COUNTRIES and eu_vat.is_valid(compact) else ""


def check_enterprise_number(value: str, country: str) -> str:
    """The enterprise number (BE, 10 digits with check) or KvK number (NL, 8 digits, which has no
    check digit).

    Other countries: letters and digits. Raises EnterpriseNumberError.
    """
    compact = _compact(value)
    if country == "BE":
        try:
            return str(be_vat.validate(compact))
        except ValidationError as error:
            number = compact.removeprefix("BE")
            if isinstance(error, InvalidChecksum) and len(number) == 10:
                shown = format_enterprise_number(number)
                raise EnterpriseNumberError(CHECK_DIGITS, number=shown) from None
            raise EnterpriseNumberError(ENTERPRISE_NUMBER_BE) from None
    if country == "NL":
        number = compact.removeprefix("KVK")
        if not re.fullmatch(r"[0-9]{8}", number):
            raise EnterpriseNumberError(ENTERPRISE_NUMBER_NL)
        return number
    return _plain(compact, 30, EnterpriseNumberError(ENTERPRISE_NUMBER_OTHER))


def check_iban(value: str) -> str:
    """The IBAN without spaces; raises IbanError.

    The country's own bank table is not consulted: python-stdnum misses banks that exist (BE68 5390
    0754 7034).
    """
    try:
        return str(stdnum_iban.validate(value, check_country=False))
    except ValidationError:
        raise IbanError(IBAN) from None


def check_creditor_id(value: str) -> str:
    """The SEPA creditor identifier (AT-02) without spaces; raises CreditorIdError."""
    try:
        return str(at_02.validate(value))
    except ValidationError:
        raise CreditorIdError(CREDITOR_ID) from None


def check_peppol_id(value: str) -> str:
    """A Peppol participant identifier as 'scheme:number'; raises PeppolIdError.

    The scheme is an EAS code of 4 digits, the number at most 50 letters, digits and '-._~'. The
    numbers of Belgian and Dutch schemes are checked as such.
    """
    compact = "".join(value.split())
    if not re.fullmatch(r"[0-9]{4}:[A-Za-z0-9._~-]{1,50}", compact):
        raise PeppolIdError(PEPPOL_ID)
    scheme, _colon, number = compact.partition(":")
    if scheme in PEPPOL_CHECKS and not PEPPOL_CHECKS[scheme](number):
        raise PeppolIdError(PEPPOL_NUMBER, number=number, scheme=scheme)
    return compact


def check_payroll_tax_number(value: str) -> str:
    """The Dutch payroll tax number (RSIN, L, 2 digits); raises PayrollTaxNumberError."""
    compact = _compact(value)
    if not re.fullmatch(r"[0-9]{9}L[0-9]{2}", compact):
        raise PayrollTaxNumberError(PAYROLL_TAX_NUMBER)
    return compact


def check_bic(value: str) -> str:
    """The BIC without spaces (ISO 9362: 8 characters, or 11 with a branch); raises BicError."""
    if not value.isascii() or not stdnum_bic.is_valid(value):
        raise BicError(BIC)
    return str(stdnum_bic.compact(value))


def structured_communication(number_seed: int) -> str:
    """12 digits: the seed's last 10, then its remainder of 97 (0 becomes 97)."""
    body = abs(number_seed) % 10**10
    return f"{body:010d}{body % 97 or 97:02d}"


def check_structured_communication(value: str) -> str:
    """The 12 digits of a structured communication; raises PaymentReferenceError."""
    digits = re.sub(r"[\s+*/.]", "", value)
    if not re.fullmatch(r"[0-9]{12}", digits) or not ogm_vcs.is_valid(digits):
        raise PaymentReferenceError(STRUCTURED)
    return digits


def is_structured_communication(value: str) -> bool:
    """Whether the text is a Belgian structured communication."""
    try:
        check_structured_communication(value)
    except PaymentReferenceError:
        return False
    return True


def is_creditor_reference(value: str) -> bool:
    """Whether the text is an RF creditor reference (ISO 11649)."""
    return value.strip().upper().startswith("RF") and bool(iso11649.is_valid(value))


def format_payment_reference(value: str) -> str:
    """A reference as printed: '+++090/9337/55493+++', RF in fours, anything else as it is."""
    if is_structured_communication(value):
        digits = check_structured_communication(value)
        return f"+++{digits[:3]}/{digits[3:7]}/{digits[7:]}+++"
    return _groups_of_four(_compact(value)) if is_creditor_reference(value) else value


def format_iban(value: str) -> str:
    """An IBAN as printed, in groups of four."""
    return _groups_of_four(_compact(value))


def format_vat_number(value: str) -> str:
    """A VAT number as printed: 'BE 0777.000.187'; other countries' as they are."""
    if re.fullmatch(r"BE[0-9]{10}", value):
        return f"BE {format_enterprise_number(value[2:])}"
    return value


def format_enterprise_number(value: str) -> str:
    """A Belgian enterprise number as printed, '0777.000.187'; anything else as it is."""
    return f"{value[:4]}.{value[4:7]}.{value[7:]}" if re.fullmatch(r"[0-9]{10}", value) else value


def _compact(value: str) -> str:
    return re.sub(r"[\s.\-/()]", "", value).upper()


def _plain(compact: str, longest: int, error: IdentifierError) -> str:
    if not re.fullmatch(rf"[0-9A-Z]{{2,{longest}}}", compact):
        raise error
    return compact


def _groups_of_four(value: str) -> str:
    return " ".join(value[start : start + 4] for start in range(0, len(value), 4))
