"""The house's settings with nothing in it but the live layer: what a server does to a line needs no more."""

from cms import settings as whole

globals().update({name: getattr(whole, name) for name in dir(whole) if name.isupper()})
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "district",
    "realtime",
]
