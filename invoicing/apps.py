"""The invoicing application."""

from django.apps import AppConfig


class InvoicingConfig(AppConfig):
    """The domain; knows no connector."""

    name = "invoicing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the database triggers, the loading of VAT rates and the listeners."""
        from accounts import triggers
        from invoicing import guards, receivers

        triggers.register(guards.GUARDS)
        receivers.listen(self)
