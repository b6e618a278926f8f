"""Settings of all environments, read from environment variables, which are listed in `.env.example`.

Secrets can be read from files: `SECRET_KEY_FILE=/run/secrets/key`. The defaults are for `make run` (demo mode);
outside demo mode the portal does not start without its secrets and names the missing ones.
"""

import sys
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from participants.sign_in.providers import oidc_app, origin_of, providers, saml_app
from portal import __version__

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()

# --- environment variables ------------------------------------------------------------------------
DEMO = env.bool("DEMO", False)
LOCAL = env.bool(
    "LOCAL", False
)  # an empty portal by `make run DEMO=0`: no HTTPS, and emails only on the outbox page
DEBUG = env.bool("DEBUG", False)
TESTING = env.bool("TESTING", False)
SECRET_KEY = env.str("SECRET_KEY", "")
DATABASE_URL = env.str("DATABASE_URL", "")
REDIS_URL = env.str("REDIS_URL", "")
SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
HTTPS = env.bool("HTTPS", not (DEMO or LOCAL))
BEHIND_PROXY = env.bool("BEHIND_PROXY", False)
EMAIL_URL = env.str("EMAIL_URL", "")
MAIL_FROM = env.str("MAIL_FROM", "Judicial Training Portal <no-reply@portal.example>")
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(BASE_DIR / "media")))
S3_BUCKET = env.str("S3_BUCKET", "")
S3_ENDPOINT = env.str("S3_ENDPOINT", "")
METRICS_TOKEN = env.str("METRICS_TOKEN", "")
LOG_JSON = env.bool("LOG_JSON", not (DEMO or LOCAL))
# Sign-in with the organisation's own identity provider (docs/operations.md)
OIDC_SERVER_URL = env.str("OIDC_SERVER_URL", "")
OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = env.str("OIDC_CLIENT_SECRET", "")
OIDC_NAME = env.str("OIDC_NAME", "OpenID Connect")
SAML_METADATA_URL = env.str("SAML_METADATA_URL", "")
SAML_ENTITY_ID = env.str("SAML_ENTITY_ID", "")
SAML_NAME = env.str("SAML_NAME", "SAML")
SIGN_IN_DOMAINS = [domain.lower() for domain in env.list("SIGN_IN_DOMAINS", default=[])]
SIGN_IN_ROLES = env.str("SIGN_IN_ROLES", "")
SIGN_IN_SECOND_FACTOR = env.bool("SIGN_IN_SECOND_FACTOR", False)  # the provider asks for it
SITE_NAME = env.str("SITE_NAME", "Judicial Training Portal")
# Until administrators have entered their organisation (/setup/).
SITE_OWNER = env.str("SITE_OWNER", "Network of Supreme and Regional Courts" if DEMO or TESTING else "")

if DEMO or TESTING:
    SECRET_KEY = SECRET_KEY or "demo-only-key-that-signs-nothing-of-value-0123456789-abcdefghijkl"
    DATABASE_URL = DATABASE_URL or "postgres://portal@127.0.0.1:5432/portal"
    REDIS_URL = REDIS_URL or "redis://127.0.0.1:6379/0"
_missing = [
    name
    for name, value in (
        ("SECRET_KEY", SECRET_KEY),
        ("DATABASE_URL", DATABASE_URL),
        ("REDIS_URL", REDIS_URL),
        ("EMAIL_URL", EMAIL_URL or DEMO or LOCAL or TESTING),
        ("METRICS_TOKEN", METRICS_TOKEN or DEMO or TESTING),
    )
    if not value
]
if _missing and not {"collectstatic", "messages"} & set(sys.argv[1:2]):
    raise ImproperlyConfigured(
        f"Set {', '.join(_missing)} (or NAME_FILE for each); only DEMO=1 starts without secrets."
    )

if (OIDC_SERVER_URL or SAML_METADATA_URL) and not SIGN_IN_DOMAINS:
    raise ImproperlyConfigured(
        "Set SIGN_IN_DOMAINS: the email domains for whose addresses the identity provider vouches."
    )

# --- Django ---------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.saml",
    "rest_framework",
    "rest_framework.authtoken",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "csp",
    "pgtrigger",
    "pghistory",
    "portal",
    "participants",
    "assessments",
    "programs",
    "evaluations",
]
MIDDLEWARE = [
    "portal.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.middleware.UserTimezoneMiddleware",
    "portal.owner.current.SiteOwnerMiddleware",
    "portal.languages.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "participants.accounts.second_factor.SecondFactorMiddleware",
    "portal.audit.middleware.AuditMiddleware",
    "portal.ui.middleware.InvalidFormStatusMiddleware",
    "portal.middleware.OutageMiddleware",
]
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.ui.context.page_context",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.l10n",
                "django.templatetags.static",
                "django.templatetags.tz",
                # Last, because some of their tags and filters replace Django's.
                "portal.templatetags.numbers",
                "portal.templatetags.ui",
            ],
        },
    }
]
DATABASES = {"default": env.db_url_config(DATABASE_URL or "postgres://nowhere/none")}
DATABASES["default"].update({"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False})
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "portal",
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
    }
}
FORM_RENDERER = "portal.ui.forms.PortalRenderer"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

# --- people and sign-in ---------------------------------------------------------------------------
AUTH_USER_MODEL = "participants.User"
AUTHENTICATION_BACKENDS = ["participants.accounts.backends.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/home/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "participants.accounts.forms.SignupDetailsForm"
ACCOUNT_ADAPTER = "participants.accounts.adapter.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = None
MFA_ADAPTER = "participants.accounts.adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
SECOND_FACTOR_REQUIRED = not (DEMO or TESTING)  # of coordinators and administrators
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO
MFA_TOTP_ISSUER = SITE_NAME
SOCIALACCOUNT_ADAPTER = "participants.sign_in.adapter.ProviderAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = providers(
    OIDC_SERVER_URL
    and oidc_app(OIDC_SERVER_URL, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME, SIGN_IN_DOMAINS),
    SAML_METADATA_URL and saml_app(SAML_METADATA_URL, SAML_ENTITY_ID, SAML_NAME, SIGN_IN_DOMAINS),
)
USERSESSIONS_TRACK_ACTIVITY = False
SILENCED_SYSTEM_CHECKS: list[str] = []

# --- languages ------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("fr", "Français"),
    ("es", "Español"),
    ("ar", "العربية"),
    ("ru", "Русский"),
    ("zh-hans", "中文"),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
USE_THOUSAND_SEPARATOR = True
FILTERS_EMPTY_CHOICE_LABEL = _("All")
FORMAT_MODULE_PATH = "portal.languages.formats"

# --- files ----------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
_files_backend = (
    {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": S3_ENDPOINT or None,
            "default_acl": "private",
            "file_overwrite": False,
        },
    }
    if S3_BUCKET
    else {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": MEDIA_ROOT}}
)
STORAGES = {
    "default": _files_backend,
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
        # Another user than the one who collects them may serve them; uploads stay private (FILE_UPLOAD_PERMISSIONS).
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    },
}
WHITENOISE_USE_FINDERS = TESTING or DEBUG
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # nothing links to a name without its hash
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [
    *("jpg", "jpeg", "png", "gif", "webp", "zip", "gz", "br", "woff", "woff2"),
    "map",  # source maps of libraries are large and rarely requested
]
FILE_UPLOAD_PERMISSIONS = 0o600
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_BYTES", 20 * 1024 * 1024)

# --- security -------------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_ENGINE = "portal.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "portal.error_pages.csrf_failure"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
# Rate limits use the visitor's address: behind a proxy the last one in X-Forwarded-For, which the proxy adds.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "worker-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *(origin_of(url) for url in (OIDC_SERVER_URL, SAML_METADATA_URL) if url)],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
THROTTLING_ENABLED = True  # portal/access/throttling.py; off only for measurements

# --- mail, jobs, API ------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM
EMAIL_BACKEND = "portal.mail.backend.OutboxEmailBackend"  # stores emails as rows
MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"  # sends them
MAIL_OUTBOX_ONLY = (DEMO or LOCAL) and not EMAIL_URL  # without a mail server the outbox page shows the emails
vars().update({k: v for k, v in env.email_url_config(EMAIL_URL or "smtp://").items() if k != "EMAIL_BACKEND"})
EMAIL_TIMEOUT = 15
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_connect_timeout": 3,
    "socket_timeout": 10,
}
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {"*.documents.*": {"queue": "documents"}}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.SessionAuthentication",
        "portal.access.api_defaults.TokenAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PAGINATION_CLASS": "portal.access.api_defaults.CursorPages",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_THROTTLE_CLASSES": [
        "portal.access.api_defaults.PublicThrottle",
        "portal.access.api_defaults.PersonThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {"anon": "60/min", "user": "600/min"},
    # With 0, visitors cannot evade the limits by a forged X-Forwarded-For header.
    "NUM_PROXIES": 1 if BEHIND_PROXY else 0,
    "EXCEPTION_HANDLER": "portal.access.problems.problem_response",
    "COERCE_DECIMAL_TO_STRING": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Judicial Training Portal API",
    "DESCRIPTION": "The chain from a court's need to a funder's figure. The same rows and rights as the pages.",
    "VERSION": __version__,
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "COMPONENT_SPLIT_REQUEST": True,
}

# Triggers are installed from the code after `migrate`, not by migrations, which would add a minute to a new database.
PGTRIGGER_MIGRATIONS = False
PGTRIGGER_INSTALL_ON_MIGRATE = True

# --- rules of the portal --------------------------------------------------------------------------
SUPPRESSION_K = 5  # docs/glossary.md: results of fewer responses are withheld
JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", 60)
JOB_MAIL_AFTER_SECONDS = env.int("JOB_MAIL_AFTER_SECONDS", 20)
SITE_TAGLINE = _("From a court’s training need to a result that its funder can check.")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"context": {"()": "portal.logs.ContextFilter"}},
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s %(request_id)s %(job_id)s",
        },
        "plain": {"format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s%(job_id)s] %(message)s"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["context"],
            "formatter": "json" if LOG_JSON else "plain",
        }
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.server": {"handlers": ["console"], "propagate": False},
        "fontTools": {"level": "WARNING"},
        "pgtrigger": {"level": "WARNING"},
    },
}
