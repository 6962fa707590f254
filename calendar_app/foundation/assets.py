"""The built style sheet, script and icons: which file stands for which name.

`npm run build` writes them with a hash in each name, and a manifest that says which is which.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Response, current_app, request, url_for

from calendar_app.foundation.places import STATIC

MANIFEST = STATIC / "built" / "manifest.json"
BUILD_COMMAND = "npm ci --ignore-scripts && npm run build"


class AssetError(Exception):
    """A built file is missing; the text is one sentence that names the way to mend it."""


@dataclass(frozen=True)
class Assets:
    """The files of one build by their plain names, the icons of its sprite, and what is packed too."""

    files: Mapping[str, str]
    icons: frozenset[str]
    packed: frozenset[str] = frozenset()

    def file(self, name: str) -> str:
        """The hashed name. Raises AssetError for a name the build does not know."""
        try:
            return self.files[name]
        except KeyError:
            raise AssetError(f"There is no built file “{name}”; run: {BUILD_COMMAND}") from None

    def require_icon(self, name: str) -> str:
        """The same name again. Raises AssetError for an icon that is not in the sprite."""
        if name not in self.icons:
            raise AssetError(
                f"The icon “{name}” is not in the sprite; add it to frontend/icons.txt and run: npm run build"
            )
        return name


def read_assets(manifest: Path = MANIFEST) -> Assets:
    """Read what the last build left. Raises AssetError when there is none, or none that can be read."""
    try:
        listed = json.loads(manifest.read_text("utf-8"))
        return Assets(listed["files"], frozenset(listed["icons"]), frozenset(listed["packed"]))
    except FileNotFoundError:
        raise AssetError(f"The pages' style and script are not built yet; run: {BUILD_COMMAND}") from None
    except (ValueError, KeyError):  # torn, or left by a build of another version
        raise AssetError(f"{manifest} cannot be read; build it again: {BUILD_COMMAND}") from None


@cache
def _built() -> Assets:
    return read_assets()


def built_file(name: str) -> str:
    """The name under which a built file lies in its folder: "app.css" → "app-1a2b3c4d.css"."""
    return _built().file(name)


def send_built(filename: str) -> Response:
    """A built file by its hashed name; text goes packed to browsers that take it so."""
    if filename not in _built().packed:
        return current_app.send_static_file(filename)
    takes_packed = request.accept_encodings.quality("gzip") > 0
    response = current_app.send_static_file(f"{filename}.gz" if takes_packed else filename)
    response.vary.add("Accept-Encoding")
    return response


def asset(name: str) -> str:
    """The address of a built file, such as "app.css"."""
    return url_for("static", filename=built_file(name))


def icon_href(name: str) -> str:
    """What an SVG `use` element points at."""
    return f"{asset('icons.svg')}#{_built().require_icon(name)}"


def platform_icon_name(key: str) -> str:
    """The icon of a platform; one that has none, or that nobody knows, gets the general one."""
    name = f"platform-{key}"
    return name if name in _built().icons else "platform-general"


def template_globals() -> dict[str, Callable[[str], str]]:
    """What templates call to reach the built files."""
    return {"asset": asset, "icon_href": icon_href, "platform_icon_name": platform_icon_name}
