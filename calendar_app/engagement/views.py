"""The room's pages, by subject; importing them here puts them on the blueprint."""

from calendar_app.engagement import (
    agenda_pages,
    booking_pages,
    exception_pages,
    makeup_pages,
    phone_pages,
    planning_pages,
    subjects,
)
from calendar_app.engagement.almanac import pages as almanac_pages
from calendar_app.engagement.availability import pages as availability_pages
from calendar_app.engagement.inbound import pages as inbound_pages
from calendar_app.engagement.materials import pages as material_pages
from calendar_app.engagement.months import pages as month_pages
from calendar_app.engagement.months import sample_pages
from calendar_app.engagement.occasions import pages as occasion_pages
from calendar_app.engagement.pages import bp
from calendar_app.engagement.snippets import pages as snippet_pages

__all__ = [
    "agenda_pages",
    "almanac_pages",
    "availability_pages",
    "booking_pages",
    "bp",
    "exception_pages",
    "inbound_pages",
    "makeup_pages",
    "material_pages",
    "month_pages",
    "occasion_pages",
    "phone_pages",
    "planning_pages",
    "sample_pages",
    "snippet_pages",
    "subjects",
]
