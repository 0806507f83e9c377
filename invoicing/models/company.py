"""The seller's own details."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Account


class Company(models.Model):
    """The details of the business itself, as printed on its documents."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="company")
    name = models.CharField(_("bedrijfsnaam"), max_length=200)
    street = models.CharField(_("straat en nummer"), max_length=200, blank=True)
    postal_code = models.CharField(_("postcode"), max_length=20, blank=True)
    city = models.CharField(_("plaats"), max_length=100, blank=True)
    country = models.CharField(_("land"), max_length=2, default="BE")
    vat_number = models.CharField(_("btw-nummer"), max_length=20, blank=True)
    enterprise_number = models.CharField(
        _("ondernemings- of KvK-nummer"), max_length=20, blank=True
    )
    email = models.EmailField(_("e-mailadres"), blank=True)
    phone = models.CharField(_("telefoon"), max_length=40, blank=True)
    website = models.URLField(_("website"), blank=True)
    iban = models.CharField(_("IBAN"), max_length=34, blank=True)
    bic = models.CharField(_("BIC"), max_length=11, blank=True)
    language = models.CharField(
        _("taal"), max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    payment_term_days = models.PositiveSmallIntegerField(_("betaaltermijn in dagen"), default=30)
    is_small_business = models.BooleanField(_("kleine onderneming zonder btw"), default=False)
    uses_oss = models.BooleanField(_("éénloketsysteem (OSS)"), default=False)
    legal_form = models.CharField(_("rechtsvorm"), max_length=40, blank=True)
    # Register of legal persons (RPR/RPM), a mandatory mention of Belgian companies.
    court = models.CharField(_("rechtspersonenregister"), max_length=100, blank=True)
    peppol_id = models.CharField(_("Peppol-adres"), max_length=60, blank=True)
    einvoice_with_pdf = models.BooleanField(_("pdf in de e-factuur"), default=True)
    # The blocked account of Dutch temp agencies and builders.
    g_iban = models.CharField(_("IBAN van de G-rekening"), max_length=34, blank=True)
    g_bic = models.CharField(_("BIC van de G-rekening"), max_length=11, blank=True)
    payroll_tax_number = models.CharField(_("loonheffingennummer"), max_length=20, blank=True)
    creditor_id = models.CharField(_("incassant-ID"), max_length=35, blank=True)
    # Of the kept logo (`Logo`) that new documents show.
    logo_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    colour = models.CharField(_("kleur"), max_length=7, blank=True)
    footer = models.TextField(_("voettekst"), blank=True)

    def __str__(self) -> str:
        return self.name
