"""Documents and their lines: drafts may change, what is issued is frozen (by database triggers)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Round
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, new_public_id
from invoicing.models.customer import Customer
from invoicing.models.number_series import NumberSeries
from invoicing.models.payment_condition import PaymentMethodChoice
from invoicing.models.product import Nature, Product
from invoicing.models.revenue_group import RevenueGroup


class DocumentState(models.TextChoices):
    """A draft may change; an issued document never does."""

    DRAFT = "draft", _("concept")
    ISSUED = "issued", _("verstuurd")


class DocumentKindChoice(models.TextChoices):
    """The kinds, as in `invoicing.documents.DocumentKind`."""

    INVOICE = "invoice", _("factuur")
    CREDIT_NOTE = "credit_note", _("creditnota")


class Document(models.Model):
    """An invoice or credit note. Amounts in EUR; those of a credit note are positive."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="documents")
    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(
        max_length=12, choices=DocumentKindChoice, default=DocumentKindChoice.INVOICE
    )
    state = models.CharField(max_length=8, choices=DocumentState, default=DocumentState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    number = models.CharField(max_length=40, blank=True)
    # Where its number was taken: empty for drafts and for documents of another program.
    number_series = models.ForeignKey(
        NumberSeries,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="documents",
        db_index=False,
    )
    series_number = models.PositiveIntegerField(null=True, blank=True)
    customer = models.ForeignKey(
        Customer, null=True, on_delete=models.PROTECT, related_name="documents"
    )
    original = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="credit_notes"
    )
    original_number = models.CharField(max_length=40, blank=True)
    original_date = models.DateField(null=True, blank=True)
    issue_date = models.DateField(_("factuurdatum"), null=True, blank=True)
    tax_point = models.DateField(_("leveringsdatum"), null=True, blank=True)
    due_date = models.DateField(_("vervaldatum"), null=True, blank=True)
    payment_term_days = models.PositiveSmallIntegerField(_("betaaltermijn in dagen"), default=30)
    currency = models.CharField(max_length=3, default="EUR")
    language = models.CharField(max_length=2, default="nl")
    prices_include_vat = models.BooleanField(_("prijzen inclusief btw"), default=False)
    customer_reference = models.CharField(_("referentie van de klant"), max_length=100, blank=True)
    note = models.TextField(_("opmerking"), blank=True)
    order_reference = models.CharField(_("ordernummer"), max_length=100, blank=True)
    contract_reference = models.CharField(_("contractnummer"), max_length=100, blank=True)
    period_start = models.DateField(_("periode van"), null=True, blank=True)
    period_end = models.DateField(_("periode tot en met"), null=True, blank=True)
    delivery_country = models.CharField(_("land van levering"), max_length=2, blank=True)
    is_advance = models.BooleanField(_("voorschotfactuur"), default=False)
    payment_reference = models.CharField(max_length=140, blank=True)
    # The condition as it was when the draft was saved: {key, code, name, days, ...}.
    payment_condition = models.JSONField(default=dict, blank=True)
    payment_method = models.CharField(
        max_length=12, choices=PaymentMethodChoice, default=PaymentMethodChoice.TRANSFER
    )
    mandate_reference = models.CharField(max_length=35, blank=True)
    mandate_date = models.DateField(null=True, blank=True)
    discount_percent = models.DecimalField(
        _("korting op het geheel %"), max_digits=5, decimal_places=2, default=0
    )
    discount_amount = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    cash_discount_percent = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    cash_discount_days = models.PositiveSmallIntegerField(default=0)
    cash_discount_amount = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    g_account_percent = models.DecimalField(
        _("deel op de G-rekening %"), max_digits=5, decimal_places=2, default=0
    )
    g_amount = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    g_iban = models.CharField(max_length=34, blank=True)
    seller = models.JSONField(default=dict)
    buyer = models.JSONField(default=dict)
    extra = models.JSONField(default=dict, blank=True)
    extra_definitions = models.JSONField(default=dict, blank=True)
    mentions = models.JSONField(default=list, blank=True)
    net = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    vat = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    gross = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    is_imported = models.BooleanField(default=False)
    # Of another seller: only in a test account. Its number belongs to nobody's series here.
    is_foreign = models.BooleanField(default=False)
    source_digest = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "kind", "number"],
                condition=~models.Q(number="") & models.Q(is_foreign=False),
                name="document_number_unique",
            ),
            models.UniqueConstraint(
                fields=["number_series", "series_number"],
                condition=models.Q(series_number__isnull=False),
                name="a_number_is_taken_once",
            ),
            models.UniqueConstraint(
                fields=["account", "source_digest"],
                condition=~models.Q(source_digest=""),
                name="imported_file_unique",
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft", number="")
                | (
                    models.Q(state="issued", issue_date__isnull=False, due_date__isnull=False)
                    & ~models.Q(number="")
                ),
                name="only_issued_documents_have_a_number",
            ),
            # Rounded: SQLite keeps decimals as floats, where 187.80 + 39.44 is not quite 227.24.
            models.CheckConstraint(
                condition=models.Q(gross=Round(models.F("net") + models.F("vat"), precision=2)),
                name="document_gross_is_net_plus_vat",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "-issue_date", "-id"]),
            models.Index(fields=["account", "state", "due_date"]),
            models.Index(fields=["account", "payment_reference"]),
        ]

    def __str__(self) -> str:
        return self.number or f"concept {self.public_id}"

    @property
    def is_issued(self) -> bool:
        """Whether the document is frozen."""
        return self.state == DocumentState.ISSUED


class DocumentLine(models.Model):
    """One line; `net`, `vat` and `gross` are the line's shares, in EUR."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    description = models.TextField(_("omschrijving"), blank=True)
    quantity = models.DecimalField(_("aantal"), max_digits=14, decimal_places=4, default=1)
    unit = models.CharField(_("eenheid"), max_length=20, blank=True)
    unit_price = models.DecimalField(_("prijs"), max_digits=14, decimal_places=4, default=0)
    discount_percent = models.DecimalField(
        _("korting %"), max_digits=5, decimal_places=2, default=0
    )
    treatment = models.CharField(_("btw-stelsel"), max_length=30, default="domestic")
    vat_rate = models.DecimalField(_("btw %"), max_digits=5, decimal_places=2, default=21)
    revenue_group = models.ForeignKey(
        RevenueGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    revenue_group_key = models.CharField(max_length=40, blank=True)
    net = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    vat = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    document_discount = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    product = models.ForeignKey(
        Product, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    product_code = models.CharField(max_length=30, blank=True)
    nature = models.CharField(_("soort"), max_length=12, choices=Nature, blank=True)
    rate_name = models.CharField(max_length=20, blank=True)
    # The country whose VAT is charged (OSS); empty for the seller's own.
    vat_country = models.CharField(max_length=2, blank=True)
    cost_centre = models.CharField(_("kostenplaats"), max_length=20, blank=True)
    deferred_from = models.DateField(_("over te dragen vanaf"), null=True, blank=True)
    deferred_to = models.DateField(_("over te dragen tot en met"), null=True, blank=True)
    # Of a credit note: the line that is credited. PROTECT: it belongs to an issued document.
    original_line = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="credit_lines"
    )
    # Of a final invoice: the advance invoice that this line takes off.
    advance = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="deductions"
    )
    advance_number = models.CharField(max_length=40, blank=True)
    extra = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering: ClassVar = ["position", "id"]

    def __str__(self) -> str:
        return f"{self.document} / {self.position}"


class DocumentVatTotal(models.Model):
    """The sum per (treatment, rate, country), in EUR; `base` where VAT is not on `net`."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="vat_totals")
    treatment = models.CharField(max_length=30)
    rate = models.DecimalField(max_digits=5, decimal_places=2)
    country = models.CharField(max_length=2, blank=True)
    net = models.DecimalField(max_digits=14, decimal_places=2)
    vat = models.DecimalField(max_digits=14, decimal_places=2)
    base = models.DecimalField(max_digits=14, decimal_places=2, null=True)

    class Meta:
        ordering: ClassVar = ["-rate", "treatment", "country"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document", "treatment", "rate", "country"],
                name="one_vat_total_per_rate",
            )
        ]

    def __str__(self) -> str:
        return f"{self.document}: {self.treatment} {self.rate} %"


class DocumentFile(models.Model):
    """A file made from an issued document, kept with its hash and never made again differently."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField(max_length=4)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "kind"], name="one_file_per_kind")
        ]

    def __str__(self) -> str:
        return f"{self.document}.{self.kind}"
