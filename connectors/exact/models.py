"""Exact Online's own tables: the user's token chain, the account's settings, and what was read
from Exact."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from accounts.models import Account
from connectors.core.models import Connection
from connectors.core.secrets import EncryptedTextField


class ExactUser(models.Model):
    """One Exact user of one app on one host: the one row of its one token chain (DESIGN section 7).

    `version` fences writers, the lease lets one refresh at a time, and `attempt_at` marks a
    refresh whose answer
    has not been stored: with it set and no lease, the answer was lost.
    """

    host = models.URLField(max_length=200)
    client_id = models.CharField(max_length=64)
    user_id = models.CharField(max_length=64)
    user_name = models.CharField(max_length=200, blank=True)
    access_token = EncryptedTextField(blank=True)
    refresh_token = EncryptedTextField(blank=True)
    token_at = models.DateTimeField(null=True)
    token_asked_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    lease_token = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True)
    attempt_at = models.DateTimeField(null=True)
    retried_lost_at = models.DateTimeField(null=True)
    is_rejected = models.BooleanField(default=False)
    is_shared = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["host", "client_id", "user_id"], name="one_chain_per_exact_user"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_name} ({self.host})"


class OAuthState(models.Model):
    """One round trip to Exact's login: bound to session, account, person and host; 10 minutes;
    single use."""

    digest = models.CharField(max_length=64, unique=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    session_digest = models.CharField(max_length=64)
    host = models.URLField(max_length=200)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.account} {self.created_at:%Y-%m-%d %H:%M:%S}"


class ExactLink(models.Model):
    """What a connection to Exact Online has beside core's row: the user, the division and the
    rights."""

    connection = models.OneToOneField(Connection, on_delete=models.CASCADE, related_name="exact")
    exact_user = models.ForeignKey(ExactUser, on_delete=models.PROTECT, related_name="links")
    division = models.CharField(max_length=20, blank=True)
    division_name = models.CharField(max_length=200, blank=True)
    division_country = models.CharField(max_length=2, blank=True)
    rights = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return f"{self.connection} {self.division}"


class MappingVersion(models.Model):
    """One saved state of the wizard's answers; each attempt remembers the version it used."""

    connection = models.ForeignKey(
        Connection, on_delete=models.CASCADE, related_name="mapping_versions"
    )
    number = models.PositiveIntegerField()
    data = models.JSONField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["connection", "number"], name="mapping_version_unique")
        ]

    def __str__(self) -> str:
        return f"{self.connection} v{self.number}"


class ReferenceSet(models.Model):
    """Reference data of one division as last read from Exact, with its age."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="+")
    division = models.CharField(max_length=20)
    kind = models.CharField(max_length=30)
    rows = models.JSONField(default=list)
    fetched_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["connection", "division", "kind"], name="one_reference_set_per_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.division} {self.kind}"


class RelationLink(models.Model):
    """Which of Exact's relations a customer is; `creating_since` marks one whose creation was
    asked for and not confirmed."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="relations")
    division = models.CharField(max_length=20)
    customer_key = models.CharField(max_length=16)
    relation_id = models.CharField(max_length=64, blank=True)
    relation_code = models.CharField(max_length=18, blank=True)
    creating_since = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["connection", "division", "customer_key"], name="one_relation_per_customer"
            )
        ]

    def __str__(self) -> str:
        return f"{self.customer_key} = {self.relation_code or self.relation_id}"


class Quota(models.Model):
    """The shared limiter: one row per (host, client id, division), reserved before sending."""

    host = models.URLField(max_length=200)
    client_id = models.CharField(max_length=64)
    division = models.CharField(max_length=20)
    version = models.PositiveIntegerField(default=1)
    minute_resets_at = models.DateTimeField(null=True)
    minute_limit = models.PositiveIntegerField(default=60)
    minute_left = models.IntegerField(default=60)
    day_resets_at = models.DateTimeField(null=True)
    day_limit = models.PositiveIntegerField(default=5000)
    day_left = models.IntegerField(default=5000)
    errors = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["host", "client_id", "division"], name="one_quota_per_division"
            )
        ]

    def __str__(self) -> str:
        return f"{self.division}: {self.minute_left}/{self.day_left}"
