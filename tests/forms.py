"""Forms as a browser would send them back: what stands in a page's fields."""

from html.parser import HTMLParser


class _Fields(HTMLParser):
    """The entries of every form of a page, in the order of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, list[str]]] = []
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        match tag:
            case "form":
                self.forms.append({})
            case "input" if given.get("name"):
                is_box = given.get("type") in {"checkbox", "radio"}
                if not is_box or "checked" in given:
                    self._add(given["name"], given.get("value", "on"))
            case "select":
                self._select = given.get("name", "")
            case "option" if self._select and "selected" in given:
                self._add(self._select, given.get("value", ""))
            case "textarea":
                self._area = given.get("name", "")
                self._add(self._area, "")

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1][self._area][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            entries = self.forms[-1][self._area]
            entries[-1] = entries[-1].strip()
            self._area = ""
        elif tag == "select":
            self._select = ""

    def _add(self, name: str, value: str) -> None:
        if self.forms:
            self.forms[-1].setdefault(name, []).append(value)


def form_with(page: str, field: str) -> dict[str, list[str]]:
    """The entries of the page's form that has this field."""
    fields = _Fields()
    fields.feed(page)
    return next(form for form in fields.forms if field in form)
