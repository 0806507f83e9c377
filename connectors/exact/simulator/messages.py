"""The texts of business refusals in Dutch, French and English.

The Dutch patterns are as integrators report them; the English ones come from the XML import and a
few reports; the French ones are our translation, since no French report was found.
"""

PATTERNS = {
    "reference": ("Ongeldige referentie: {}", "Référence non valide : {}", "Invalid reference: {}"),
    "invalid": ("Ongeldig: {}", "Non valide : {}", "Invalid: {}"),
    "mandatory": ("Verplicht: {}", "Obligatoire : {}", "Mandatory: {}"),
    "in_use": ("In gebruik: {}", "Utilisé : {}", "In use: {}"),
    "exists": ("Bestaat reeds: {}", "Existe déjà : {}", "Already exists - {}"),
    "not_allowed": ("Niet toegestaan: {}", "Non autorisé : {}", "Not allowed: {}"),
    "processed": ("Reeds verwerkt", "Déjà traité", "Already processed"),
    "period_closed": (
        "Periode is afgesloten: {}",
        "La période est clôturée : {}",
        "Period is closed: {}",
    ),
    "other_receivable": (
        "De klantenrekening van deze relatie is niet gelijk aan de rekening van het gebruikte "
        "verkoopdagboek",
        "Le compte clients de cette relation n'est pas égal au compte du journal de vente utilisé",
        "The receivables account of this account differs from the account of the sales journal",
    ),
    "unbalanced": (
        "De boeking is niet in evenwicht. Verschil {}",
        "L'écriture n'est pas en équilibre. Différence {}",
        "The entry is not in balance. Difference {}",
    ),
    "document_type": (
        "Documenttype niet toegestaan",
        "Type de document non autorisé",
        "Document Type not allowed",
    ),
    "too_long": ("Te lang: {}", "Trop long : {}", "Too long: {}"),
}
CAPTIONS = {
    "account": ("Relatie", "Relation", "Account"),
    "amount": ("Bedrag", "Montant", "Amount"),
    "code": ("Code", "Code", "Code"),
    "cost_center": ("Kostenplaats", "Centre de frais", "Cost center"),
    "cost_unit": ("Kostendrager", "Unité de frais", "Cost unit"),
    "currency": ("Valuta", "Devise", "Currency"),
    "customer": ("Klant", "Client", "Customer"),
    "customer_blocked": ("Klant (Geblokkeerd)", "Client (Bloqué)", "Customer (Blocked)"),
    "customer_type": ("Klant (Type)", "Client (Type)", "Customer (Type)"),
    "document": ("Document", "Document", "Document"),
    "entry": ("Boeking", "Écriture", "Entry"),
    "entry_number": ("Boekstuknummer", "Numéro d'écriture", "Entry number"),
    "file_name": ("Bestandsnaam", "Nom de fichier", "File name"),
    "gl_account": ("Grootboekrekening", "Compte général", "G/L account"),
    "gl_type": ("Grootboekrekeningtype", "Type de compte général", "G/L account type"),
    "journal": ("Dagboek", "Journal", "Journal"),
    "journals": ("Journals", "Journals", "Journals"),
    "lines": ("Boekingsregels", "Lignes d'écriture", "Entry lines"),
    "name": ("Naam", "Nom", "Name"),
    "payment_condition": ("Betalingsconditie", "Condition de paiement", "Payment condition"),
    "status": ("Status", "Statut", "Status"),
    "subject": ("Onderwerp", "Sujet", "Subject"),
    "to_date": ("T/m", "Au", "To"),
    "tracking_number": ("Trackingnummer", "Numéro de suivi", "Tracking number"),
    "type": ("Type", "Type", "Type"),
    "country": ("Land", "Pays", "Country"),
    "language": ("Taal", "Langue", "Language"),
    "vat_amount": ("Btw-bedrag", "Montant TVA", "VAT amount"),
    "vat_code": ("Btw-code", "Code TVA", "VAT code"),
    "vat_percentage": ("Btw-percentage [{}]", "Pourcentage TVA [{}]", "VAT percentage [{}]"),
}
LANGUAGES = ("nl", "fr", "en")


def caption(name: str, language: str) -> str:
    """The name of a field on the screen; an unknown name (an entry, an amount) stands as it is."""
    subject, _, detail = name.partition("|")
    texts = CAPTIONS.get(subject)
    return texts[LANGUAGES.index(language)].format(detail) if texts else name


def message(pattern: str, subject: str, language: str) -> str:
    """The text of a refusal in one of the three languages."""
    text = PATTERNS[pattern][LANGUAGES.index(language)]
    return text.format(caption(subject, language))
