"""Django's settings, all of them. What an operator may change is in `environment.py`."""

import os
import sys
import tempfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from guanxi.domain.ground import environment

PACKAGE = Path(__file__).resolve().parent.parent
HOME = environment.home()
GUANXI = environment.load()
TESTING = "pytest" in sys.modules

SECRET_KEY = GUANXI.secret_key.get_secret_value() or ("a key for tests only" if TESTING else "")
if not SECRET_KEY:
    # Commands that need no secret (help, migrations, type checks) may run; nothing may be served.
    SECRET_KEY = os.urandom(32).hex()
DEBUG = GUANXI.debug
if DEBUG and not GUANXI.is_loopback:
    raise ImproperlyConfigured("DEBUG cannot be on when the server is bound to more than loopback.")

STAFF_HOST, PORTAL_HOST, FILES_HOST = GUANXI.hosts
ALLOWED_HOSTS = [STAFF_HOST, PORTAL_HOST, FILES_HOST]
ROOT_URLCONF = "guanxi.config.urls.staff"
URLCONF_BY_HOST = {
    STAFF_HOST: "guanxi.config.urls.staff",
    PORTAL_HOST: "guanxi.config.urls.portal",
    FILES_HOST: "guanxi.config.urls.files",
}
WSGI_APPLICATION = "guanxi.config.wsgi.application"

INSTALLED_APPS = [
    "guanxi.domain.vault",
    "guanxi.domain.jobs",
    "guanxi.domain.timeline",
    "guanxi.domain.intake",
    "guanxi.domain.exports",
    "guanxi.domain.people",
    "guanxi.domain.views",
    "guanxi.domain.customers",
    "guanxi.domain.worklist",
    "guanxi.domain.billing",
    "guanxi.domain.audiences",
    "guanxi.domain.operations",
    "guanxi.domain.interactions",
    "guanxi.domain.classification",
    "guanxi.domain.value",
    "guanxi.design",
    "guanxi.interfaces.workspace",
    "guanxi.interfaces.portal",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "template_partials",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django.contrib.humanize",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "guanxi.interfaces.http.hosts.HostMiddleware",
    "guanxi.interfaces.http.hosts.SessionByHostMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "guanxi.interfaces.http.access.AccessMiddleware",
    "csp.middleware.CSPMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "interfaces/workspace/templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["guanxi.design.templatetags.design"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "guanxi.interfaces.http.shell.shell",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"


def _database() -> dict[str, object]:
    url = GUANXI.database_url or os.environ.get("DATABASE_URL", "")
    if url and not url.startswith("sqlite"):
        return dict(dj_database_url.parse(url, conn_max_age=None, conn_health_checks=True))
    name = url.removeprefix("sqlite:///") if url else str(HOME / "guanxi.sqlite3")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": GUANXI.sqlite_timeout,
            "init_command": (
                "PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; PRAGMA journal_mode=WAL;"
                "PRAGMA synchronous=FULL; PRAGMA mmap_size=268435456; PRAGMA cache_size=-32768;"
                "PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864;"
            ),
        },
        # A file, not memory: a test may start a second process on it.
        "TEST": {"NAME": os.path.join(tempfile.gettempdir(), f"guanxi-test-{os.getpid()}.sqlite3")},
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# Named, not imported: rooms do not look up at the settings' floor.
JOBS_SCHEDULE = "guanxi.config.schedule.SCHEDULE"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else ["django.contrib.auth.hashers.Argon2PasswordHasher"]
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "guanxi.interfaces.workspace.account.adapter.StaffAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_SESSION_REMEMBER = False
MFA_ADAPTER = "allauth.mfa.adapter.DefaultMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "guanxi"
USERSESSIONS_TRACK_ACTIVITY = False

SESSION_COOKIE_NAME = "guanxi_staff"
PORTAL_SESSION_COOKIE_NAME = "guanxi_portal"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
CSRF_USE_SESSIONS = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if GUANXI.scheme == "https":
    SESSION_COOKIE_SECURE = True
    LANGUAGE_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Nothing of another origin, no inline code; `interfaces.http.hosts` tightens it for downloads.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "font-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "guanxi_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = GUANXI.time_zone

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

# smtp://user:password@host:587 ("smtps://" for TLS from the first byte); without it, mail becomes files.
_mail = urlsplit(GUANXI.mail_url)
EMAIL_FILE_PATH = HOME / "mail"
EMAIL_HOST, EMAIL_PORT = _mail.hostname or "", _mail.port or 587
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
EMAIL_USE_SSL = _mail.scheme == "smtps"
EMAIL_USE_TLS = _mail.scheme == "smtp" and bool(EMAIL_HOST_USER)
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if GUANXI.mail_url else 'filebased'}.EmailBackend"
DEFAULT_FROM_EMAIL = GUANXI.mail_from

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"guanxi": {"level": "INFO"}, "django_tasks": {"level": "WARNING"}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
