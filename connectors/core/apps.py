"""The connector core application."""

from django.apps import AppConfig


class ConnectorsCoreConfig(AppConfig):
    """Connections, jobs, bookings, call log."""

    name = "connectors.core"
    label = "connectors_core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to the named announcements of invoicing."""
        from connectors.core import activity, receivers

        activity.register()
        receivers.listen()
