"""Revenue groups: what the bookkeeper maps to a ledger account."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Account


class RevenueGroup(models.Model):
    """A kind of revenue, such as goods or services; its key never changes."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="revenue_groups")
    key = models.SlugField(max_length=40)
    name = models.CharField(_("naam"), max_length=100)
    is_default = models.BooleanField(default=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "key"], name="revenue_group_key_unique"),
            models.UniqueConstraint(
                fields=["account"],
                condition=models.Q(is_default=True),
                name="one_default_revenue_group",
            ),
        ]

    def __str__(self) -> str:
        return self.name
