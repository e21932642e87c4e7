"""Django's settings: the ones for production. What loosens them is an environment variable."""

import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from dateline.config import logs
from dateline.config.environment import Environment, read
from dateline.house.paper import paper
from dateline.readers.account_settings import ACCOUNT_SETTINGS

ENVIRONMENT: Environment = read()
PAPER = paper()
HOME: Path = ENVIRONMENT.home


def _secret() -> str:
    """The key that setup wrote; a passing one before there is any."""
    path = HOME / "secret-key"
    return path.read_text().strip() if path.exists() else secrets.token_urlsafe(48)


def _hosts() -> list[str]:
    own = PAPER.url.split("://", 1)[-1].split("/", 1)[0].rsplit(":", 1)[0]
    return [own, "127.0.0.1", "localhost", "[::1]", *ENVIRONMENT.hosts]


SECRET_KEY = _secret()
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = _hosts()
# Where sources may be fetched from though it lies within our own network; all else there is refused.
GATEWAYS = frozenset(ENVIRONMENT.gateways)
CSRF_TRUSTED_ORIGINS = [PAPER.url]
IS_SECURE = PAPER.url.startswith("https://")

INSTALLED_APPS = [
    "dateline.house",
    "dateline.readers",
    "dateline.licences",
    "dateline.pictures",
    "dateline.wire",
    "dateline.markets",
    "dateline.stories",
    "dateline.comments",
    "dateline.archive",
    "dateline.feeds",
    "dateline.press",
    "dateline.desk",
    "dateline.demo",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.typed_table_block",
    "wagtail.snippets",
    "wagtail.users",
    "wagtail.sites",
    "wagtail.images",
    "wagtail.documents",  # no desk page renders without it, though we keep none
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    "modelcluster",
    "taggit",
    "treebeard",
    "allauth",
    "allauth.account",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "dateline.config.who_asks.WhoAsks",
    "dateline.config.middleware.NewsroomAwayMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "dateline.readers.middleware.DeskNeedsPassword",
    "django.contrib.messages.middleware.MessageMiddleware",
    "dateline.desk.middleware.RefusalsBecomeMessages",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "dateline.config.urls"
WSGI_APPLICATION = "dateline.config.wsgi.application"
APPEND_SLASH = True

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dateline.readers.context.page_context",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

SQLITE: dict[str, Any] = {
    "ENGINE": "dateline.house.sqlite",
    # mode=rw: nothing but `dateline setup` creates a database.
    "NAME": f"file:{HOME / 'newsroom.sqlite3'}?mode=rw",
    "OPTIONS": {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY;"
            "PRAGMA mmap_size=134217728; PRAGMA cache_size=-16000"
        ),
    },
    "CONN_MAX_AGE": None,
    "TEST": {"NAME": str(HOME / "newsroom.sqlite3")},
}
# What libpq is told unless the address says otherwise: a server that is silent is given up within seconds, whether
# it was silent from the first or fell silent while it was asked.
LIBPQ: dict[str, str | int] = {
    "connect_timeout": 3,
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "application_name": "dateline",
}


def _postgresql(parts: dict[str, str]) -> dict[str, Any]:
    """The server that DATABASE_URL names."""
    own = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return {
        "ENGINE": "dateline.house.postgresql",
        **{key: parts.get(name, "") for name, key in own.items()},
        "OPTIONS": LIBPQ | {name: value for name, value in parts.items() if name not in own},
        # Kept open, and looked at before each request and each turn: the server may have been restarted.
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": _postgresql(ENVIRONMENT.database) if ENVIRONMENT.database else SQLITE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

FILES = {
    "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
    "LOCATION": str(HOME / "cache"),
    "OPTIONS": {"MAX_ENTRIES": 20_000},
}
CACHES = {
    "default": {"BACKEND": "dateline.house.cache.Cache", "LOCATION": ENVIRONMENT.cache}
    if ENVIRONMENT.cache
    else FILES
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

LANGUAGE_CODE = PAPER.language
LANGUAGES = [("en", "English"), ("ko", "한국어")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
USE_I18N = True
# Moments on Wagtail's own screens, written as on ours.
FORMAT_MODULE_PATH = ["dateline.config.formats"]
USE_TZ = True
TIME_ZONE = PAPER.zone

STATIC_URL = "/static/"
STATIC_ROOT = str(HOME / "static")
MEDIA_URL = "/desk/media/"
MEDIA_ROOT = str(HOME / "media")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "dateline.config.static.StaticStorage"},
}

AUTH_USER_MODEL = "readers.Reader"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/-/account/login/"
LOGIN_REDIRECT_URL = "/"
globals().update(ACCOUNT_SETTINGS)

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = IS_SECURE
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "dateline.config.dead_ends.form_refused"
CSRF_COOKIE_SECURE = IS_SECURE
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024

WAGTAIL_SITE_NAME = PAPER.name
WAGTAILADMIN_BASE_URL = PAPER.url
WAGTAILIMAGES_IMAGE_MODEL = "pictures.Picture"
# Opens what is uploaded in a child process, and fills in what it says of itself.
WAGTAILIMAGES_IMAGE_FORM_BASE = "dateline.pictures.forms.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 30 * 1024 * 1024
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_AUTO_UPDATE_PREVIEW_INTERVAL = 1000
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": True}}
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["bold", "italic", "link", "ol", "ul", "superscript", "subscript"]},
    }
}

DEFAULT_FROM_EMAIL = ENVIRONMENT.mail_from or f"{PAPER.name} <no-reply@{ALLOWED_HOSTS[0]}>"


def _mail() -> dict[str, Any]:
    """How mail leaves: by SMTP, or as .eml files in a folder."""
    url = ENVIRONMENT.mail
    if url is None:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    if url.scheme == "file":
        return {
            "EMAIL_BACKEND": "dateline.house.mail.EmlBackend",
            "EMAIL_FILE_PATH": unquote(url.netloc + url.path),
        }
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": url.hostname,
        "EMAIL_PORT": url.port or {"smtps": 465}.get(url.scheme, 587),
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_SSL": url.scheme == "smtps",
        "EMAIL_USE_TLS": url.scheme == "smtp+tls",
        "EMAIL_TIMEOUT": 10,
    }


MAIL_IS_SET_UP = ENVIRONMENT.mail is not None
globals().update(_mail())

LOGGING = logs.configuration(ENVIRONMENT.log_level)
