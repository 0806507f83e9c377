"""The Celery application: nudges only, the work itself is in the Job table."""

import os
from logging.config import dictConfig

from celery import Celery
from celery.signals import setup_logging
from django.conf import settings
from kombu.transport import TRANSPORT_ALIASES

TRANSPORT_ALIASES["filesystem"] = "config.queue:Transport"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("boekbrug")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["connectors.core"])


@setup_logging.connect
def log_as_the_rest(**_: object) -> None:
    """Keep Celery from setting up logging of its own: settings.LOGGING holds for all processes."""
    dictConfig(settings.LOGGING)
