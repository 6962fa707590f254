"""What relatives of a text are found by: rows that are written in the transaction that writes the text."""

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from calendar_app.posts.content import content_of
from calendar_app.posts.models import Fingerprint, Variant
from calendar_app.rules import originality
from calendar_app.rules.letters import normalise


def text_key(text: str) -> str:
    """Equal for texts that say the same letters, whatever was decorated; "" for a text without any."""
    plain = normalise(text).plain
    return originality.content_fingerprint(plain) if plain else ""


def keep_index(session: Session, variant: Variant) -> None:
    """Let the index say what the variant's text says now; nothing of an earlier text stays behind."""
    compared = content_of(variant).compared
    values = originality.fingerprints(compared)
    variant.text_key = text_key(compared)
    variant.fingerprint_count = len(values)
    session.flush()
    session.execute(delete(Fingerprint).where(Fingerprint.variant_id == variant.id))
    if values:
        rows = [
            {"workspace_id": variant.workspace_id, "value": value, "variant_id": variant.id}
            for value in sorted(values)
        ]
        session.execute(insert(Fingerprint), rows)
