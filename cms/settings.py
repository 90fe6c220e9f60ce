"""The one settings file: environment in, safe for development, stops at a malformed value.

Every name read here is described in docs/settings.md.
"""

import logging
from pathlib import Path

from django.utils.csp import CSP
from environs import Env, validate

from cms import pool
from cms.enum_names import ENUM_NAMES

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()

# What kind of house this is
DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("DEMO", False)
DATA_DIR = env.path("DATA_DIR", BASE_DIR / ".demo")
# A name with nothing behind it would be a key that everybody knows.
key = validate.Length(min=32, error="32 characters or more")
SECRET_KEY = (
    env.str("SECRET_KEY", "only-for-development") if DEBUG or DEMO else env.str("SECRET_KEY", validate=key)
)
# Outside the database on purpose, and apart from SECRET_KEY: renewing that must not make new people of old.
CI_KEY = env.str("CI_KEY", SECRET_KEY) if DEBUG or DEMO else env.str("CI_KEY", validate=key)
REF_KEY = env.str("REF_KEY", SECRET_KEY) if DEBUG or DEMO else env.str("REF_KEY", validate=key)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
ALLOWED_ORIGINS: list[str] = env.list("ALLOWED_ORIGINS", [])
CSRF_TRUSTED_ORIGINS = ALLOWED_ORIGINS
TRUSTED_PROXIES: list[str] = env.list("TRUSTED_PROXIES", [])
BASE_URL = env.str("BASE_URL", "http://127.0.0.1:8000")
HTTPS = env.bool("HTTPS", False)

INSTALLED_APPS = [
    "daphne",
    "cms",
    "pledges",
    "deliberation",
    "committees",
    "surveys",
    "referrals",
    "letters",
    "search",
    "papers",
    "realtime",
    "district",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "district.apps.DeskPeopleConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.api.v3",
    "wagtail",
    "modelcluster",
    "taggit",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "channels",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.headless",
    "allauth.socialaccount",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "cms.watching.Counted",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "cms.middleware.DeskPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cms.middleware.LanguageByChoice",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.middleware.BoundedHeadless",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "cms.middleware.DeskDoor",
    "cms.middleware.PagesAreRead",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "cms.middleware.RefusalsSpoken",
]

ROOT_URLCONF = "cms.urls"
ASGI_APPLICATION = "cms.asgi.application"
APPEND_SLASH = True
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
                "django.template.context_processors.csp",
                "cms.context_processors.house",
            ],
        },
    },
]

# Rows and messages: embedded by default, PostgreSQL and Valkey by two addresses
DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{DATA_DIR / 'cheong.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATA_DIR.mkdir(parents=True, exist_ok=True)  # SQLite makes the file, never the folder
    # A file is opened once a thread: doing it for each request cost more than most requests do.
    DATABASES["default"]["CONN_MAX_AGE"] = None
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
    }
else:
    # Each connection is tried before it is used: PostgreSQL may have started anew since.
    tried = {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}
    DATABASES["default"] |= tried | {"OPTIONS": {"pool": pool.OPTIONS, "connect_timeout": 5}}
REDIS_URL = env.str("REDIS_URL", "")
CACHES = {
    "default": (
        {"BACKEND": "cms.cache.ForgivingCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SCORER = env.str("SCORER", "deliberation.scorer.by_watchwords")
TASKS = {"default": {"BACKEND": env.str("TASKS_BACKEND", "django_tasks_db.DatabaseBackend")}}

# People and their doors
AUTH_USER_MODEL = "district.Person"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "district.backends.OfficeBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "district.adapters.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "cms.forms.SignupForm"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = env.str("ACCOUNT_EMAIL_VERIFICATION", "optional")
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
STAFF_SECOND_FACTOR = env.str("STAFF_SECOND_FACTOR", "offered" if DEMO or DEBUG else "required")
if STAFF_SECOND_FACTOR not in {"required", "offered", "off"}:
    raise ValueError("STAFF_SECOND_FACTOR: required, offered or off")
IDENTITY_PROVIDERS = env.list(
    "IDENTITY_PROVIDERS", ["district.identity.DevelopmentProvider"] if DEBUG or DEMO else []
)
HEADLESS_ENABLED = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
# A social account too is asked for its consent before it is opened.
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_PROVIDERS: dict = {}
# A browser follows the sign-in form to them only if the CSP names them.
SIGN_IN_ORIGINS: list[str] = []
for provider, prefix, origin in (
    ("kakao", "KAKAO", "https://kauth.kakao.com"),
    ("naver", "NAVER", "https://nid.naver.com"),
):
    # An installed provider without keys answers 500, so it is shown only once it has them.
    if env.str(f"{prefix}_CLIENT_ID", ""):
        SIGN_IN_ORIGINS.append(origin)
        INSTALLED_APPS.append(f"allauth.socialaccount.providers.{provider}")
        SOCIALACCOUNT_PROVIDERS[provider] = {
            "APPS": [{"client_id": env.str(f"{prefix}_CLIENT_ID"), "secret": env.str(f"{prefix}_SECRET")}]
        }
if env.str("OIDC_SERVER_URL", ""):
    SIGN_IN_ORIGINS.append("/".join(env.str("OIDC_SERVER_URL").split("/")[:3]))
    INSTALLED_APPS.append("allauth.socialaccount.providers.openid_connect")
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": "oidc",
                "name": env.str("OIDC_NAME", "OpenID"),
                "client_id": env.str("OIDC_CLIENT_ID"),
                "secret": env.str("OIDC_SECRET"),
                "settings": {"server_url": env.str("OIDC_SERVER_URL")},
            }
        ]
    }

# The live layer: a pace is so many in so many seconds; sizes and times were measured (docs/protocol.md)
pace = validate.Regexp(r"[1-9][0-9]*/[1-9][0-9]*\Z", error="so many in so many seconds, as 30/60")
PACE_PERSON = env.str("PACE_PERSON", "30/60", validate=pace)
PACE_ADDRESS = env.str("PACE_ADDRESS", "3000/60", validate=pace)
PACE_FRAMES = env.str("PACE_FRAMES", "60/10", validate=pace)
LAYER_PREFIX = env.str("LAYER_PREFIX", "cheong")
TICKET_SECONDS = env.int("TICKET_SECONDS", 60)
RESUME_SECONDS = env.float("RESUME_SECONDS", 10)
RESYNC_EVENTS = env.int("RESYNC_EVENTS", 500)
REORDER_SECONDS = env.float("REORDER_SECONDS", 0.05)
COMPARE_SECONDS = env.float("COMPARE_SECONDS", 1.5)
BATCH_SECONDS = env.float("BATCH_SECONDS", 0.05)
TALLY_SECONDS = env.float("TALLY_SECONDS", 0.25)
PRESENCE_SECONDS = env.float("PRESENCE_SECONDS", 2)
PRESENCE_BEAT_SECONDS = env.float("PRESENCE_BEAT_SECONDS", 10)
HALL_SECONDS = env.float("HALL_SECONDS", 30)
PENDING_BYTES = env.int("PENDING_BYTES", 256 * 1024)
LAG_SECONDS = env.float("LAG_SECONDS", 30)
DIRECT_WRITES = env.bool("DIRECT_WRITES", True)
STREAM_SECONDS = env.float("STREAM_SECONDS", 300)
STREAM_BEAT_SECONDS = env.float("STREAM_BEAT_SECONDS", 15)
STREAM_RETRY_SECONDS = env.int("STREAM_RETRY_SECONDS", 2)
STREAM_READERS = env.int("STREAM_READERS", 500)
READ_THREADS = env.int("READ_THREADS", 2)
COMMAND_THREADS = env.int("COMMAND_THREADS", 6)

# Words, time and place
LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", "한국어"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Seoul"
USE_I18N = True
USE_TZ = True

# Files
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Folded already, or read by the house itself: no browser asks for the eleven megabytes of letters of PDFs.
FOLDED = ["jpg", "jpeg", "png", "webp", "zip", "gz", "br", "woff", "woff2", "ttf"]
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = FOLDED
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
PRIVATE_ROOT = DATA_DIR / "private"
# Private halves of running secret votes: one folder for all processes, in no backup (docs/secret-votes.md).
BALLOT_KEYS = env.path("BALLOT_KEYS", DATA_DIR / "ballot-keys")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Letters: a demo's lie in a folder where they can be read; a real house names its mail server
MAIL_BACKEND = "django.core.mail.backends.{}.EmailBackend".format("filebased" if DEMO else "console")
MAILERS: dict = {"default": {"BACKEND": env.str("MAIL_BACKEND", MAIL_BACKEND), "OPTIONS": {}}}
if MAILERS["default"]["BACKEND"].endswith("filebased.EmailBackend"):
    MAILERS["default"]["OPTIONS"] = {"file_path": DATA_DIR / "outbox"}
elif MAILERS["default"]["BACKEND"].endswith("smtp.EmailBackend"):
    MAILERS["default"]["OPTIONS"] = {
        "host": env.str("MAIL_HOST"),
        "port": env.int("MAIL_PORT", 587),
        "username": env.str("MAIL_USER", ""),
        "password": env.str("MAIL_PASSWORD", ""),
        "use_tls": env.bool("MAIL_TLS", True),
        "timeout": 30,
    }
# The name beside it is the district's own.
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", "no-reply@cheong.example")
LETTER_BUNDLE_SECONDS = env.int("LETTER_BUNDLE_SECONDS", 600)
LETTER_DOUBT_SECONDS = env.int("LETTER_DOUBT_SECONDS", 900)
LETTER_ROUND = env.int("LETTER_ROUND", 200)
# Web push wakes browsers once the house has a key; the services of the browsers that there are.
VAPID_PRIVATE_KEY = env.str("VAPID_PRIVATE_KEY", "")
VAPID_CONTACT = env.str("VAPID_CONTACT", DEFAULT_FROM_EMAIL)
PUSH_ORIGINS: list[str] = env.list(
    "PUSH_ORIGINS",
    [
        "https://fcm.googleapis.com",
        "https://updates.push.services.mozilla.com",
        "https://*.push.apple.com",
        "https://*.notify.windows.com",
    ],
)
# 알림톡 needs a key for the numbers (the first seals, all of them open) and a gateway.
PHONE_KEYS: list[str] = env.list("PHONE_KEYS", [SECRET_KEY] if DEBUG or DEMO else [])
if any(len(each) < 32 for each in PHONE_KEYS) and not (DEBUG or DEMO):
    raise ValueError("PHONE_KEYS: 32 characters or more each")
TALK_BACKEND = env.str("TALK_BACKEND", "letters.roads.gateway.Console")
TALK_URL = env.str("TALK_URL", "")
TALK_KEY = env.str("TALK_KEY", "")
if TALK_BACKEND.endswith(".Http") and not (TALK_URL and TALK_KEY):
    raise ValueError("TALK_URL, TALK_KEY: needed with a gateway")
TALK_SENDER = env.str("TALK_SENDER", "")
SMS_SENDER = env.str("SMS_SENDER", "")

# API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.SessionAuthentication",
        "allauth.headless.contrib.rest_framework.authentication.XSessionTokenAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["district.intake.BoundedJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "district.refusals.exception_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Cheong (청, 聽)",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "PREPROCESSING_HOOKS": ["cms.api.ours_only"],
    "ENUM_NAME_OVERRIDES": ENUM_NAMES,
}

# The headless CMS
WAGTAIL_SITE_NAME = "온라인관악청"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILADMIN_LOGIN_URL = "/accounts/login/"
# Passwords and addresses have one door, allauth's: Wagtail's own forms know no second factor.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_AUTOSAVE_INTERVAL = 0
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_I18N_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILAPI_DOCS_ENABLED = False
WAGTAILAPI_BASE_URL = BASE_URL
CMS_WRITE_TOKENS = env.bool("CMS_WRITE_TOKENS", False)
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "cms.desk_search"}}
WAGTAILDOCS_EXTENSIONS = ["pdf", "hwpx", "docx", "xlsx", "png", "jpg", "webp", "txt", "csv"]
TAGGIT_CASE_INSENSITIVE = True

# Safety
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "connect-src": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
    "base-uri": [CSP.SELF],
    "form-action": [CSP.SELF, *SIGN_IN_ORIGINS],
    "object-src": [CSP.NONE],
}
CSRF_FAILURE_VIEW = "cms.views.errors.stale_form"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "SAMEORIGIN"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# The API's own bound of 256 KB stands in district.intake; an editor's page with many blocks is larger.
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

# Watching the house
token = validate.Regexp(r"([!-~]{16,})?\Z", error="16 characters or more, none of them a space")
METRICS_TOKEN = env.str("METRICS_TOKEN", "", validate=token)
LOG_LEVEL = env.log_level("LOG_LEVEL", logging.INFO)
LOG_FORMAT = env.str("LOG_FORMAT", "line")
if LOG_FORMAT not in {"line", "json"}:
    raise ValueError("LOG_FORMAT: line or json")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "cms.logs.Line"}, "json": {"()": "cms.logs.Json"}},
    # On the handler: the worker sets the level of its own loggers.
    "handlers": {"console": {"class": "logging.StreamHandler", "level": LOG_LEVEL, "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "django.tasks": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
        "daphne": {"level": "WARNING"},
        "urllib3": {"level": "WARNING"},  # below it stand the addresses at which residents' browsers wake
        "psycopg.pool": {"level": "ERROR"},  # a database that is away is said once, not at each attempt
    },
}
