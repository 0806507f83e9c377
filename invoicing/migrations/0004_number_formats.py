"""Formats per kind; each document remembers from which series its number was taken.

Documents that were issued before are told so here: what they say stays the same. The guard that
refuses every UPDATE of them is put back when the migrations are done.
"""

import re

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The one format that there was: 2026-0001, and C2026-0001 for a credit note.
OLD_NUMBER = re.compile(r"C?(\d{4})-(\d{4,9})")


def remember_series(apps, schema_editor):
    Document = apps.get_model("invoicing", "Document")
    NumberSeries = apps.get_model("invoicing", "NumberSeries")
    issued = Document.objects.filter(state="issued", is_foreign=False)
    if not issued.exists():
        return
    on_table = " ON invoicing_document" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER IF EXISTS document_no_update{on_table}")
    for series in NumberSeries.objects.all():
        passed_over = []
        for document in issued.filter(account_id=series.account_id, kind=series.kind):
            found = OLD_NUMBER.fullmatch(document.number)
            if not found or int(found[1]) != series.year or int(found[2]) > series.last_number:
                continue
            if document.is_imported:
                passed_over.append([int(found[2]), document.number])
            else:
                Document.objects.filter(pk=document.pk).update(
                    number_series=series, series_number=int(found[2])
                )
        series.passed_over = sorted(passed_over)
        series.save(update_fields=["passed_over"])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("invoicing", "0003_einvoice_with_pdf"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NumberFormat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="number_formats",
                        to="accounts.account",
                    ),
                ),
                ("kind", models.CharField(max_length=12)),
                (
                    "prefix",
                    models.CharField(blank=True, max_length=10, verbose_name="tekst vooraan"),
                ),
                (
                    "year_place",
                    models.CharField(
                        choices=[
                            ("none", "geen jaar"),
                            ("full_before", "4 cijfers, vóór het nummer"),
                            ("short_before", "2 cijfers, vóór het nummer"),
                            ("full_after", "4 cijfers, na het nummer"),
                            ("short_after", "2 cijfers, na het nummer"),
                        ],
                        default="full_before",
                        max_length=12,
                        verbose_name="jaar in het nummer",
                    ),
                ),
                (
                    "separator",
                    models.CharField(
                        blank=True, default="-", max_length=1, verbose_name="teken ertussen"
                    ),
                ),
                (
                    "width",
                    models.PositiveSmallIntegerField(default=4, verbose_name="aantal cijfers"),
                ),
                (
                    "restarts_yearly",
                    models.BooleanField(default=True, verbose_name="elk jaar opnieuw vanaf 1"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("account", "kind"), name="one_number_format_per_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("restarts_yearly", False),
                            models.Q(("year_place", "none"), _negated=True),
                            _connector="OR",
                        ),
                        name="yearly_numbers_show_the_year",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("width__gte", 3), ("width__lte", 6)),
                        name="number_width_3_to_6",
                    ),
                ]
            },
        ),
        migrations.AddField(
            model_name="numberseries",
            name="first_number",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="numberseries",
            name="passed_over",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="document",
            name="number_series",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="documents",
                to="invoicing.numberseries",
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="series_number",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                condition=models.Q(("series_number__isnull", False)),
                fields=("number_series", "series_number"),
                name="a_number_is_taken_once",
            ),
        ),
        # Last: PostgreSQL alters no table that has rows waiting for their foreign keys.
        migrations.RunPython(remember_series, migrations.RunPython.noop, elidable=True),
    ]
