"""The forms of a post: noted in a line, begun, changed, given one more channel."""

from collections.abc import Iterable
from typing import Any

from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import DataRequired, Length, Optional

from calendar_app.campaigns.forms import number_or_none
from calendar_app.campaigns.models import Campaign
from calendar_app.channels.models import Channel
from calendar_app.foundation.forms import Line, Link, Passage, RoomForm, clean
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.posts.forms import Boxes, Revision, When
from calendar_app.posts.models import Source
from calendar_app.posts.telling.words import SOURCES
from calendar_app.posts.themes.models import Theme
from calendar_app.posts.themes.wording import theme_choices
from calendar_app.posts.writing import Idea


class SourcePart(RoomForm):
    """Where an idea comes from."""

    source = SelectField(mark("Where the idea comes from"), coerce=Source, default=Source.OWN)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.source.choices = [(source.value, gettext(words)) for source, words in SOURCES.items()]


class IdeaForm(SourcePart):
    """An idea in one line, before it is a post for anywhere."""

    core = Line(mark("Idea"), most=500, validators=[DataRequired()])
    form_key = HiddenField("", [Length(max=36)], filters=[clean])

    @property
    def idea(self) -> Idea:
        return Idea(self.core.data, source=self.source.data)


class PostForm(SourcePart):
    """What a post is about."""

    core = Passage(mark("Core message"), most=5_000, validators=[DataRequired()])
    facts = Passage(mark("Facts"), most=20_000, validators=[Optional()])
    link = Link(mark("Link"), validators=[Optional()])
    theme_id = SelectField(mark("Theme"), coerce=number_or_none)

    def __init__(self, *, themes: Iterable[Theme], **options: Any) -> None:
        super().__init__(**options)
        self.theme_id.choices = theme_choices(themes)

    @property
    def idea(self) -> Idea:
        return Idea(
            self.core.data or "",
            self.facts.data or "",
            self.link.data or "",
            self.source.data,
            self.theme_id.data,
        )


class NewPostForm(PostForm, When):
    """A new post, and the channels it is to be written for."""

    channel_ids = Boxes(mark("Channels"), coerce=int)
    campaign_id = SelectField(mark("Campaign"), coerce=int, default=0)
    form_key = HiddenField("", [Length(max=36)], filters=[clean])

    def __init__(
        self,
        *,
        channels: Iterable[Channel],
        campaigns: Iterable[Campaign],
        themes: Iterable[Theme],
        **options: Any,
    ) -> None:
        super().__init__(themes=themes, **options)
        self.channel_ids.choices = [(channel.id, channel.name) for channel in channels]
        named = [(campaign.id, campaign.name) for campaign in campaigns]
        self.campaign_id.choices = [(0, "–"), *named]


class ChangePostForm(PostForm):
    revision = Revision()


class NewVariantForm(RoomForm):
    """One more channel for a post."""

    channel_id = SelectField(mark("Channel"), coerce=int)
    start = RadioField(mark("Start"), default="empty")

    def __init__(self, *, channels: Iterable[Channel], **options: Any) -> None:
        super().__init__(**options)
        self.channel_id.choices = [(channel.id, channel.name) for channel in channels]
        self.start.choices = [("empty", gettext("Empty")), ("core", gettext("From the core message"))]
