"""The settings of a test run: the real ones, in a data folder that is thrown away."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

DATA = Path(tempfile.mkdtemp(prefix="boekbrug-test-"))
atexit.register(shutil.rmtree, DATA, ignore_errors=True)
os.environ["DATA_DIR"] = str(DATA)
os.environ["CLOCK_FILE"] = str(DATA / "clock.json")
os.environ.setdefault("CELERY_BROKER_URL", "memory://")
os.environ["DEBUG"] = "True"
# One queue for each run, which the workers that it starts inherit: runs side by side stay apart.
os.environ.setdefault("TEST_QUEUE", f"boekbrug-test-{os.getpid()}")

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # A file, as in the app: several threads and processes of one test must see the same rows.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}
CELERY_TASK_DEFAULT_QUEUE = os.environ["TEST_QUEUE"]
