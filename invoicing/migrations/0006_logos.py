"""Logos in a table of their own, by hash; those already set move along."""

import hashlib
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from accounts import clock


def move_logos(apps: Any, _schema_editor: Any) -> None:
    """Keep each company's logo under the hash of what is really there."""
    logos = apps.get_model("invoicing", "Logo").objects
    for company in apps.get_model("invoicing", "Company").objects.exclude(logo_sha256=""):
        content = bytes(company.logo or b"")
        company.logo_sha256 = hashlib.sha256(content).hexdigest() if content else ""
        company.save(update_fields=["logo_sha256"])
        if content:
            logos.create(
                account_id=company.account_id,
                sha256=company.logo_sha256,
                content=content,
                created_at=clock.now(),
            )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("invoicing", "0005_extra_fields"),
    ]

    operations = [
        migrations.CreateModel(
            name="Logo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
                ("created_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="logos",
                        to="accounts.account",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("account", "sha256"), name="one_logo_per_hash")
                ],
            },
        ),
        migrations.RunPython(move_logos, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name="company",
            name="logo",
        ),
    ]
