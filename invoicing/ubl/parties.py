"""Seller and buyer of an e-invoice, as they stand in it: nothing is looked up or corrected."""

from __future__ import annotations

import re

from invoicing.documents import Party
from invoicing.ubl.xml import Node

LANGUAGES = {"BE": "nl", "NL": "nl", "FR": "fr", "LU": "fr"}
ADDRESS = "cac:PostalAddress"
LEGAL = "cac:PartyLegalEntity"
CONTACT = "cac:Contact"
ACCOUNT = "cac:PaymentMeans/cac:PayeeFinancialAccount"


def read_seller(root: Node) -> Party:
    """The seller with its bank account; raises UblRefused when it has no name."""
    iban = _compact(root.text(f"{ACCOUNT}/cbc:ID"))
    bic = _compact(root.text(f"{ACCOUNT}/cac:FinancialInstitutionBranch/cbc:ID"))
    return _read_party(root, "cac:AccountingSupplierParty", "de verkoper", iban, bic)


def read_buyer(root: Node) -> Party:
    """The buyer; a business when it has a VAT or legal number. Raises UblRefused without a name."""
    return _read_party(root, "cac:AccountingCustomerParty", "de koper")


def _read_party(root: Node, role: str, label: str, iban: str = "", bic: str = "") -> Party:
    party = root.first(f"{role}/cac:Party")
    if party is None or not (name := _name(party)):
        raise root.refused(f"de naam van {label} ontbreekt.")
    country = party.text(f"{ADDRESS}/cac:Country/cbc:IdentificationCode").upper()
    vat_number = _vat_number(party)
    enterprise_number = _enterprise_number(party)
    return Party(
        name=name,
        is_business=bool(vat_number or enterprise_number),
        contact=party.text(f"{CONTACT}/cbc:Name"),
        street=_street(party),
        postal_code=party.text(f"{ADDRESS}/cbc:PostalZone"),
        city=party.text(f"{ADDRESS}/cbc:CityName"),
        country=country,
        vat_number=vat_number,
        enterprise_number=enterprise_number,
        email=party.text(f"{CONTACT}/cbc:ElectronicMail"),
        phone=party.text(f"{CONTACT}/cbc:Telephone"),
        iban=iban,
        bic=bic,
        language=LANGUAGES.get(country, "en"),
    )


def _name(party: Node) -> str:
    """The registered name; the trading name where there is none."""
    return party.text(f"{LEGAL}/cbc:RegistrationName") or party.text("cac:PartyName/cbc:Name")


def _street(party: Node) -> str:
    parts = (
        party.text(f"{ADDRESS}/cbc:StreetName"),
        party.text(f"{ADDRESS}/cbc:AdditionalStreetName"),
        party.text(f"{ADDRESS}/cac:AddressLine/cbc:Line"),
    )
    return ", ".join(part for part in parts if part)


def _vat_number(party: Node) -> str:
    """The number of the VAT scheme; other schemes (such as Norwegian 'TAX') are not VAT numbers."""
    for scheme in party.all("cac:PartyTaxScheme"):
        if scheme.text("cac:TaxScheme/cbc:ID") == "VAT":
            return _compact(scheme.text("cbc:CompanyID"))
    return ""


def _enterprise_number(party: Node) -> str:
    """The legal number; Belgian ones are often written with 'BE' and dots, which do not belong."""
    number = _compact(party.text(f"{LEGAL}/cbc:CompanyID"))
    return number.removeprefix("BE") if re.fullmatch(r"BE[0-9]{10}", number) else number


def _compact(value: str) -> str:
    return re.sub(r"[\s.]", "", value).upper()
