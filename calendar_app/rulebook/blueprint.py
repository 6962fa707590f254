"""The address space of the rulebook."""

from flask import Blueprint

bp = Blueprint("rulebook", __name__)
