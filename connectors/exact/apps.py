"""The Exact Online connector application."""

from django.apps import AppConfig


class ExactConfig(AppConfig):
    """Exact Online."""

    name = "connectors.exact"
    label = "connectors_exact"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hang up the system checks."""
        from connectors.exact import checks

        checks.register_checks()
