"""Every place without a profile of its own: forum, review site, chat, blog, newsletter, another network."""

from datetime import date, timedelta

from calendar_app.platforms.platform import Platform, Source
from calendar_app.wording import Text

PLATFORM = Platform(
    key="general",
    name=Text("another place", "anderer Ort"),
    aliases=(
        "Touchpoint",
        "Kontaktpunkt",
        "Forum",
        "Blog",
        "Newsletter",
        "Chat",
        "Website",
        "Webseite",
        "Reviews",
        "Bewertungen",
        "Matrix",
    ),
    limits=(),
    answer_window=timedelta(hours=24),
    is_looked_into_later=True,
    quiet_days=45,
    inactive_days=90,
    policy=Text(
        "Parley knows no numbers for this place. The rules that hold everywhere are checked: own wording, "
        "share of automation, dialog time. A length limit can be set on the channel.",
        "Für diesen Ort kennt Parley keine Zahlen. Geprüft wird, was überall gilt: eigene Formulierung, "
        "Automatisierungsanteil, Dialogzeit. Eine Längengrenze lässt sich am Kanal setzen.",
    ),
    sources=(
        Source(
            Text(
                "Parley's own judgement; quiet and inactive days are those of a blog",
                "Eigenes Urteil von Parley; die Tage bis still und inaktiv sind die eines Blogs",
            )
        ),
    ),
    checked_on=date(2026, 11, 1),
)
