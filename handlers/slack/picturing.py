"""The picture of a modal: its words come at once, the picture as soon as it is there."""

import asyncio
from collections.abc import Callable

from bot.model import Picture
from handlers import charts
from handlers.slack.blocks import Json
from handlers.slack.calls import ask
from handlers.slack.desk import Desk
from handlers.slack.pictures import Pictures


async def add_picture(desk: Desk, opened: Json, picture: Picture, view: Callable[[Json], Json]) -> None:
    """Show an open modal again with its picture; `view` makes it with the picture's block. Where there is none, the
    words stand alone."""
    await asyncio.to_thread(charts.load)  # before the time that a picture may take is counted
    image = await Pictures().image(desk.client, picture)
    if image:
        await ask(desk.client.views_update, view_id=str(opened.get("id", "")), view=view(image))
