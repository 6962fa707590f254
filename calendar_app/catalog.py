"""A folder as a catalogue: every module of a package exposes one object under an agreed name.

Adding a rule, a platform, a feed or a reminder is adding a file; nothing else keeps a list.
"""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType, ModuleType
from typing import TypeVar

T = TypeVar("T")


class CatalogueError(Exception):
    """A file of a catalogue lacks its object, or the object is of another kind."""


def catalogue(package: ModuleType, name: str, kind: type[T]) -> Mapping[str, T]:
    """The objects called `name` in the modules of `package`, keyed by file name, in alphabetical order.

    Raises CatalogueError when a module has no such object or one of another type.
    """
    keys = sorted(module.name for module in iter_modules(package.__path__))
    return MappingProxyType({key: _exposed(f"{package.__name__}.{key}", name, kind) for key in keys})


def _exposed(module_name: str, name: str, kind: type[T]) -> T:
    found = getattr(import_module(module_name), name, None)
    if not isinstance(found, kind):
        raise CatalogueError(f"{module_name} must expose {name}, a {kind.__name__}, and has {found!r}")
    return found
