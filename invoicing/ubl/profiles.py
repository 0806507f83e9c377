"""Which specification an e-invoice follows, and the electronic addresses that go with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from invoicing.documents import IssuedDocument, Party
from invoicing.vat_treatments import TREATMENTS

CORE_ID = "urn:cen.eu:en16931:2017"


class Profile(StrEnum):
    """Peppol BIS Billing 3.0, the Dutch NLCIUS (SI-UBL 2.0), or the bare European norm.

    The norm itself is for buyers without an electronic address, such as consumers: what Peppol and
    NLCIUS ask about delivery cannot be said of them.
    """

    PEPPOL = "peppol"
    NLCIUS = "nlcius"
    CORE = "core"


CUSTOMIZATIONS: Mapping[Profile, str] = {
    Profile.PEPPOL: f"{CORE_ID}#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0",
    Profile.NLCIUS: f"{CORE_ID}#compliant#urn:fdc:nen.nl:nlcius:v1.0",
    Profile.CORE: CORE_ID,
}
PROCESS = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"

# Peppol's code list of electronic addresses (EAS): the VAT number schemes that are still active.
_VAT_SCHEMES = (
    "AT=9914 BE=9925 BG=9926 CY=9928 CZ=9929 DE=9930 EE=9931 ES=9920 FR=9957 GB=9932 GR=9933 "
    "HR=9934 HU=9910 IE=9935 IT=0211 LI=9936 LT=9937 LU=9938 LV=9939 MC=9940 MT=9943 NL=9944 "
    "PL=9945 PT=9946 RO=9947 SI=9949 SK=9950"
)
VAT_SCHEMES: Mapping[str, str] = dict(pair.split("=") for pair in _VAT_SCHEMES.split())
ADDRESS = re.compile(r"([0-9A-Z]{2,4}):(\S+)")
# Schemes whose numbers also name the legal person in the Netherlands: KvK number and OIN.
DUTCH_LEGAL_SCHEMES = frozenset({"0106", "0190"})


def profile_for(document: IssuedDocument) -> Profile:
    """The specification for this document: NLCIUS for Dutch government, Peppol where it can be."""
    seller, buyer = document.seller, document.buyer
    if endpoint(seller) is None or endpoint(buyer) is None:
        return Profile.CORE
    is_dutch = seller.country == buyer.country == "NL"
    if is_dutch and buyer.is_government and legal_identifier(buyer)[0]:
        return Profile.NLCIUS
    return Profile.PEPPOL


def endpoint(party: Party) -> tuple[str, str] | None:
    """Scheme and value of the electronic address; None for who has none, such as a consumer.

    Chosen in this order: the address that was given, the enterprise or KvK number, the VAT number.
    """
    given = ADDRESS.fullmatch(party.peppol_id.strip().upper())
    if given:
        return given.group(1), given.group(2)
    if not party.is_business:
        return None
    scheme, number = legal_identifier(party)
    if scheme:
        return scheme, number
    vat_scheme = VAT_SCHEMES.get(party.country, "")
    return (vat_scheme, party.vat_number) if vat_scheme and party.vat_number else None


def legal_identifier(party: Party) -> tuple[str, str]:
    """Scheme and number in the register of legal persons; the scheme is empty abroad.

    A Belgian VAT number holds the enterprise number, so it stands in where that is missing.
    """
    given = ADDRESS.fullmatch(party.peppol_id.strip())
    if given and party.country == "NL" and given.group(1) in DUTCH_LEGAL_SCHEMES:
        return given.group(1), given.group(2)
    if party.enterprise_number:
        return party.enterprise_scheme, party.enterprise_number
    if party.country == "BE" and re.fullmatch(r"BE[0-9]{10}", party.vat_number):
        return "0208", party.vat_number[2:]
    return "", ""


def is_outside_scope(document: IssuedDocument) -> bool:
    """Whether all is outside the scope of VAT: then no VAT number may stand in the file."""
    return all(TREATMENTS[line.treatment].ubl_category == "O" for line in document.lines)
