"""Definitions of the user's own fields, and what is searched of their values."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, new_public_id


class ExtraFieldLevel(models.TextChoices):
    """Where a field stands."""

    DOCUMENT = "document", _("factuur")
    LINE = "line", _("factuurlijn")
    CUSTOMER = "customer", _("klant")
    PRODUCT = "product", _("artikel")


class ExtraFieldType(models.TextChoices):
    """What a field holds."""

    TEXT = "text", _("tekst")
    MULTILINE = "multiline", _("tekst op meer regels")
    INTEGER = "integer", _("geheel getal")
    DECIMAL = "decimal", _("getal met decimalen")
    AMOUNT = "amount", _("bedrag")
    DATE = "date", _("datum")
    PERCENTAGE = "percentage", _("percentage")
    BOOLEAN = "boolean", _("ja of nee")
    CHOICE = "choice", _("keuze uit een lijst")
    URL = "url", _("webadres")


class ExtraField(models.Model):
    """One user-defined field; its values are stored under `key` on what it belongs to.

    Level, type and key never change: values rest on them. `default` is a value as it is stored;
    `automatic` is a text with variables (`invoicing.extra_templates`); a field has one of the two.
    `choices` are the options of a choice, in order: {key, label, archived}.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="extra_fields")
    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    level = models.CharField(_("niveau"), max_length=10, choices=ExtraFieldLevel)
    key = models.SlugField(max_length=40)
    label = models.CharField(_("naam"), max_length=60)
    type = models.CharField(_("soort"), max_length=12, choices=ExtraFieldType)
    hint = models.CharField(_("uitleg"), max_length=200, blank=True)
    default = models.TextField(_("standaardwaarde"), blank=True)
    automatic = models.CharField(_("automatische waarde"), max_length=500, blank=True)
    choices = models.JSONField(_("mogelijkheden"), default=list, blank=True)
    on_pdf = models.BooleanField(_("op de pdf"), default=True)
    required = models.BooleanField(_("verplicht"), default=False)
    order = models.PositiveSmallIntegerField(_("volgorde"), default=0)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering: ClassVar = ["level", "order", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "level", "key"], name="extra_field_key_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(level__in=ExtraFieldLevel.values)
                & models.Q(type__in=ExtraFieldType.values),
                name="extra_field_level_and_type_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(key="") & ~models.Q(label=""), name="extra_field_has_a_name"
            ),
            models.CheckConstraint(
                condition=models.Q(default="") | models.Q(automatic=""),
                name="extra_field_default_or_automatic",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class DocumentExtraText(models.Model):
    """What the search finds of a document's extra values, small letters; there is a row where it
    has any. Its own table: the document itself is frozen once it is issued.
    """

    document = models.OneToOneField(
        "invoicing.Document", on_delete=models.CASCADE, primary_key=True, related_name="extra_text"
    )
    text = models.TextField()

    def __str__(self) -> str:
        return f"{self.document}: {self.text}"
