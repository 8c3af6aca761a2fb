"""What a spike shows, slot by slot."""

from datetime import datetime

from bot.ceremonies.spike.clock import ahead
from bot.ceremonies.spike.notices import AskAgain, AskLead, Card, Decided, Over, Phase, Remind, Yours
from bot.ceremonies.spike.state import Missing, Spike, Stage, Told
from bot.model import Dm, MemberId, Notice, Room, RoundId, Thread

_NEXT: dict[Stage, Stage] = {"half": "near", "near": "up"}


def show(round_: RoundId, state: Spike) -> dict[str, Notice]:
    """All slots of a spike."""
    slots: dict[str, Notice] = {"card": _card(round_, state)}
    for number, member in enumerate(state.named, start=1):
        slots[f"yours:{member}:{number}"] = _yours(round_, state, member, number)
    for each in state.told:
        slots[f"{each.stage}:{each.owner}:{each.box}"] = _remind(round_, state, each)
    for number, owner in enumerate(state.asked_of, start=1):
        over = _over(state, owner) or (None if _still_asked(state, number) else Over())
        slots[f"again:{owner}:{number}"] = AskAgain(
            Dm(owner), round_, state.question, state.team, over, number, state.extensible
        )
    for missing in state.missed:
        for lead in missing.leads:
            slots[f"missing:{lead}:{missing.number}"] = _ask_lead(round_, state, missing, lead)
    if state.ended:
        slots["decided"] = Decided(
            Thread("card"),
            round_,
            state.question,
            state.ended,
            state.box.size,
            state.box.used,
            len(state.grown),
            state.hypothesis,
            state.about,
        )
    return slots


def _card(round_: RoundId, state: Spike) -> Card:
    phase = _phase(state)
    still = phase in {"paused", "ended"}
    return Card(
        Room(),
        round_,
        state.question,
        state.owner.name,
        tuple(each.name for each in state.owners if each.id != state.owner.id),
        state.box.size,
        state.box.days,
        phase,
        state.box.size - state.box.used if still else None,
        state.starts_at,
        None if still else _up_at(state),
        state.zone,
        state.answer,
        state.hypothesis,
        state.about,
        state.grown,
        state.pauses[-1] if state.paused else None,
        None if state.ended else state.missing,
        state.ended,
    )


def _phase(state: Spike) -> Phase:
    """Where it stands, as of the last of its moments."""
    if state.ended:
        return "ended"
    if state.paused:
        return "paused"
    told = [each.stage for each in state.told if each.box == len(state.grown)]
    return told[-1] if told else "running" if state.begun else "ahead"


def _up_at(state: Spike) -> datetime | None:
    reached = (each.at for each in state.told if each.stage == "up" and each.box == len(state.grown))
    return next(reached, None) or dict(ahead(state)).get("up")


def _yours(round_: RoundId, state: Spike, member: MemberId, number: int) -> Yours:
    """It stands as it was said until another has the spike, or it is decided."""
    who = next((each for each in state.owners if each.id == member), None)
    later = member in state.named[number:]
    over = _over(state, member)
    if over is None and (
        who is None or later or (state.up and member in _reminded(state) and member not in state.had)
    ):
        over = Over()  # another message says it now
    if over or who is None:
        return Yours(Dm(member), round_, state.question, state.team, over)
    return Yours(
        Dm(member),
        round_,
        state.question,
        state.team,
        owner=state.owner.name,
        alone=member == state.owner.id,
        box=state.box.size,
        days=state.box.days,
        left=state.box.size - state.box.used if state.had and state.box.used else None,
        standing=state.standing,
        starts_at=state.starts_at if state.standing == "ahead" else None,
        up_at=_up_at(state),
        extensible=state.extensible,
        zone=who.zone,
    )


def _over(state: Spike, member: MemberId) -> Over | None:
    """What makes a message to somebody a thing of the past: the decision, or another owner."""
    if state.ended:
        return Over(state.ended.decision)
    mine = next((each for each in state.owners if each.id == member), None)
    if mine is None:
        return Over(now=state.owner.name)
    return None if mine.active else Over(gone=True)


def _still_asked(state: Spike, number: int) -> bool:
    """Whether this is one of the times that the decision was asked for since the box was last used up."""
    return state.up and number > len(state.asked_of) - state.asked


def _reminded(state: Spike) -> frozenset[MemberId]:
    """Who has heard that time is up, as it is now."""
    return frozenset(each.owner for each in state.told if each.stage == "up" and each.box == len(state.grown))


def _remind(round_: RoundId, state: Spike, told: Told) -> Remind:
    """What was said at a stage of a box that has grown since, or that another has now, is over."""
    over = _over(state, told.owner)
    if over is None and (_stale(state, told) or (state.up and told.stage != "up")):
        over = Over()
    if over:
        return Remind(Dm(told.owner), round_, state.question, state.team, over, told.stage)
    moments = {each.stage: each.at for each in state.told if each.box == told.box} | dict(ahead(state))
    after = _NEXT.get(told.stage)
    return Remind(
        Dm(told.owner),
        round_,
        state.question,
        state.team,
        None,
        told.stage,
        box=state.box.size,
        up_at=_up_at(state),
        extensible=state.extensible,
        zone=state.owner.zone,
        reached=told.at,
        until=moments.get(after) if after else None,
    )


def _stale(state: Spike, told: Told) -> bool:
    return told.box != len(state.grown) or told.owner != state.owner.id


def _ask_lead(round_: RoundId, state: Spike, missing: Missing, lead: MemberId) -> AskLead:
    now = state.missing
    settled = state.decided or now is None or now.number != missing.number
    return AskLead(Dm(lead), round_, state.team, state.question, missing, settled, state.zone)
