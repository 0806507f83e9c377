"""Definitions of the user's own fields."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, new_public_id


class ExtraFieldLevel(models.TextChoices):
    """Where a field stands."""

    DOCUMENT = "document", _("factuur")
    LINE = "line", _("factuurlijn")


class ExtraFieldType(models.TextChoices):
    """What a field holds."""

    TEXT = "text", _("tekst")
    MULTILINE = "multiline", _("tekst op meer regels")
    DATE = "date", _("datum")


class ExtraField(models.Model):
    """One user-defined field; its values are stored under `key` on the document or line."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="extra_fields")
    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    level = models.CharField(_("niveau"), max_length=10, choices=ExtraFieldLevel)
    key = models.SlugField(max_length=40)
    label = models.CharField(_("naam"), max_length=60)
    type = models.CharField(_("soort"), max_length=12, choices=ExtraFieldType)
    on_pdf = models.BooleanField(_("op de pdf"), default=True)
    required = models.BooleanField(_("verplicht"), default=False)
    order = models.PositiveSmallIntegerField(_("volgorde"), default=0)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering: ClassVar = ["level", "order", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "level", "key"], name="extra_field_key_unique"
            )
        ]

    def __str__(self) -> str:
        return self.label
