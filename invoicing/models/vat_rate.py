"""VAT rates with their validity dates, per country."""

from typing import ClassVar

from django.db import models


class VatRate(models.Model):
    """A named rate of a country, valid from `valid_from` through `valid_to` (included)."""

    country = models.CharField(max_length=2)
    name = models.CharField(max_length=20)
    percentage = models.DecimalField(max_digits=5, decimal_places=2)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["country", "name", "valid_from"], name="vat_rate_start_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.name} {self.percentage} %"
