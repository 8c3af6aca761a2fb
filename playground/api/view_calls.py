"""views.*: the bot opens, updates and stacks modals and publishes Homes."""

from playground import views
from playground.api.call import Call
from playground.shapes import Json, SlackError
from playground.workspace import Modal


async def open_view(call: Call) -> Json:
    user = call.slack.triggers.redeem(call.needed("trigger_id"))
    return {"view": views.open_modal(call.slack.workspace, user, given_view(call))}


async def push(call: Call) -> Json:
    user = call.slack.triggers.redeem(call.needed("trigger_id"))
    return {"view": views.push(call.slack.workspace, user, given_view(call))}


async def update(call: Call) -> Json:
    modal = views.find(call.slack.workspace, call.text("view_id"), call.text("external_id"))
    if modal is None:
        raise SlackError("not_found")
    refuse_stale(call, modal)
    views.update(call.slack.workspace, modal, given_view(call))
    return {"view": views.public(modal)}


async def publish(call: Call) -> Json:
    if not call.slack.app.features.home_tab:
        raise SlackError("not_enabled")
    user = call.needed("user_id")
    person = call.slack.workspace.people.get(user)
    if person is None or person.is_bot:
        raise SlackError("user_not_found")
    current = call.slack.workspace.homes.get(user)
    if current is not None:
        refuse_stale(call, current)
    return {"view": views.publish(call.slack.workspace, user, given_view(call))}


def refuse_stale(call: Call, modal: Modal) -> None:
    seen = call.text("hash")
    if seen is not None and seen != modal.view["hash"]:
        raise SlackError("hash_conflict")


def given_view(call: Call) -> object:
    return call.parsed("view", "invalid_arguments")
