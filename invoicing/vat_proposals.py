"""The proposals that can be made for the VAT treatment of a sale, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass

from invoicing.vat_mentions import Texts, texts


@dataclass(frozen=True)
class Proposal:
    """A proposed treatment and why, as a plain sentence per language (nl, fr, en).

    `vat_country` is the country whose VAT it is, where that is not the seller's (OSS).
    """

    code: str
    reason: Texts
    vat_country: str = ""

    @property
    def reason_nl(self) -> str:
        """The reason in Dutch."""
        return self.reason["nl"]


SMALL_BUSINESS = Proposal(
    "small_business",
    texts(
        "Je valt onder de regeling voor kleine ondernemingen en rekent dus geen btw aan.",
        "Vous relevez du régime des petites entreprises et ne facturez donc pas de TVA.",
        "You use the small business scheme, so you charge no VAT.",
    ),
)
DOMESTIC = Proposal(
    "domestic",
    texts(
        "Koper en verkoper zitten in hetzelfde land: gewone btw.",
        "L'acheteur et le vendeur sont dans le même pays : TVA normale.",
        "Buyer and seller are in the same country: ordinary VAT.",
    ),
)
CONSUMER = Proposal(
    "domestic",
    texts(
        "De koper is een particulier: de btw van je eigen land.",
        "L'acheteur est un particulier : la TVA de votre pays.",
        "The buyer is a private person: the VAT of your own country.",
    ),
)
GOODS_STAY = Proposal(
    "domestic",
    texts(
        "De goederen blijven in je eigen land: de btw van je eigen land.",
        "Les biens restent dans votre pays : la TVA de votre pays.",
        "The goods stay in your own country: the VAT of your own country.",
    ),
)
NO_FOREIGN_NUMBER = Proposal(
    "domestic",
    texts(
        "De koper heeft geen btw-nummer van een ander EU-land: de btw van je eigen land.",
        "L'acheteur n'a pas de numéro de TVA d'un autre pays de l'UE : la TVA de votre pays.",
        "The buyer has no VAT number of another EU country: the VAT of your own country.",
    ),
)
NO_VAT_NUMBER = Proposal(
    "domestic",
    texts(
        "De koper heeft nog geen btw-nummer. Zonder btw-nummer kan de btw niet verlegd worden.",
        "L'acheteur n'a pas encore de numéro de TVA. Sans ce numéro, pas d'autoliquidation.",
        "The buyer has no VAT number yet. Without it the VAT cannot be reverse charged.",
    ),
)
EU_GOODS = Proposal(
    "eu_goods",
    texts(
        "Goederen naar een btw-plichtige in een ander EU-land: vrijgestelde levering.",
        "Biens vers un assujetti dans un autre pays de l'UE : livraison exemptée.",
        "Goods to a business in another EU country: exempt supply.",
    ),
)
EU_SERVICES = Proposal(
    "eu_services",
    texts(
        "Dienst aan een btw-plichtige in een ander EU-land: de btw is verlegd naar de koper.",
        "Service à un assujetti dans un autre pays de l'UE : autoliquidation par l'acheteur.",
        "Service to a business in another EU country: the buyer accounts for the VAT.",
    ),
)
EXPORT_GOODS = Proposal(
    "export_goods",
    texts(
        "Goederen naar een land buiten de EU: vrijgestelde uitvoer.",
        "Biens vers un pays hors UE : exportation exemptée.",
        "Goods to a country outside the EU: exempt export.",
    ),
)
OUTSIDE_SCOPE = Proposal(
    "outside_scope",
    texts(
        "Dienst aan een onderneming buiten de EU: geen btw van hier.",
        "Service à une entreprise hors UE : pas de TVA d'ici.",
        "Service to a business outside the EU: no VAT from here.",
    ),
)
OSS = Proposal(
    "oss",
    texts(
        "Goederen naar een particulier in een ander EU-land: de btw van dat land, via OSS.",
        "Biens vers un particulier dans un autre pays de l'UE : la TVA de ce pays, via l'OSS.",
        "Goods to a private person in another EU country: that country's VAT, through OSS.",
    ),
)
DISBURSEMENT = Proposal(
    "disbursement",
    texts(
        "Voorgeschoten in naam van de klant: geen btw.",
        "Débours au nom du client : pas de TVA.",
        "Paid in the customer's name: no VAT.",
    ),
)
OF_PRODUCT = texts(
    "Zo staat het bij het artikel.", "C'est indiqué sur l'article.", "As the product says."
)
OF_CUSTOMER = texts(
    "Zo staat het bij de klant.", "C'est indiqué chez le client.", "As the customer says."
)
