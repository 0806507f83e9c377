"""Small UBL files for tests: one line of 2 x 50.00 at 21 %, to be changed as a test needs."""

INVOICE = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
COMPONENTS = "urn:oasis:names:specification:ubl:schema:xsd:Common{}Components-2"

LINE = """
<cac:InvoiceLine>
  <cbc:ID>1</cbc:ID>
  <cbc:InvoicedQuantity unitCode="HUR">2</cbc:InvoicedQuantity>
  <cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount>
  <cac:Item><cbc:Name>Onderhoud</cbc:Name><cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID>
    <cbc:Percent>21</cbc:Percent></cac:ClassifiedTaxCategory></cac:Item>
  <cac:Price><cbc:PriceAmount currencyID="EUR">50.00</cbc:PriceAmount></cac:Price>
</cac:InvoiceLine>"""

DOCUMENT = f"""<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="{INVOICE}" xmlns:cac="{COMPONENTS.format("Aggregate")}"
  xmlns:cbc="{COMPONENTS.format("Basic")}">
<cbc:ID>2026-0041</cbc:ID>
<cbc:IssueDate>2026-11-20</cbc:IssueDate>
<cbc:DueDate>2026-12-20</cbc:DueDate>
<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:AccountingSupplierParty><cac:Party>
  <cac:PostalAddress><cac:Country><cbc:IdentificationCode>BE</cbc:IdentificationCode></cac:Country>
  </cac:PostalAddress>
  <cac:PartyTaxScheme><cbc:CompanyID>BE 0777.000.187</cbc:CompanyID>
    <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
  <cac:PartyLegalEntity><cbc:RegistrationName>Oventechniek Demo BV</cbc:RegistrationName>
    <cbc:CompanyID schemeID="0208">BE0777.000.187</cbc:CompanyID></cac:PartyLegalEntity>
</cac:Party></cac:AccountingSupplierParty>
<cac:AccountingCustomerParty><cac:Party>
  <cac:PartyName><cbc:Name>Bakkerij Maes</cbc:Name></cac:PartyName>
  <cac:PostalAddress><cac:Country><cbc:IdentificationCode>BE</cbc:IdentificationCode></cac:Country>
  </cac:PostalAddress>
</cac:Party></cac:AccountingCustomerParty>
<cac:PaymentMeans><cbc:PaymentID>+++090/9337/55493+++</cbc:PaymentID></cac:PaymentMeans>
<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">21.00</cbc:TaxAmount>
  <cac:TaxSubtotal><cbc:TaxableAmount currencyID="EUR">100.00</cbc:TaxableAmount>
    <cbc:TaxAmount currencyID="EUR">21.00</cbc:TaxAmount>
    <cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>21</cbc:Percent></cac:TaxCategory>
  </cac:TaxSubtotal></cac:TaxTotal>
<cac:LegalMonetaryTotal>
  <cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount>
  <cbc:TaxExclusiveAmount currencyID="EUR">100.00</cbc:TaxExclusiveAmount>
  <cbc:TaxInclusiveAmount currencyID="EUR">121.00</cbc:TaxInclusiveAmount>
  <cbc:PayableAmount currencyID="EUR">121.00</cbc:PayableAmount>
</cac:LegalMonetaryTotal>{LINE}
</Invoice>"""


def changed(*changes: tuple[str, str]) -> bytes:
    """The file with each old text replaced by the new one; the old one must be in it."""
    text = DOCUMENT
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text.encode()
