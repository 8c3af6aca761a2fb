"""HTML that is safe by construction: whatever is not `Html` already is escaped."""

from html import escape


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


def safe(text: object) -> Html:
    return text if isinstance(text, Html) else Html(escape(str(text)))


def join(*parts: object) -> Html:
    return Html("".join(safe(part) for part in parts if part is not None))


def tag(name: str, /, *children: object, **attributes: str | int | bool | None) -> Html:
    """`class_` and `for_` lose their underscore, others turn it into a hyphen; None and False leave it out."""
    written = []
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        attribute = key.rstrip("_").replace("_", "-")
        written.append(f" {attribute}" if value is True else f' {attribute}="{escape(str(value))}"')
    opening = f"<{name}{''.join(written)}>"
    if name in ("input", "img", "hr", "br"):
        return Html(opening)
    return Html(f"{opening}{join(*children)}</{name}>")
