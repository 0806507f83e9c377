"""The rows from which document numbers are taken."""

from typing import ClassVar

from django.db import models

from accounts.models import Account


class NumberSeries(models.Model):
    """One series per account, kind and year; locked while a number is taken: no gaps."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="number_series")
    kind = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField(default=0)
    last_issue_date = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "kind", "year"], name="series_year_unique")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}: {self.last_number}"
