"""What the inventory's pages call things, marked for translation."""

from dataclasses import dataclass

from calendar_app.channels.gaps import Gap
from calendar_app.channels.signing import Signing
from calendar_app.channels.states import Missing, Step
from calendar_app.foundation.i18n import mark
from calendar_app.platforms.counting import Unit


@dataclass(frozen=True, slots=True)
class StepWords:
    """A step as a button, and what it means for people and plan."""

    name: str
    meaning: str
    icon: str


STEPS = {
    Step.RESERVE: StepWords(
        mark("Reserve the name"),
        mark("The account belongs to the team, and nobody speaks there."),
        "bookmark",
    ),
    Step.LISTEN: StepWords(
        mark("Listen only"),
        mark("The team reads along and answers, but publishes nothing of its own there."),
        "ear",
    ),
    Step.LAUNCH: StepWords(
        mark("Launch"),
        mark("A probation begins. It wants a launch gate that is settled and signed."),
        "sprout",
    ),
    Step.CONFIRM: StepWords(
        mark("Confirm"),
        mark("The probation is over, the channel stays."),
        "check-circle",
    ),
    Step.PAUSE: StepWords(
        mark("Pause"),
        mark("Nothing is published until the day named here. A public notice keeps people from waiting."),
        "pause-circle",
    ),
    Step.RESUME: StepWords(
        mark("End the pause"),
        mark("The channel speaks again from now on."),
        "play-circle",
    ),
    Step.RELAUNCH: StepWords(
        mark("Relaunch"),
        mark("A fresh start with new commitment. It wants a purpose, an audience, an owner and a deputy."),
        "arrow-clockwise",
    ),
    Step.CLOSE: StepWords(
        mark("Announce the closing"),
        mark("Until the last day only farewell and service posts go out; then it is frozen or deleted."),
        "door-open",
    ),
    Step.CALL_OFF: StepWords(
        mark("Call the closing off"),
        mark("The channel goes on as before. Whoever read the announcement should read this too."),
        "arrow-counterclockwise",
    ),
    Step.FREEZE: StepWords(
        mark("Freeze"),
        mark(
            "The account keeps its name; its profile says that nobody answers here, and where somebody does."
        ),
        "snow",
    ),
    Step.DELETE: StepWords(
        mark("Mark as deleted"),
        mark("The account is gone on the platform, its name may go to somebody else. This cannot be undone."),
        "trash",
    ),
}

MISSING = {
    Missing.WRONG_STATE: mark("The channel is not in a state from which this is possible."),
    Missing.PURPOSE: mark("The purpose is missing: what is the channel for?"),
    Missing.AUDIENCE: mark("The audience is missing: who is to be met there?"),
    Missing.OWNER: mark("Nobody owns the channel."),
    Missing.DEPUTY: mark("There is no deputy for the owner."),
    Missing.PAUSE_DATE: mark("A pause ends on a day after today."),
    Missing.CLOSING_DATE: mark("The last day is missing."),
    Missing.LEAD_TIME: mark(
        "People still come here, so they need time to follow: the earliest last day is %(day)s."
    ),
    Missing.SUCCESSOR: mark(
        "It must be said on which channel people find the team instead; that one must be speaking."
    ),
    Missing.POINTER: mark(
        "The pinned pointer is missing: the address of the post at the top that says where to find the team "
        "instead."
    ),
    Missing.NOTICE: mark(
        "The public pointer is missing: the address at which the profile says that nobody answers here."
    ),
    Missing.GATE: mark("The launch gate has open items: see its page."),
    Missing.UNDECIDED: mark("First decide what becomes of the channels that have gone silent: %(names)s."),
    Missing.CAPACITY: mark(
        "The team's weeks have no room for it: less is asked, another channel gives time, or an admin signs "
        "the launch gate and says why."
    ),
    Missing.CLOSING_DAY: mark("The last day that was announced (%(day)s) has not come yet."),
}

# The field of the step's form beside which the remark stands; the others stand above the form.
FIELDS = {
    Missing.PAUSE_DATE: "paused_until",
    Missing.CLOSING_DATE: "closes_on",
    Missing.LEAD_TIME: "closes_on",
    Missing.SUCCESSOR: "successor_id",
    Missing.POINTER: "notice_url",
    Missing.NOTICE: "notice_url",
}

GAPS = {
    Gap.NO_OWNER: mark("No owner"),
    Gap.OWNER_LEFT: mark("The owner has left"),
    Gap.NO_DEPUTY: mark("No deputy"),
    Gap.DEPUTY_LEFT: mark("The deputy has left"),
    Gap.NO_LINK: mark("No address"),
    Gap.NO_PURPOSE: mark("No purpose"),
    Gap.NO_AUDIENCE: mark("No audience"),
    Gap.NO_NAMES: mark("The profile does not say who answers"),
    Gap.NO_NOTICE: mark("Frozen without a public pointer"),
    Gap.PAUSE_OVER: mark("The pause is over"),
    Gap.PROBATION_OVER: mark("The probation is over"),
    Gap.FEW_FAREWELLS: mark("Too few farewell posts"),
    Gap.CLOSING_DAY_PAST: mark("The last day is past: freeze or delete"),
}

SIGNINGS = {
    Signing.NO_NAME: mark("Without a name"),
    Signing.INITIALS: mark("With initials: ^MH"),
    Signing.FIRST_NAME: mark("With the first name"),
    Signing.FULL_NAME: mark("With the full name"),
}

UNITS = {
    Unit.WEIGHTED: mark("weighted characters"),
    Unit.MASTODON: mark("characters, links count 23"),
    Unit.BLUESKY_GRAPHEMES: mark("characters as seen"),
    Unit.BLUESKY_BYTES: mark("bytes"),
    Unit.EMOJI_AS_BYTES: mark("characters, emoji count their bytes"),
    Unit.UTF16: mark("characters, most emoji count 2"),
    Unit.CODE_POINTS: mark("characters"),
    Unit.UTF8_BYTES: mark("bytes"),
}
