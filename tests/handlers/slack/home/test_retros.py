"""What retros want of everybody, as a Home says it."""

from bot.model import RoundId
from bot.shell.retros import Wanted
from handlers.slack.home.examples import HOMES
from handlers.slack.home.retros import retros
from tests.factories import utc
from tests.handlers.slack import limits
from tests.handlers.slack.hostile import CORPUS


def said(*every: Wanted, zone: str = "Europe/London") -> list[list[str]]:
    return [[*limits.words(each)] for each in retros(every, zone, 2026)]


def test_notes_and_dots_with_their_hour_in_ones_own_zone_where_there_is_one() -> None:
    assert said(*HOMES["home, retros"].wanted, zone="America/New_York") == [
        ["Your retros"],
        [
            "#data-science votes on what to talk about until Tue 24 Nov 09:05.",
            "Give dots",
        ],
        ["#model-review gathers notes.", "Write a note"],
    ]


def test_without_one_nothing_is_said() -> None:
    assert said() == []


def test_a_team_may_be_called_anything() -> None:
    for name in CORPUS:
        [_, row] = retros((Wanted(RoundId("r"), name, "dots", utc("24 14:05")),), "Europe/London", 2026)
        assert row["text"]["type"] == "plain_text"
        assert len(row["text"]["text"]) <= 300
