"""Two hundred people vote on ten stories within ten seconds, over HTTP: each pick is kept, and is acked soon.

On SQLite and then on a PostgreSQL of its own, or only where `BENCH_DATABASE_URL` says, for both.
"""

import json
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime, time
from random import Random
from statistics import median
from time import time as seconds
from typing import Any

from bot.book.deck import DEFAULT
from bot.book.pasting import Draft
from bot.ledger import Ledger
from bot.model import Chosen, MemberId, Round, RoundId, Workspace
from bot.shell import backlog, estimating
from bot.shell.estimating import Wish
from tests.bench import databases, seeds
from tests.bench.acks import connected
from tests.bench.figures import Figure, at_most, quantile
from tests.bench.pressing import closed_loop, open_loop, signed
from tests.bench.recorded import LONGEST, quiet, settings
from tests.bench.running import free_port, ready, running
from tests.bench.stub import Stub

VOTERS, STORIES, SECONDS = 200, 10, 10
LONE = 60  #: votes of one who votes alone
CARD_EVERY = 3.0  #: seconds between two edits of a card

#: A pick: who, on which story, which card.
Pick = tuple[int, str, int]


async def measure(*, quick: bool) -> AsyncIterator[Figure]:
    """On each store in turn."""
    for store in databases.kinds():
        with databases.pair(store) as (ours, _):
            async for figure in _measure(store, ours, quick=quick):
                yield figure


async def _measure(store: str, database: str, *, quick: bool) -> AsyncIterator[Figure]:
    voters = 20 if quick else VOTERS
    found = await _call(database, voters)
    picks = _picks(found, voters)
    async with AsyncExitStack() as open_:
        slack = await open_.enter_async_context(Stub(seeds.people(1, size=voters)))
        port = free_port()
        env = settings(slack.url, database, port)
        await open_.enter_async_context(running("bot", "run", env=env, quiet=False))
        await ready(port)
        await quiet(database, 3 if quick else LONGEST)
        lines = await connected(port, voters)
        lone = [(0, picks[0][1], DEFAULT[number % len(DEFAULT)]) for number in range(LONE)]
        _, alone = await closed_loop(lines[:1], _requests(found.id, lone, 1_000_000))
        requests = _requests(found.id, picks, 0)
        start = seconds()
        took = await open_loop(lines, requests, len(requests) / SECONDS)
        lasted = seconds() - start
        edits = sum(channel == f"D{seeds.channel(0)}" and at >= start for at, channel in slack.edits)
        refused = sum(line.refused for line in lines)
    lost = await _lost(database, found.id, picks)
    usual = median(alone)
    said = f"{len(picks)} picks and {voters} forms in {lasted:.1f} s, {refused} refused"
    yield at_most(f"votes_lost_{store}", lost, "votes", 0, against=said)
    late = quantile(took, 0.99)
    against = f"p50 of a lone vote: {usual * 1000:.1f} ms"
    yield at_most(f"vote_p99_{store}", late * 1000, "ms", 10, against=against, other=usual * 1000)
    allowed = lasted / CARD_EVERY + 1
    yield at_most(f"vote_card_edits_{store}", edits, "edits", allowed, against="one in 3 s")


async def _call(database: str, voters: int) -> Round[Any]:
    """A vote on ten stories, of so many people."""
    now = datetime.now(UTC)
    store = seeds.store(database)
    try:
        return await store.run(lambda ledger: _called(ledger, voters, now))
    finally:
        await store.close()


def _called(ledger: Ledger, voters: int, at: datetime) -> Round[Any]:
    [people] = seeds.people(1, size=voters)
    ledger.roster.put_workspace(Workspace(seeds.HERE, "slack", "Bench"), at)
    ledger.roster.put_people(seeds.HERE, people)
    for person in people:  # at work at any hour: all are asked at once, and each form edits a direct message
        ledger.roster.choose(
            seeds.HERE, person.id, Chosen(days=tuple(range(7)), starts=time(0), ends=time.max)
        )
    team = backlog.team_for(ledger, seeds.HERE, seeds.channel(0), "bench", people[0].id, at)
    stories = backlog.add(ledger, team, [Draft(f"Story {number}") for number in range(STORIES)], at)
    wish = Wish(tuple(person.id for person in people), ())
    return estimating.call(ledger, team, stories, wish, people[0].id, at)


def _picks(round_: Round[Any], voters: int) -> list[Pick]:
    """Everybody's on every story: each goes down their ballot, and begins at their own moment of the first half."""
    dice = Random(1)  # noqa: S311 — the same votes every time
    stories = [topic.story for topic in round_.state.topics]
    moments = [
        (begun + 0.5 * place / len(stories), (voter, story, dice.choice(DEFAULT)))
        for voter, begun in ((voter, dice.random() / 2) for voter in range(voters))
        for place, story in enumerate(stories)
    ]
    return [pick for _, pick in sorted(moments)]


def _requests(round_: RoundId, picks: Sequence[Pick], first: int) -> list[bytes]:
    """Each pick; and each voter's form, sent after the last of theirs."""
    left = Counter(voter for voter, _, _ in picks)
    chosen: dict[int, dict[str, int]] = {}
    made = []
    for number, pick in enumerate(picks):
        voter, story, card = pick
        made.append(signed(_pick(round_, pick, first + number)))
        chosen.setdefault(voter, {})[story] = card
        left[voter] -= 1
        if not left[voter] and len(chosen[voter]) == STORIES:
            made.append(signed(_form(round_, voter, chosen[voter], first + number)))
    return made


def _form(round_: RoundId, voter: int, cards: Mapping[str, int], number: int) -> dict[str, Any]:
    """What Slack sends when a ballot is sent."""
    chosen = {f"effort:{story}": {"value": str(card)} for story, card in cards.items()}
    values = {
        name: {"estimation.pick": {"type": "static_select", "selected_option": card}}
        for name, card in chosen.items()
    }
    return {
        "type": "view_submission",
        "team": {"id": "T0BENCH", "domain": "bench"},
        "user": _user(voter),
        "api_app_id": "A0BENCH",
        "token": "unused",
        "trigger_id": f"{number}.4.bench",
        "view": _view(round_, voter) | {"state": {"values": values}},
    }


def _user(voter: int) -> dict[str, str]:
    return {"id": f"U000{voter:03}", "username": "person", "name": "person", "team_id": "T0BENCH"}


def _view(round_: RoundId, voter: int) -> dict[str, Any]:
    return {
        "id": f"V{voter}",
        "hash": "1767603601.abc",
        "type": "modal",
        "callback_id": "estimation.vote",
        "private_metadata": json.dumps({"round": round_, "poll": 1}),
        "blocks": [],
        "state": {"values": {}},
    }


def _pick(round_: RoundId, pick: Pick, number: int) -> dict[str, Any]:
    """What Slack sends when a card is chosen in the ballot."""
    voter, story, card = pick
    block = f"effort:{story}"
    return {
        "type": "block_actions",
        "team": {"id": "T0BENCH", "domain": "bench"},
        "user": _user(voter),
        "api_app_id": "A0BENCH",
        "token": "unused",
        "container": {"type": "view", "view_id": f"V{voter}"},
        "trigger_id": f"{number}.3.bench",
        "view": _view(round_, voter),
        "actions": [
            {
                "action_id": "estimation.pick",
                "block_id": block,
                "type": "static_select",
                "selected_option": {"text": {"type": "plain_text", "text": str(card)}, "value": str(card)},
                "action_ts": f"{1767603601 + number // 10**6}.{number % 10**6:06}",
            }
        ],
    }


async def _lost(database: str, round_: RoundId, picks: Sequence[Pick]) -> int:
    """How many votes are not what the database holds."""
    store = seeds.store(database)
    try:
        found = await store.read(lambda ledger: ledger.rounds.get(seeds.HERE, round_))
    finally:
        await store.close()
    assert found is not None
    if (
        found.state.counts
    ):  # the last form closed the vote, and the cards are blanked: the counts say how many came
        laid = {matter.story: dict(matter.tally.counts) for matter in found.state.matters if matter.tally}
        wanted = Counter((story, str(card)) for _, story, card in picks)
        return sum(max(0, times - laid[story].get(card, 0)) for (story, card), times in wanted.items())
    cards = {matter.story: matter.cards for matter in found.state.matters}
    return sum(cards[story].get(MemberId(f"U000{voter:03}")) != str(card) for voter, story, card in picks)
