"""Seller and buyer, and where was delivered."""

from __future__ import annotations

import re

from invoicing.documents import IssuedDocument, Party
from invoicing.ubl.profiles import Profile, endpoint, is_outside_scope, legal_identifier
from invoicing.ubl.tree import Branch
from invoicing.vat_treatments import EU_COUNTRIES, TREATMENTS


def write_parties(root: Branch, document: IssuedDocument, profile: Profile) -> None:
    """Write seller and buyer.

    Outside the scope of VAT neither VAT number may appear (BR-O-02 of EN 16931).
    """
    with_vat = not is_outside_scope(document)
    seller = root.path("AccountingSupplierParty/Party")
    _endpoint(seller, document.seller)
    if document.seller.creditor_id:
        seller.group("PartyIdentification").text("ID", document.seller.creditor_id, schemeID="SEPA")
    _address(seller, document.seller)
    if with_vat:
        _seller_tax(seller, document.seller)
    _legal_entity(seller, document.seller, _legal_form(document.seller, profile))
    _contact(seller, document.seller)
    buyer = root.path("AccountingCustomerParty/Party")
    _endpoint(buyer, document.buyer)
    _address(buyer, document.buyer)
    if with_vat and is_vat_identifier(document.buyer):
        _tax_scheme(buyer, document.buyer.vat_number, "VAT")
    _legal_entity(buyer, document.buyer, "")
    _contact(buyer, document.buyer)


def write_delivery(root: Branch, document: IssuedDocument) -> None:
    """Write when and in which country was delivered, where that is known or must be said.

    For goods to another member state both are obligatory (BR-IC-11 and BR-IC-12).
    """
    categories = {TREATMENTS[line.treatment].ubl_category for line in document.lines}
    to_eu = "K" in categories
    day = document.delivery_date
    if day is None and (to_eu or document.tax_point != document.issue_date):
        day = document.tax_point
    country = document.delivery_country or (document.buyer.country if to_eu else "")
    # Of an advance the tax point is the day of payment; nothing was delivered yet.
    if document.is_advance and not to_eu:
        day = document.delivery_date
    if day is None and not country:
        return
    delivery = root.group("Delivery")
    if day is not None:
        delivery.text("ActualDeliveryDate", day.isoformat())
    if country:
        place = delivery.path("DeliveryLocation/Address/Country")
        place.text("IdentificationCode", country)


def is_vat_identifier(party: Party) -> bool:
    """Whether the number is a VAT number with its country before it (BR-CO-09)."""
    prefixes = {party.country, "EL" if party.country == "GR" else party.country}
    known = party.country in EU_COUNTRIES or party.country in ("GB", "NO", "CH")
    return known and party.vat_number[:2] in prefixes


def _endpoint(party: Branch, values: Party) -> None:
    address = endpoint(values)
    if address:
        party.text("EndpointID", address[1], schemeID=address[0])


def _address(party: Branch, values: Party) -> None:
    party.group("PartyName").text("Name", values.name)
    address = party.group("PostalAddress")
    address.text("StreetName", values.street)
    address.text("CityName", values.city)
    address.text("PostalZone", values.postal_code)
    address.group("Country").text("IdentificationCode", values.country)


def _seller_tax(party: Branch, seller: Party) -> None:
    """The VAT number; a small business without one is known by its number in the register.

    Every category but 'outside the scope' asks for a VAT or tax registration number (BT-31, BT-32).
    """
    if seller.vat_number:
        _tax_scheme(party, seller.vat_number, "VAT")
    else:
        _tax_scheme(party, seller.enterprise_number, "TAX")


def _tax_scheme(party: Branch, number: str, scheme: str) -> None:
    if number:
        tax = party.group("PartyTaxScheme")
        tax.text("CompanyID", number)
        tax.group("TaxScheme").text("ID", scheme)


def _legal_entity(party: Branch, values: Party, legal_form: str) -> None:
    entity = party.group("PartyLegalEntity")
    entity.text("RegistrationName", values.name)
    scheme, number = legal_identifier(values)
    if not number and values.vat_number and not is_vat_identifier(values):
        number = values.vat_number
    if number:
        entity.text("CompanyID", number, **({"schemeID": scheme} if scheme else {}))
    entity.text("CompanyLegalForm", legal_form)


def _legal_form(seller: Party, profile: Profile) -> str:
    """Legal form and register, as art. 2:20 of the Belgian companies code wants on every invoice.

    NLCIUS advises against it (BR-NL-26).
    """
    if profile is Profile.NLCIUS:
        return ""
    return ", ".join(part for part in (seller.legal_form, seller.court) if part)


def _contact(party: Branch, values: Party) -> None:
    if not (values.contact or values.phone or values.email):
        return
    contact = party.group("Contact")
    contact.text("Name", re.sub(r"\s+", " ", values.contact))
    contact.text("Telephone", values.phone)
    contact.text("ElectronicMail", values.email)
