"""The WSGI entry: `gunicorn wsgi:app`."""

from calendar_app.app import create_app
from calendar_app.foundation.settings import Settings

app = create_app(Settings.from_env())
