"""The logos ever used, kept by their hash: issued documents go on showing theirs."""

from typing import ClassVar

from django.db import models

from accounts.models import Account


class Logo(models.Model):
    """A PNG that was decoded and written anew, never the file as it came in. Never changed."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="logos")
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "sha256"], name="one_logo_per_hash")
        ]

    def __str__(self) -> str:
        return self.sha256[:12]
