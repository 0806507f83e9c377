"""All settings in one place, read from the environment (or `.env`); none is needed for the demo."""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.environment import data_folder, port

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
env.read_env(BASE_DIR / ".env")

# -- What kind of process this is -----------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=True)
DATA_DIR = data_folder(env.str("DATA_DIR", default=str(BASE_DIR / "data")))
PORT = port(env.str("PORT", default="8000"), "PORT")
SIMULATOR_PORT = port(env.str("SIMULATOR_PORT", default="8001"), "SIMULATOR_PORT")
CLOCK_FILE = env.str("CLOCK_FILE", default=str(DATA_DIR / "clock.json") if DEBUG else "")

DEMO_SECRET = "demo-only-secret-key-not-for-production-0123456789abcdef"  # noqa: S105
SECRET_KEY = env.str("SECRET_KEY", default=DEMO_SECRET if DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY must be set when DEBUG is off.")
# Fernet keys for secrets at rest, newest first (docs/operations.md says how to make one).
DEMO_ENCRYPTION_KEY = "Ym9la2JydWctZGVtby1vbmx5LWtleS0zMi1ieXRlcyE="
ENCRYPTION_KEYS = env.list("ENCRYPTION_KEYS", default=[DEMO_ENCRYPTION_KEY] if DEBUG else [])
if not ENCRYPTION_KEYS:
    raise ImproperlyConfigured("ENCRYPTION_KEYS must be set when DEBUG is off.")
# Who the demo data makes (`manage.py demo`) and `make run` prints: e-mail address, password.
DEMO_LOGIN = ("demo@boekbrug.example", "boekbrug-demo")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"] if DEBUG else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
BASE_URL = env.str("BASE_URL", default=f"http://127.0.0.1:{PORT}")

INSTALLED_APPS = [
    "config",
    "accounts",
    "invoicing",
    "connectors.core",
    "connectors.exact",
    "bootstrap",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]
CONNECTORS = ["connectors.exact.connector.ExactConnector"]

MIDDLEWARE = [
    "config.health.HealthMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.UserLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.errors.OwnErrorPages",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "config.form_renderer.FormRenderer"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context_processors.access",
                "connectors.core.context_processors.shell",
            ],
            "builtins": ["invoicing.templatetags.boekbrug"],
        },
    }
]

# -- Database -------------------------------------------------------------------------------------
SQLITE_OPTIONS = {
    # IMMEDIATE: a deferred transaction that turns into a writer fails under concurrency.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;",
}
DATABASES = {
    "default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'boekbrug.sqlite3'}")
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

# -- Accounts -------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"accounts.passwords.{name}"}
    for name in ("NotLikeYou", "LongEnough", "NotCommon", "NotOnlyDigits")
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupForm"
EMAIL_URL = env.str("EMAIL_URL", default="")
# With mail, signing up needs a confirmed address: only so a taken address answers as a free one.
ACCOUNT_EMAIL_VERIFICATION = env.str(
    "ACCOUNT_EMAIL_VERIFICATION", default="mandatory" if EMAIL_URL else "optional"
)
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
LOGIN_REDIRECT_URL = "/"
ACCOUNT_PASSWORD_CHANGE_REDIRECT_URL = LOGIN_REDIRECT_URL
# A mail to the person when the password or the two-factor login changes.
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_ADAPTER = "accounts.login_adapter.LoginAdapter"
MFA_ADAPTER = "accounts.two_factor.TwoFactorAdapter"
MFA_FORMS = {
    "authenticate": "accounts.two_factor_forms.LoginCodeForm",
    "reauthenticate": "accounts.two_factor_forms.ConfirmCodeForm",
    "activate_totp": "accounts.two_factor_forms.FirstCodeForm",
}
MFA_RECOVERY_CODES_SHOW_ONCE = True
# Whether an address must be confirmed is said above; whoever came in may protect their login.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# A phone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODE_COUNT = 10
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
EMAIL_CONFIG = env.email_url_config(EMAIL_URL or "consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Boekbrug <post@boekbrug.example>")
PLANS_WITH_CONNECTORS = ("pro", "business")

# -- Language and time ----------------------------------------------------------------------------
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Brussels"

# -- Static files: from our own folder and from locked packages ------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_MAX_AGE = 3600
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
MEDIA_ROOT = DATA_DIR / "media"

# -- Exact Online ---------------------------------------------------------------------------------
SIMULATOR_URL = f"http://127.0.0.1:{SIMULATOR_PORT}"
EXACT_BASE_URL = env.str("EXACT_BASE_URL", default=SIMULATOR_URL if DEBUG else "").rstrip("/")
EXACT_CLIENT_ID = env.str(
    "EXACT_CLIENT_ID", default="5b8f1c1e-0d52-4c3e-9a54-0b7a4b1f2c11" if DEBUG else ""
)
EXACT_CLIENT_SECRET = env.str("EXACT_CLIENT_SECRET", default="simulator-secret" if DEBUG else "")
EXACT_REDIRECT_URL = env.str("EXACT_REDIRECT_URL", default=f"{BASE_URL}/connect/exact/callback/")
EXACT_ALLOW_SIMULATOR = env.bool("EXACT_ALLOW_SIMULATOR", default=DEBUG)
# The demo starts its own simulator unless Exact is somewhere else.
EXACT_SIMULATOR = DEBUG and EXACT_BASE_URL == SIMULATOR_URL
EXACT_COUNTRY_HOSTS = {
    "NL": "https://start.exactonline.nl",
    "BE": "https://start.exactonline.be",
    "DE": "https://start.exactonline.de",
    "GB": "https://start.exactonline.co.uk",
    "FR": "https://start.exactonline.fr",
    "ES": "https://start.exactonline.es",
    "US": "https://start.exactonline.com",
}
# An address that is none of Exact's own: accounts made here are for practice.
PRACTICE = bool(EXACT_BASE_URL) and EXACT_BASE_URL not in EXACT_COUNTRY_HOSTS.values()
EXACT_FORM_HOSTS = [EXACT_BASE_URL] if EXACT_BASE_URL else list(EXACT_COUNTRY_HOSTS.values())
EXACT_CONNECT_TIMEOUT = env.float("EXACT_CONNECT_TIMEOUT", default=5.0)
EXACT_READ_TIMEOUT = env.float("EXACT_READ_TIMEOUT", default=90.0)

# -- E-invoices: the rules of Peppol and NLCIUS, which no package has (docs/operations.md) ---------
UBL_RULES_DIR = env.str("UBL_RULES_DIR", default="")

# -- Security -------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [SELF],
        "frame-src": [SELF],
        "base-uri": [NONE],
        # 'Koppeling opzetten' is a form post that redirects to Exact; browsers check that too.
        "form-action": [SELF, *EXACT_FORM_HOSTS],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
# An invoice has up to 500 lines (draft_content.LINE_LIMIT) of up to 30 fields; a text that is too
# long must still come in, to be told so beside its field.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 16_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "config.uploads.SmallUploads",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
if not DEBUG:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# -- Celery: only the nudge; the truth is the Job table --------------------------------------------
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="filesystem://localhost//")
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
CELERY_TIMEZONE = "UTC"
if CELERY_BROKER_URL.startswith("filesystem"):
    QUEUE_DIR = DATA_DIR / "queue"
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
        "data_folder_in": str(QUEUE_DIR),
        "data_folder_out": str(QUEUE_DIR),
        "control_folder": str(DATA_DIR / "queue-control"),
        "store_processed": False,
        "polling_interval": 0.05,
    }
    QUEUE_DIR.mkdir(exist_ok=True)
    (DATA_DIR / "queue-control").mkdir(exist_ok=True)
else:
    # visibility must exceed the hard time limit, or the broker hands a running task out again.
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 900, "unacked_restore_throttle": 1}
SWEEP_SECONDS = env.int("SWEEP_SECONDS", default=5)
PAYMENT_PULL_MINUTES = env.int("PAYMENT_PULL_MINUTES", default=15)
CELERY_BEAT_SCHEDULE = {
    # `expires`: otherwise a worker that was stopped catches up on every tick that it missed.
    "sweep": {
        "task": "connectors.core.tasks.sweep",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": SWEEP_SECONDS},
    },
    "schedule-pulls": {
        "task": "connectors.core.tasks.schedule_pulls",
        "schedule": 30,
        "options": {"expires": 25},
    },
}

# -- Logging: to standard output; tokens never get near a log line ---------------------------------
LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    # Celery reports every task at INFO, and the sweep runs every few seconds.
    "loggers": {"celery": {"level": "WARNING" if LOG_LEVEL == "INFO" else LOG_LEVEL}},
}
