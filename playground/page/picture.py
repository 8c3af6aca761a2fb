"""Where the browser finds the picture of an image block or element."""

from playground.page.reader import Reader
from playground.shapes import Json


def source(image: Json, reader: Reader) -> str | None:
    """Its own address, or that of the uploaded file which it names by id or address."""
    named = image.get("slack_file")
    if not isinstance(named, dict):
        return str(image["image_url"]) if image.get("image_url") else None
    files = reader.slack.files
    # By its place on this host, whichever name of the host the page was opened under.
    held = files.at(str(named.get("url", "")))
    return files.url_of(held.id if held else str(named.get("id"))) or None
