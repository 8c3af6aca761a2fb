"""Where the browser finds the picture of an image block or element."""

from playground.page.reader import Reader
from playground.shapes import Json


def source(image: Json, reader: Reader) -> str | None:
    """Its own address, or that of the uploaded file which it names by id or address."""
    named = image.get("slack_file")
    if not isinstance(named, dict):
        return str(image["image_url"]) if image.get("image_url") else None
    if named.get("url"):
        return str(named["url"])
    # A playground without uploads has no file to show; its alternative text stands there then.
    files = getattr(reader.slack, "files", None)
    return str(files.url_of(str(named.get("id")))) if files is not None else None
