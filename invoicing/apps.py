"""The invoicing application."""

from django.apps import AppConfig


class InvoicingConfig(AppConfig):
    """The domain; knows no connector."""

    name = "invoicing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register system checks, database triggers, the loading of VAT rates and the listeners."""
        from accounts import triggers
        from invoicing import activity, checks, guards, receivers

        activity.register()
        checks.register_checks()
        triggers.register(guards.GUARDS)
        receivers.listen(self)
