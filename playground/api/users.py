"""users.*, auth.*, bots.* and the opening of a Socket Mode connection: who is who."""

from playground.api.call import Call
from playground.shapes import APP_ID, BOT_ID, BOT_USER, Json, SlackError


async def auth_test(call: Call) -> Json:
    team = call.slack.workspace.team
    return {
        "url": f"{call.slack.root}/",
        "team": team.name,
        "user": "piton",
        "team_id": team.id,
        "user_id": BOT_USER,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


async def api_test(call: Call) -> Json:
    error = call.text("error")
    if error is not None:
        raise SlackError(error)
    return {"args": {key: value for key, value in call.arguments.items() if key != "token"}}


async def open_connection(call: Call) -> Json:
    root = call.slack.root.replace("http://", "ws://", 1)
    return {"url": f"{root}/socket?ticket={call.slack.sockets.ticket()}&app_id={APP_ID}"}


async def bots_info(call: Call) -> Json:
    if call.text("bot") not in (None, BOT_ID):
        raise SlackError("bot_not_found")
    bot = {
        "id": BOT_ID,
        "deleted": False,
        "name": "Piton",
        "updated": 0,
        "app_id": APP_ID,
        "user_id": BOT_USER,
    }
    return {"bot": bot | {"icons": {}}}


async def info(call: Call) -> Json:
    person = call.slack.workspace.people.get(call.needed("user"))
    if person is None:
        raise SlackError("user_not_found")
    return {"user": person.as_slack(call.slack.clock.now())}


async def listing(call: Call) -> Json:
    now = call.slack.clock.now()
    page, more = call.page(list(call.slack.workspace.people.values()), default=1000, most=1000)
    return {
        "members": [person.as_slack(now) for person in page],
        "cache_ts": int(now.timestamp()),
        "response_metadata": {"next_cursor": more},
    }
