"""How document numbers look, and the rows from which they are taken."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Account

# The year of the one series that runs on through all years.
ALL_YEARS = 0


class YearPlace(models.TextChoices):
    """Where a number shows the year of its document, and in how many digits."""

    NONE = "none", _("geen jaar")
    FULL_BEFORE = "full_before", _("4 cijfers, vóór het nummer")
    SHORT_BEFORE = "short_before", _("2 cijfers, vóór het nummer")
    FULL_AFTER = "full_after", _("4 cijfers, na het nummer")
    SHORT_AFTER = "short_after", _("2 cijfers, na het nummer")


class NumberFormat(models.Model):
    """How the numbers of one kind look; locked while a number is taken or the format changed.

    An account without a row for a kind has the usual format of that kind.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="number_formats")
    kind = models.CharField(max_length=12)
    prefix = models.CharField(_("tekst vooraan"), max_length=10, blank=True)
    year_place = models.CharField(
        _("jaar in het nummer"), max_length=12, choices=YearPlace, default=YearPlace.FULL_BEFORE
    )
    separator = models.CharField(_("teken ertussen"), max_length=1, blank=True, default="-")
    width = models.PositiveSmallIntegerField(_("aantal cijfers"), default=4)
    restarts_yearly = models.BooleanField(_("elk jaar opnieuw vanaf 1"), default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "kind"], name="one_number_format_per_kind"),
            models.CheckConstraint(
                condition=models.Q(restarts_yearly=False) | ~models.Q(year_place=YearPlace.NONE),
                name="yearly_numbers_show_the_year",
            ),
            models.CheckConstraint(
                condition=models.Q(width__gte=3, width__lte=6), name="number_width_3_to_6"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.prefix} {self.year_place} {self.width}"


class NumberSeries(models.Model):
    """One series per account, kind and year; locked while a number is taken: no gaps.

    A kind that does not restart every year has one series, of year 0. `passed_over` are the numbers
    that an imported document had already when it was their turn: pairs of number and text.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="number_series")
    kind = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    first_number = models.PositiveIntegerField(default=1)
    last_number = models.PositiveIntegerField(default=0)
    last_issue_date = models.DateField(null=True)
    passed_over = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "kind", "year"], name="series_year_unique")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}: {self.last_number}"
