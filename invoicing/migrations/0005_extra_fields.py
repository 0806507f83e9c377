"""All levels and types of extra fields; what is searched of the values, for old documents too."""

from collections import defaultdict
from datetime import date

import django.db.models.deletion
from django.db import migrations, models


def _words(value):
    try:
        return f"{value} {date.fromisoformat(value):%d-%m-%Y}"
    except ValueError:
        return " ".join(value.split()).casefold()


def fill_search(apps, schema_editor):
    """Until now there were texts and dates, on documents and lines."""
    Document = apps.get_model("invoicing", "Document")
    DocumentLine = apps.get_model("invoicing", "DocumentLine")
    DocumentExtraText = apps.get_model("invoicing", "DocumentExtraText")
    texts = defaultdict(list)
    for pk, extra in Document.objects.exclude(extra={}).values_list("pk", "extra").iterator():
        texts[pk] += map(_words, extra.values())
    lines = DocumentLine.objects.exclude(extra={}).order_by("document_id", "position")
    for pk, extra in lines.values_list("document_id", "extra").iterator():
        texts[pk] += map(_words, extra.values())
    DocumentExtraText.objects.bulk_create(
        (DocumentExtraText(document_id=pk, text="\n".join(found)) for pk, found in texts.items()),
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("invoicing", "0004_number_formats"),
    ]

    operations = [
        migrations.CreateModel(
            name="DocumentExtraText",
            fields=[
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="extra_text",
                        serialize=False,
                        to="invoicing.document",
                    ),
                ),
                ("text", models.TextField()),
            ],
        ),
        migrations.AddField(
            model_name="customer",
            name="extra_text",
            field=models.TextField(blank=True, default="", editable=False),
        ),
        migrations.AddField(
            model_name="extrafield",
            name="automatic",
            field=models.CharField(blank=True, max_length=500, verbose_name="automatische waarde"),
        ),
        migrations.AddField(
            model_name="extrafield",
            name="choices",
            field=models.JSONField(blank=True, default=list, verbose_name="mogelijkheden"),
        ),
        migrations.AddField(
            model_name="extrafield",
            name="default",
            field=models.TextField(blank=True, verbose_name="standaardwaarde"),
        ),
        migrations.AddField(
            model_name="extrafield",
            name="hint",
            field=models.CharField(blank=True, max_length=200, verbose_name="uitleg"),
        ),
        migrations.AddField(
            model_name="product",
            name="extra_text",
            field=models.TextField(blank=True, default="", editable=False),
        ),
        migrations.AlterField(
            model_name="extrafield",
            name="level",
            field=models.CharField(
                choices=[
                    ("document", "factuur"),
                    ("line", "factuurlijn"),
                    ("customer", "klant"),
                    ("product", "artikel"),
                ],
                max_length=10,
                verbose_name="niveau",
            ),
        ),
        migrations.AlterField(
            model_name="extrafield",
            name="type",
            field=models.CharField(
                choices=[
                    ("text", "tekst"),
                    ("multiline", "tekst op meer regels"),
                    ("integer", "geheel getal"),
                    ("decimal", "getal met decimalen"),
                    ("amount", "bedrag"),
                    ("date", "datum"),
                    ("percentage", "percentage"),
                    ("boolean", "ja of nee"),
                    ("choice", "keuze uit een lijst"),
                    ("url", "webadres"),
                ],
                max_length=12,
                verbose_name="soort",
            ),
        ),
        migrations.AddConstraint(
            model_name="extrafield",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("level__in", ["document", "line", "customer", "product"]),
                    (
                        "type__in",
                        [
                            "text",
                            "multiline",
                            "integer",
                            "decimal",
                            "amount",
                            "date",
                            "percentage",
                            "boolean",
                            "choice",
                            "url",
                        ],
                    ),
                ),
                name="extra_field_level_and_type_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="extrafield",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("key", ""), _negated=True), models.Q(("label", ""), _negated=True)
                ),
                name="extra_field_has_a_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="extrafield",
            constraint=models.CheckConstraint(
                condition=models.Q(("default", ""), ("automatic", ""), _connector="OR"),
                name="extra_field_default_or_automatic",
            ),
        ),
        # Last: PostgreSQL alters no table that has rows waiting for their foreign keys.
        migrations.RunPython(fill_search, migrations.RunPython.noop, elidable=True),
    ]
