"""The Exact Online connector application."""

from django.apps import AppConfig


class ExactConfig(AppConfig):
    """Exact Online."""

    name = "connectors.exact"
    label = "connectors_exact"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hang up the system checks, and say which extra fields are matched."""
        from connectors.exact import checks, extra_field_uses

        checks.register_checks()
        extra_field_uses.register()
