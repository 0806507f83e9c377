"""Legal mentions that a VAT treatment puts on the document, per country of the seller and language.

Sources: Belgian royal decree no. 1 art. 20 (cocontractor, wording since 2023), Belgian VAT code
art. 21 par. 2, 28, 39, 39bis, 44 and 56bis (wording of the scheme since 2025), Dutch Wet OB 1968
art. 8, 11, 12, 25 and 37c, directive 2006/112/EC art. 42, 44, 79, 138, 141, 146, 196, 197, 226 and
369a. To be confirmed by an
accountant before production use.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

Texts = Mapping[str, str]
LANGUAGES = ("nl", "fr", "en")


def texts(nl: str, fr: str, en: str) -> Texts:
    """One text in the three languages of a document."""
    return MappingProxyType({"nl": nl, "fr": fr, "en": en})


BE_COCONTRACTOR = texts(
    # The decree's own sentences: the presumption only works when they are on the invoice literally.
    nl="Verlegging van heffing. Bij gebrek aan schriftelijke betwisting binnen een termijn van een "
    "maand na de ontvangst van de factuur, wordt de afnemer geacht te erkennen dat hij een "
    "belastingplichtige is gehouden tot de indiening van periodieke aangiften. Als die voorwaarde "
    "niet vervuld is, is de afnemer ten aanzien van die voorwaarde aansprakelijk voor de betaling "
    "van de verschuldigde belasting, interesten en geldboeten.",
    fr="Autoliquidation. En l'absence de contestation par écrit, dans un délai d'un mois à compter "
    "de la réception de la facture, le client est présumé reconnaître qu'il est un assujetti tenu "
    "au dépôt de déclarations périodiques. Si cette condition n'est pas remplie, le client "
    "endossera, par rapport à cette condition, la responsabilité quant au paiement de la taxe, des "
    "intérêts et des amendes dus.",
    en="Reverse charge. Unless the customer disputes this in writing within one month of receiving "
    "the invoice, the customer is deemed to acknowledge being a taxable person who files periodic "
    "VAT returns. If that condition is not met, the customer is liable in that respect for the "
    "VAT, interest and fines due.",
)

NL_REVERSE_CHARGE = texts(
    nl="Btw verlegd (art. 12 Wet OB 1968).",
    fr="Autoliquidation (art. 12 de la loi néerlandaise Wet OB 1968).",
    en="Reverse charge (Dutch VAT act, Wet OB 1968, art. 12).",
)

EU_SERVICES = {
    "BE": texts(
        nl="Btw verlegd: dienst aan een belastingplichtige in een andere lidstaat (art. 21, par. 2 "
        "W.Btw; art. 44 en 196 richtlijn 2006/112/EG).",
        fr="Autoliquidation : service à un assujetti établi dans un autre État membre (art. 21, "
        "par. 2 CTVA ; art. 44 et 196 de la directive 2006/112/CE).",
        en="Reverse charge: service to a taxable person in another member state (Belgian VAT code "
        "art. 21 par. 2; directive 2006/112/EC art. 44 and 196).",
    ),
    "NL": texts(
        nl="Btw verlegd: dienst aan een ondernemer in een andere lidstaat (art. 44 en 196 "
        "richtlijn 2006/112/EG).",
        fr="Autoliquidation : service à un assujetti établi dans un autre État membre (art. 44 et "
        "196 de la directive 2006/112/CE).",
        en="Reverse charge: service to a taxable person in another member state (directive "
        "2006/112/EC art. 44 and 196).",
    ),
}

EU_GOODS = {
    "BE": texts(
        nl="Vrijgestelde intracommunautaire levering (art. 39bis W.Btw; art. 138 richtlijn "
        "2006/112/EG).",
        fr="Livraison intracommunautaire exemptée (art. 39bis CTVA ; art. 138 de la directive "
        "2006/112/CE).",
        en="Exempt intra-Community supply (Belgian VAT code art. 39bis; directive 2006/112/EC art. "
        "138).",
    ),
    "NL": texts(
        nl="Intracommunautaire levering, 0% btw (tabel II, post a.6 Wet OB 1968; art. 138 "
        "richtlijn 2006/112/EG).",
        fr="Livraison intracommunautaire, TVA 0 % (Wet OB 1968, tableau II a.6 ; art. 138 de la "
        "directive 2006/112/CE).",
        en="Intra-Community supply, 0% VAT (Wet OB 1968, table II a.6; directive 2006/112/EC art. "
        "138).",
    ),
}

TRIANGULAR = {
    "BE": texts(
        nl="Btw verlegd: vereenvoudigd driehoeksverkeer (art. 42, 141 en 197 richtlijn "
        "2006/112/EG).",
        fr="Autoliquidation : opération triangulaire simplifiée (art. 42, 141 et 197 de la "
        "directive 2006/112/CE).",
        en="Reverse charge: simplified triangular transaction (directive 2006/112/EC art. 42, 141 "
        "and 197).",
    ),
    "NL": texts(
        nl="Btw verlegd: vereenvoudigde ABC-levering (art. 37c Wet OB 1968; art. 42, 141 en 197 "
        "richtlijn 2006/112/EG).",
        fr="Autoliquidation : opération triangulaire simplifiée (art. 37c Wet OB 1968 ; art. 42, "
        "141 et 197 de la directive 2006/112/CE).",
        en="Reverse charge: simplified triangular transaction (Wet OB 1968 art. 37c; directive "
        "2006/112/EC art. 42, 141 and 197).",
    ),
}

_OSS = texts(
    nl="Btw van het land van aankomst, aangegeven via het éénloketsysteem (OSS; art. 369a en "
    "volgende richtlijn 2006/112/EG).",
    fr="TVA du pays d'arrivée, déclarée via le guichet unique (OSS ; art. 369 bis et suivants de "
    "la directive 2006/112/CE).",
    en="VAT of the country of arrival, declared through the one-stop shop (OSS; directive "
    "2006/112/EC art. 369a and following).",
)
OSS = {"BE": _OSS, "NL": _OSS}

EXPORT_GOODS = {
    "BE": texts(
        nl="Vrijgestelde uitvoer (art. 39 W.Btw; art. 146 richtlijn 2006/112/EG).",
        fr="Exportation exemptée (art. 39 CTVA ; art. 146 de la directive 2006/112/CE).",
        en="Exempt export (Belgian VAT code art. 39; directive 2006/112/EC art. 146).",
    ),
    "NL": texts(
        nl="Uitvoer, 0% btw (tabel II, post a.2 Wet OB 1968; art. 146 richtlijn 2006/112/EG).",
        fr="Exportation, TVA 0 % (Wet OB 1968, tableau II a.2 ; art. 146 de la directive "
        "2006/112/CE).",
        en="Export, 0% VAT (Wet OB 1968, table II a.2; directive 2006/112/EC art. 146).",
    ),
}

OUTSIDE_SCOPE = {
    "BE": texts(
        nl="Niet aan de Belgische btw onderworpen (art. 21, par. 2 W.Btw; art. 44 richtlijn "
        "2006/112/EG).",
        fr="Non soumis à la TVA belge (art. 21, par. 2 CTVA ; art. 44 de la directive "
        "2006/112/CE).",
        en="Not subject to Belgian VAT (Belgian VAT code art. 21 par. 2; directive 2006/112/EC "
        "art. 44).",
    ),
    "NL": texts(
        nl="Niet aan de Nederlandse btw onderworpen (art. 6 Wet OB 1968; art. 44 richtlijn "
        "2006/112/EG).",
        fr="Non soumis à la TVA néerlandaise (art. 6 Wet OB 1968 ; art. 44 de la directive "
        "2006/112/CE).",
        en="Not subject to Dutch VAT (Wet OB 1968 art. 6; directive 2006/112/EC art. 44).",
    ),
}

EXEMPT = {
    "BE": texts(
        nl="Vrijgesteld van btw (art. 44 W.Btw).",
        fr="Exempté de TVA (art. 44 CTVA).",
        en="Exempt from VAT (Belgian VAT code art. 44).",
    ),
    "NL": texts(
        nl="Vrijgesteld van btw (art. 11 Wet OB 1968).",
        fr="Exempté de TVA (art. 11 Wet OB 1968).",
        en="Exempt from VAT (Wet OB 1968 art. 11).",
    ),
}

SMALL_BUSINESS = {
    "BE": texts(
        nl="Bijzondere vrijstellingsregeling kleine ondernemingen.",
        fr="Régime particulier de franchise des petites entreprises.",
        en="Special exemption scheme for small enterprises (Belgian VAT code art. 56bis).",
    ),
    "NL": texts(
        nl="Vrijgesteld van btw: kleineondernemersregeling (art. 25 Wet OB 1968).",
        fr="Exempté de TVA : régime des petites entreprises (art. 25 Wet OB 1968).",
        en="Exempt from VAT: small businesses scheme (Wet OB 1968 art. 25).",
    ),
}

DISBURSEMENT = {
    "BE": texts(
        nl="Voorgeschoten in naam en voor rekening van de klant: geen btw (art. 28, 5° W.Btw; art. "
        "79, c richtlijn 2006/112/EG).",
        fr="Débours au nom et pour le compte du client : pas de TVA (art. 28, 5° CTVA ; art. 79, c "
        "de la directive 2006/112/CE).",
        en="Paid in the name and on behalf of the customer: no VAT (Belgian VAT code art. 28, 5°; "
        "directive 2006/112/EC art. 79 c).",
    ),
    "NL": texts(
        nl="Voorgeschoten in naam en voor rekening van de klant: geen btw (art. 8 Wet OB 1968; "
        "art. 79, c richtlijn 2006/112/EG).",
        fr="Débours au nom et pour le compte du client : pas de TVA (art. 8 Wet OB 1968 ; art. 79, "
        "c de la directive 2006/112/CE).",
        en="Paid in the name and on behalf of the customer: no VAT (Wet OB 1968 art. 8; directive "
        "2006/112/EC art. 79 c).",
    ),
}

# Belgian royal decree no. 20, table A, heading XXXVIII: since 2022 these sentences on the invoice
# take the place of the customer's certificate, so they must be there literally.
RENOVATION = {
    "BE": texts(
        nl="Btw-tarief: Bij gebrek aan schriftelijke betwisting binnen een termijn van één maand "
        "vanaf de ontvangst van de factuur, wordt de klant geacht te erkennen dat (1) de werken "
        "worden verricht aan een woning waarvan de eerste ingebruikneming heeft plaatsgevonden in "
        "een kalenderjaar dat ten minste tien jaar voorafgaat aan de datum van de eerste factuur "
        "met betrekking tot die werken, (2) de woning, na uitvoering van die werken, uitsluitend "
        "of hoofdzakelijk als privéwoning wordt gebruikt en (3) de werken worden verstrekt en "
        "gefactureerd aan een eindverbruiker. Wanneer minstens één van die voorwaarden niet is "
        "voldaan, zal het normale btw-tarief van 21 pct. van toepassing zijn en is de afnemer ten "
        "aanzien van die voorwaarden aansprakelijk voor de betaling van de verschuldigde "
        "belasting, interesten en geldboeten.",
        fr="Taux de TVA : En l'absence de contestation par écrit, dans un délai d'un mois à "
        "compter de la réception de la facture, le client est présumé reconnaître que (1) les "
        "travaux sont effectués à un bâtiment d'habitation dont la première occupation a eu lieu "
        "au cours d'une année civile qui précède d'au moins dix ans la date de la première facture "
        "relative à ces travaux, (2) qu'après l'exécution de ces travaux, l'habitation est "
        "utilisée, soit exclusivement, soit à titre principal comme logement privé et (3) que ces "
        "travaux sont fournis et facturés à un consommateur final. Si au moins une de ces "
        "conditions n'est pas remplie, le taux normal de TVA de 21 p.c. sera applicable et le "
        "client endossera, par rapport à ces conditions, la responsabilité quant au paiement de la "
        "taxe, des intérêts et des amendes dus.",
        en="VAT rate: unless the customer disputes this in writing within one month of receiving "
        "the invoice, the customer is deemed to acknowledge that (1) the works are carried out on "
        "a dwelling first occupied in a calendar year at least ten years before the date of the "
        "first invoice for those works, (2) after those works the dwelling is used exclusively or "
        "mainly as a private dwelling, and (3) the works are supplied and invoiced to a final "
        "consumer. If at least one of those conditions is not met, the standard VAT rate of 21 % "
        "applies and the customer is liable, in respect of those conditions, for the VAT, interest "
        "and fines due.",
    ),
}

CREDIT_NOTE = {
    # Belgian royal decree no. 4 art. 4: the buyer must be told to pay back what it deducted.
    "BE": texts(
        nl="Btw terug te storten aan de Staat in de mate waarin ze oorspronkelijk in aftrek werd "
        "gebracht.",
        fr="TVA à reverser à l'État dans la mesure où elle a été initialement déduite.",
        en="VAT to be repaid to the State to the extent that it was originally deducted.",
    ),
}
