from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("invoicing", "0002_conditions_suppliers_products"),
    ]

    operations = [
        migrations.AddField(
            model_name="company",
            name="einvoice_with_pdf",
            field=models.BooleanField(default=True, verbose_name="pdf in de e-factuur"),
        ),
    ]
