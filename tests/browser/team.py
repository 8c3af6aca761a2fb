"""Three days of a data team's standup, for the pictures: what they answer, and what is in their way."""

from datetime import UTC, datetime

from tests.scenarios.stage import DATA, Stage

CLAIMS = "No read access to the 2025 claims table; ticket DATA-311 is with IT"
CLUSTER = "The GPU cluster is full until Thursday, so the second run waits"
LABELS = "Need 200 more labelled claims before the recall is worth reading"

#: (who, at which hour and minute in UTC, since last time, until next time, what is in the way)
TUESDAY = [
    ("UOLIVER", (9, 32), "Baseline for claim triage: AUC 0.81", "Calibrate it on the October claims", CLAIMS),
    ("UPRIYA", (9, 41), "Reviewed the leakage report", "Plan the labelling with Maya", ""),
    ("UMAYA", (14, 33), "Guidelines for labelling", "Label the first 200 claims", LABELS),
    (
        "UDIEGO",
        (14, 38),
        "Nightly feature job is green again",
        "Move the feature store to the new cluster",
        "",
    ),
    ("ULENA", (17, 31), "Drift dashboard, first version", "Alerts when the weekly PSI passes 0.2", ""),
]
WEDNESDAY = [
    (
        "UOLIVER",
        (9, 33),
        "Calibrated on September for now: Brier 0.14, down from 0.19",
        "Write up the calibration with reliability plots",
        "",
    ),
    ("UPRIYA", (9, 44), "Labelling plan agreed", "Second reading of 50 disputed labels", ""),
    (
        "UMAYA",
        (14, 34),
        "Labelled 120 of 200 claims, agreement 0.86",
        "Finish the 200 and compute recall at 5 % review",
        "",
    ),
    ("UDIEGO", (14, 41), "Half of the feature store moved", "Backfill, then compare both stores", CLUSTER),
]
TUESDAY_NIGHT = (
    "UAROHA",
    (20, 31),
    "Retrained churn without the leaky field",
    "Hold-out check by segment",
    "",
)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


async def set_up(play: Stage) -> None:
    """On Monday; Lena tells that she is away on Wednesday."""
    await play.command("UOLIVER", "/standup setup")
    await play.submit("UOLIVER", Reminders=[])
    await play.post("close", user="UOLIVER", all=True)
    await play.command("ULENA", "/standup away Wednesday")


async def tuesday(play: Stage) -> None:
    """Priya takes the access on, and somebody finds Maya's labels."""
    await _answer(play, 24, TUESDAY)
    await play.press("UPRIYA", "I'm on it", DATA)
    await _answer(play, 24, [TUESDAY_NIGHT])


async def wednesday(play: Stage) -> None:
    """Up to the evening in London."""
    await _answer(play, 25, WEDNESDAY)
    await play.at(at(25, 15))


async def _answer(play: Stage, day: int, answers: list[tuple[str, tuple[int, int], str, str, str]]) -> None:
    for user, (hour, minute), since, until, blocker in answers:
        await play.at(at(day, hour, minute))
        await play.answer(user, since, until, blocker)
