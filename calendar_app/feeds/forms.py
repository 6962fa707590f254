"""Asking for a subscription, and for what is in it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import uuid4

from wtforms import Field, HiddenField, RadioField, SelectField, ValidationError
from wtforms.validators import InputRequired, Length

from calendar_app.campaigns.models import Campaign
from calendar_app.feeds.building import KINDS
from calendar_app.feeds.contents import Contents, Detail
from calendar_app.feeds.kind import Kind
from calendar_app.foundation.forms import Line, RoomForm, clean
from calendar_app.foundation.i18n import gettext, mark, ngettext
from calendar_app.people.readers import ChannelLine
from calendar_app.sights.models import SavedView

_ = mark

_HOLDS = {"both": _("Everything"), "posts": _("Posts only"), "slots": _("Dialog time only")}
_HOLDS_FOR_OUTSIDERS = {**_HOLDS, "both": _("Posts and dialog time")}
_DRAFTS = {"shown": _("Shown as tentative"), "left_out": _("Left out")}
_CANCELLED = {"shown": _("Shown for 7 days"), "left_out": _("Left out")}
_DETAIL = {
    Detail.FULL: _("Title, beginning of the text, link"),
    Detail.TITLES: _("Title and link"),
    Detail.BUSY: _("Only that there is something"),
}
_DETAIL_FOR_OUTSIDERS = {
    Detail.FULL: _("Title and beginning of the text"),
    Detail.TITLES: _("Title only"),
    Detail.BUSY: _("Only that there is something"),
}
_DAYS = (7, 30, 90, 365)
SHAREABLE = {key: kind for key, kind in KINDS.items() if not kind.is_personal}
_LANGUAGES = {"": _("The language of my profile"), "en": "English", "de": "Deutsch"}
_ALARMS = (5, 10, 15, 30, 60)


class ContentsForm(RoomForm):
    """What is in a subscription. What a request does not mention is as in a new one."""

    holds = SelectField(_("Holds"), default="both")
    drafts = SelectField(_("Drafts"), default="shown")
    cancelled = SelectField(_("Cancelled posts"), default="shown")
    detail = SelectField(_("How much it tells"), default=Detail.FULL.value)
    language = SelectField(_("Language"), default="")
    alarm = SelectField(_("Alarm"), coerce=int, default=0)

    def __init__(self, contents: Contents | None = None, **options: Any) -> None:
        super().__init__(data=_wishes(contents) if contents else None, **options)
        self.holds.choices = _choices(_HOLDS)
        self.drafts.choices = _choices(_DRAFTS)
        self.cancelled.choices = _choices(_CANCELLED)
        self.detail.choices = _choices(_DETAIL)
        self.language.choices = [
            (key, gettext(word) if not key else word) for key, word in _LANGUAGES.items()
        ]
        self.alarm.choices = [
            (0, gettext(_("No alarm"))),
            *((minutes, _before(minutes)) for minutes in _ALARMS),
        ]

    def wishes(self, about: Contents) -> Contents:
        """What was asked for, of what the subscription is about."""
        return replace(
            about,
            posts=self.holds.data != "slots",
            slots=self.holds.data != "posts",
            drafts=self.drafts.data == "shown",
            cancelled=self.cancelled.data == "shown",
            detail=Detail(self.detail.data),
            language=self.language.data,
            alarm_minutes=self.alarm.data or None,
        )


class FeedForm(ContentsForm):
    """Which calendar is subscribed to. Sent twice it makes one feed."""

    kind = RadioField(_("Calendar"), [InputRequired()])
    channel = SelectField(_("Channel"), coerce=int, default=0)
    campaign = SelectField(_("Campaign"), coerce=int, default=0)
    view = SelectField(_("View"), coerce=int, default=0)
    form_key = HiddenField("", [Length(max=36)], filters=[clean], default=lambda: str(uuid4()))

    def __init__(
        self,
        channels: Iterable[ChannelLine],
        campaigns: Iterable[Campaign],
        views: Sequence[SavedView],
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.filters = {view.id: view.filters for view in views}
        kept = [(view.id, view.name) for view in views]
        self.view.choices = [(0, gettext(_("Choose a view"))), *kept]
        planned = [(campaign.id, campaign.name) for campaign in campaigns]
        self.campaign.choices = [(0, gettext(_("Choose a campaign"))), *planned]
        self.kind.choices = [(key, kind.name) for key, kind in KINDS.items()]
        named = [(channel.id, channel.name) for channel in channels]
        self.channel.choices = [(0, gettext(_("Choose a channel"))), *named]

    def validate_channel(self, field: Field) -> None:
        if self._kind and self._kind.is_of_channel and not field.data:
            raise ValidationError(gettext(_("Say which channel this calendar is of.")))

    def validate_campaign(self, field: Field) -> None:
        if self._kind and self._kind.is_of_campaign and not field.data:
            raise ValidationError(gettext(_("Say which campaign this calendar is of.")))

    def validate_view(self, field: Field) -> None:
        if self._kind and self._kind.is_of_view and not field.data:
            raise ValidationError(gettext(_("Say which view this calendar is of.")))

    def choose_view(self, view_id: int | None) -> None:
        """Begin with the calendar of a view, if it is there."""
        if view_id in self.filters:
            self.kind.data, self.view.data = "view", view_id

    @property
    def contents(self) -> Contents:
        kind = self._kind
        if kind is None or not kind.is_of_one:
            return self.wishes(Contents())
        if kind.is_of_channel:
            return self.wishes(Contents(channel_id=self.channel.data))
        if kind.is_of_campaign:
            return self.wishes(Contents(campaign_id=self.campaign.data))
        return self.wishes(Contents(view_id=self.view.data, filters=self.filters[self.view.data]))

    @property
    def _kind(self) -> Kind | None:
        return KINDS.get(self.kind.data or "")


class ShareForm(FeedForm):
    """Which calendar outsiders are to see, and how long. They are told little unless somebody wants more."""

    shared_with = Line(_("For whom"), most=80, validators=[InputRequired()])
    days = SelectField(_("Ends after"), coerce=int, default=30)
    drafts = SelectField(_("Drafts"), default="left_out")
    cancelled = SelectField(_("Cancelled posts"), default="left_out")
    detail = SelectField(_("How much it tells"), default=Detail.TITLES.value)

    def __init__(
        self,
        channels: Iterable[ChannelLine],
        campaigns: Iterable[Campaign],
        views: Sequence[SavedView],
        **options: Any,
    ) -> None:
        super().__init__(channels, campaigns, views, **options)
        self.kind.choices = [(key, kind.name) for key, kind in SHAREABLE.items()]
        self.holds.choices = _choices(_HOLDS_FOR_OUTSIDERS)
        self.days.choices = [(days, ngettext("%(n)s day", "%(n)s days", days)) for days in _DAYS]
        self.detail.choices = _choices(_DETAIL_FOR_OUTSIDERS)


def _wishes(contents: Contents) -> dict[str, Any]:
    """What stands in the form for what a subscription holds."""
    return {
        "holds": "both" if contents.posts == contents.slots else "posts" if contents.posts else "slots",
        "drafts": "shown" if contents.drafts else "left_out",
        "cancelled": "shown" if contents.cancelled else "left_out",
        "detail": contents.detail.value,
        "language": contents.language,
        "alarm": contents.alarm_minutes or 0,
    }


def _choices(words: dict[Any, str]) -> list[tuple[str, str]]:
    return [(str(key), gettext(word)) for key, word in words.items()]


def _before(minutes: int) -> str:
    return ngettext("%(n)s minute before", "%(n)s minutes before", minutes)
