"""What every page shares: one database session per request, headers, errors, guard against forged forms."""

import logging
import math
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFError, CSRFProtect
from jinja2 import Environment, pass_environment
from jinja2.filters import do_truncate
from markupsafe import Markup
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from calendar_app.foundation import assets, i18n
from calendar_app.foundation.clock import Clock, SystemClock
from calendar_app.foundation.db import Database
from calendar_app.foundation.i18n import known_language
from calendar_app.foundation.sessions import DatabaseSessions, has_session
from calendar_app.foundation.settings import Settings
from calendar_app.foundation.zones import to_wall, zone_names

log = logging.getLogger(__name__)

LONGEST_FORM = 8 * 1024 * 1024
CONTENT_SECURITY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

csrf = CSRFProtect()
limiter = Limiter(get_remote_address)


LARGEST_ID = 2_147_483_647


class RowId(IntegerConverter):
    """A number in an address that can be a row's: larger ones are no page, and no error of the database."""

    def __init__(self, url_map: Map, **options: Any) -> None:
        super().__init__(url_map, max=LARGEST_ID, **options)


def row_id(text: str) -> int:
    """The same for what follows the question mark: `request.args.get("channel", type=row_id)`."""
    number = int(text)
    if not 0 <= number <= LARGEST_ID:
        raise ValueError(f"no row has the number {number}")
    return number


def install(app: Flask, settings: Settings, database: Database, clock: Clock) -> None:
    """Give an app everything of this module."""
    app.url_map.converters["int"] = RowId
    furnish(app, settings, database, clock)
    if settings.proxy_count:
        count = settings.proxy_count
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    app.after_request(_protect)
    app.after_request(_let_go)
    app.teardown_appcontext(_close)
    _install_templates(app)
    _install_errors(app)


def furnish(app: Flask, settings: Settings, database: Database, clock: Clock) -> None:
    """Tell an app which installation it serves; the rest of it is the same in all of them."""
    app.secret_key = settings.secret_key
    app.config.update(
        MAX_CONTENT_LENGTH=LONGEST_FORM,
        MAX_FORM_MEMORY_SIZE=LONGEST_FORM,
        TRUSTED_HOSTS=list(settings.trusted_hosts) or None,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session it belongs to
        WTF_CSRF_SSL_STRICT=False,  # needs a Referer, which some privacy settings withhold; the token decides
        RATELIMIT_STORAGE_URI=settings.limiter_storage,
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=True,
        RATELIMIT_SWALLOW_ERRORS=True,
        SEND_FILE_MAX_AGE_DEFAULT=31_536_000,  # built files carry a hash in their name
    )
    app.extensions["parley"] = {"settings": settings, "database": database, "clock": clock}
    app.session_interface = DatabaseSessions(database, clock, secure=settings.secure_cookies)


def settings() -> Settings:
    return current_app.extensions["parley"]["settings"]  # type: ignore[no-any-return]


def request_now() -> datetime:
    """The time of this request; the same however often it is asked."""
    if "now" not in g:
        clock: Clock = current_app.extensions["parley"]["clock"]
        g.now = clock.now()
    now: datetime = g.now
    return now


def request_session() -> Session:
    """The request's database session. GET and HEAD read; what else comes may write."""
    if "db" not in g:
        database: Database = current_app.extensions["parley"]["database"]
        reads = request.method in {"GET", "HEAD"} or getattr(_view(), "reads", False)
        g.db = database.reading() if reads else database.session()
        g.db.info["redis_url"] = settings().redis_url
    db: Session = g.db
    return db


def reads_only(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """A POST that changes nothing: it need not wait for writers."""
    view.reads = True  # type: ignore[attr-defined]
    return view


def is_htmx() -> bool:
    return request.headers.get("HX-Request") == "true"


def safe_next(target: str | None, otherwise: str) -> str:
    """A path of our own to go on to; whatever could lead elsewhere is replaced."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return otherwise
    return target if target.isprintable() and "\\" not in target else otherwise


def where_from() -> str | None:
    """The page of our own from which this request was sent, as far as the browser says so."""
    page = urlsplit(request.referrer or "")
    return safe_next(page.path, "") or None if page.netloc == request.host else None


def _view() -> object:
    return current_app.view_functions.get(request.endpoint or "")


def _let_go(response: Response) -> Response:
    """End the transaction before the browser session is written: on SQLite each would wait for the other."""
    _close(None)
    return response


def _close(error: BaseException | None) -> None:
    db: Session | None = g.pop("db", None)
    if db is not None:
        db.close()


def _protect(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CONTENT_SECURITY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    if settings().base_url.startswith("https:"):
        headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if request.endpoint != "static":
        headers.setdefault("Cache-Control", "private, no-store")
    return response


@pass_environment
def _truncated(environment: Environment, text: str, length: int, killwords: bool = False) -> str:
    return do_truncate(environment, text, length, killwords, end="…")


def _isolated(name: str) -> Markup:
    """A name within a sentence: whichever way its script runs, it turns nothing around it."""
    return Markup("<bdi>{}</bdi>").format(name)


def _install_templates(app: Flask) -> None:
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: i18n.gettext(text).replace("\0", ""), _ngettext, newstyle=True
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        format_date=i18n.format_date,
        format_skeleton=i18n.format_skeleton,
        language_name=i18n.language_name,
        bdi=_isolated,
        truncate=_truncated,
        format_time=i18n.format_time,
        format_datetime=i18n.format_datetime,
        wall=to_wall,
        format_number=i18n.format_number,
        format_percent=i18n.format_percent,
    )
    app.jinja_env.globals.update(assets.template_globals(), mark=i18n.mark)
    app.jinja_env.globals.update(zone_names=zone_names)
    app.context_processor(lambda: {"lang": i18n.current_language(), "now": request_now()})


def choose_language(preferred: str | None) -> None:
    """The account's language, else the one chosen in this browser, else what the browser asks for."""
    asked = request.accept_languages.best_match(list(i18n.LANGUAGES), "en")
    i18n.speak(known_language(preferred, asked or "en"))


def _ngettext(singular: str, plural: str, n: int) -> str:
    return i18n.ngettext_plain(singular, plural, n)


def _install_errors(app: Flask) -> None:
    app.register_error_handler(HTTPException, _show_error)
    app.register_error_handler(CSRFError, _show_error)
    app.register_error_handler(StaleDataError, lambda error: _page(409))
    app.register_error_handler(Exception, _show_failure)


def _show_error(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None and error.code is None:
        return error.get_response()
    if error.code is not None and 300 <= error.code < 400:
        return error.get_response()
    page = _page(error.code or 500)
    for name, value in error.get_headers():
        if name in {"Retry-After", "Allow"}:
            page.headers[name] = value
    if error.code == 429 and (limit := limiter.current_limit):
        page.headers["Retry-After"] = str(_seconds_until(limit.reset_at))
    return page


def _seconds_until(moment: int) -> int:
    """Seconds to a Unix time by the machine's clock, which the limiter counts with; one at least."""
    return max(math.ceil(moment - SystemClock().now().timestamp()), 1)


def _show_failure(error: Exception) -> ResponseReturnValue:
    """Something of ours broke: the log gets all, the reader a number to name.

    All but the path: that of a calendar or an invitation is a secret.
    """
    number = secrets.token_hex(4)
    log.exception("failure %s at %s", number, request.url_rule)
    _forget_the_database()
    return _page(500, number=number)


def _forget_the_database() -> None:
    """The page of a failure needs no row, and asking for one could fail again: the transaction is broken."""
    g.pop("person", None)
    db: Session | None = g.get("db")
    if db is not None:
        db.expunge_all()  # what was read of the account stays readable
    _close(None)


_PAGES = {400, 403, 404, 409, 410, 413, 429, 500}


def _page(code: int, **values: object) -> Response:
    """The page of an error, or one line where no page belongs: with a page comes a cookie, for its forms."""
    name = code if code in _PAGES else (400 if code < 500 else 500)
    if not has_session(current_app, request):
        return _line(code)
    try:
        page = render_template(f"errors/{name}.html", code=code, typed=typed_words(), **values)
    except Exception as error:  # what broke the request may break its page: no host, no database
        log.warning("the page for error %s could not be made: %r", code, error)
        return _line(code)
    return Response(page, code, mimetype="text/html")


def _line(code: int) -> Response:
    return Response(_sentence(code) + "\n", code, mimetype="text/plain")


def typed_words() -> list[str]:
    """What somebody wrote into the form of this request: a page that cannot take it hands it back."""
    try:
        sent = request.form.items(multi=True)
    except RequestEntityTooLarge:  # too much to be read is too much to be shown
        return []
    return [text for name, text in sent if name not in _SECRETS and len(text.split()) > 1]


# Names of fields whose content no page ever shows; a password may be a sentence.
_SECRETS = {"password", "current"}


def _sentence(code: int) -> str:
    if code == 429:
        return i18n.gettext(i18n.mark("Too many attempts"))
    if code < 500:
        return i18n.gettext(i18n.mark("Parley could not read that request."))
    return i18n.gettext(i18n.mark("Something broke in Parley. What was saved before is safe."))
