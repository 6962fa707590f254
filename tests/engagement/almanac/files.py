"""Calendar files as others write them."""


def ics(*events: str, head: str = "") -> bytes:
    inner = "".join(
        f"BEGIN:VEVENT\r\nUID:{number}\r\n{each}\r\nEND:VEVENT\r\n" for number, each in enumerate(events)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{head}{inner}END:VCALENDAR\r\n".encode()


def days(first: str, last_but: str, title: str, more: str = "") -> str:
    """A date of whole days; the last one is that before `last_but`, as the format has it."""
    return f"DTSTART;VALUE=DATE:{first}\r\nDTEND;VALUE=DATE:{last_but}\r\nSUMMARY:{title}" + (
        f"\r\n{more}" if more else ""
    )


CLOSED = days("20260501", "20260504", "Betriebsruhe")
"""Three days from the first of May on."""
