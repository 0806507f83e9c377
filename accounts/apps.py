"""The accounts application."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who may act, for which account, on which plan."""

    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hang up the system checks and the installing of every database trigger."""
        from accounts import activity_words, checks, guards, triggers

        activity_words.register()
        checks.register_checks()
        triggers.register(guards.GUARDS)
        triggers.install_after_migrations(self)
