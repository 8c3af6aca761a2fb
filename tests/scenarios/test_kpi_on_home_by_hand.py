"""What a team's Homes say of its KPIs, assumptions and verdicts: silence at first, a line once it is wrong, and silence
again when that is over."""

from datetime import timedelta
from pathlib import Path

from tests.scenarios.stage import stage
from tests.scenarios.test_checkpoint_on_home_by_hand import ASKED, later, running
from tests.scenarios.test_experiment_by_hand import secret_of
from tests.scenarios.test_home import click, shown
from tests.scenarios.test_kpi_by_hand import keep, report
from tests.scenarios.test_sprint_by_hand import SUNDAY, added, utc

SPENT = "availability | : its error budget is spent 3 times over"


async def test_a_budget_that_machines_break_stands_on_every_home_of_the_team_until_it_is_over(
    tmp_path: Path,
) -> None:
    async with stage(tmp_path, SUNDAY) as play:
        await added(play, "Calibrate the model")
        await keep(play, kind="availability", threshold="99.9 %")
        known = await secret_of(play)
        for each in ("UOLIVER", "UDIEGO"):
            await play.post("home", user=each)
            assert ("KPIs" in await shown(play, each)) is (each == "UOLIVER")
        assert "KPIs | No reading yet: availability" in await shown(play), "his own"

        for number in range(5):
            await play.post("clock", advance=60)
            assert (await report(known, f"job {number}", availability=1.0))[0] == 201
        await later(play)
        assert "KPIs | Yours that do well: availability" in await shown(play)
        await play.post("clock", advance=60)
        status, said = await report(known, "job 5", availability=0.98)
        assert (status, said["sentence"]) == (201, "availability is 0.98; 334 % of its error budget is used.")
        await later(play)
        for each in ("UOLIVER", "UDIEGO"):
            assert SPENT in await shown(play, each), each

        await play.command("UOLIVER", "/kpi end availability")
        await later(play)
        assert "KPIs" not in await shown(play, "UDIEGO")


async def test_an_assumption_is_settled_from_home_and_its_work_stands_there_until_it_is_done(
    tmp_path: Path,
) -> None:
    async with stage(tmp_path, SUNDAY) as play:
        await added(play, "Calibrate the model")
        opened = await play.command("UOLIVER", "/assumption new Customers log in weekly")
        assert opened["view"], opened
        saved = await play.submit("UOLIVER", work="Find another sign", day="2027-01-05")
        assert saved["ok"], saved
        await play.post("close", user="UOLIVER", all=True)
        await play.post("home", user="UOLIVER")
        assert "assumption" not in (await shown(play)).casefold()
        await play.at(utc(5, 0, 1))
        await later(play)
        assert "An assumption to check |   | #1 Customers log in weekly" in await shown(play)
        await play.at(utc(5, 0, 1) + timedelta(days=3))
        assert "to be checked as of Tue 5 Jan" in await shown(play)

        opened = await click(play, "Broken")
        assert opened["view"], opened
        saved = await play.submit("UOLIVER", what="They stay logged in")
        assert saved["ok"], saved
        await later(play)
        said = await shown(play)
        assert "An assumption to check" not in said
        left = "Still to do, as assumptions broke | #1 Customers log in weekly: #2 · #data-science"
        assert left in said
        await play.command("UOLIVER", "/story done #2")
        await later(play)
        assert "Still to do" not in await shown(play)


async def test_a_verdict_that_is_owed_is_given_from_the_owners_home(tmp_path: Path) -> None:
    async with stage(tmp_path, SUNDAY) as play:
        await running(play)
        await play.at(utc(18, 9, 1))
        assert ASKED in await shown(play, "UDIEGO")
        await click(play, "Say what it came to", "UDIEGO")
        assert (await play.submit("UDIEGO", how="result", value="75", days="10"))["ok"]
        await later(play)
        await click(play, "Stop")
        saved = await play.submit("UOLIVER", reason="It costs too much")
        assert "churn-1 stops" in str(saved["ack"]), saved
        await later(play)
        said = await shown(play, "UDIEGO")
        assert said.startswith("Waiting for you | churn-1 stops. What did it come to?"), said
        assert "churn-1" not in await shown(play), "it is none of who decided"
        await play.at(utc(28, 9, 1))
        assert "churn-1 stops. What did it come to?" in await shown(play, "UDIEGO"), (
            "nothing else tells it by now"
        )

        opened = await click(play, "Give a verdict", "UDIEGO")
        assert opened["view"], opened
        saved = await play.submit("UDIEGO", verdict="disproved", decision="Tickets alone decide")
        assert saved["ok"], saved
        await later(play)
        said = await shown(play, "UDIEGO")
        assert "churn-1" not in said
        assert said.startswith("Waiting for you | Nothing to answer just now.")
