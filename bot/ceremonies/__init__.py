"""All ceremonies, by kind. To add one, write its file and give it a line here."""

from collections.abc import Mapping
from typing import Any

from bot.ceremonies import (
    access,
    action,
    assumption,
    blocker,
    checkpoint,
    decision,
    digest,
    epic,
    estimation,
    experiment,
    kpi,
    lookahead,
    news,
    quarter,
    question,
    retro,
    spike,
    sprint,
    standup,
)
from bot.model import Ceremony

CEREMONIES: Mapping[str, Ceremony[Any]] = {
    each.kind: each
    for each in (
        standup.CEREMONY,
        blocker.CEREMONY,
        news.CEREMONY,
        estimation.CEREMONY,
        spike.CEREMONY,
        sprint.CEREMONY,
        lookahead.CEREMONY,
        access.CEREMONY,
        epic.CEREMONY,
        quarter.CEREMONY,
        retro.CEREMONY,
        action.CEREMONY,
        digest.CEREMONY,
        question.CEREMONY,
        decision.CEREMONY,
        assumption.CEREMONY,
        experiment.CEREMONY,
        checkpoint.CEREMONY,
        kpi.CEREMONY,
    )
}
