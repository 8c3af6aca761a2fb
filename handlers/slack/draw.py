"""Every notice's drawing on Slack. To add one, give it a line here and an example in examples.py."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.ceremonies import blocker, epic, news, standup, survey
from bot.ceremonies.access import shown as access
from bot.ceremonies.action import shown as action
from bot.ceremonies.assumption import shown as assumption
from bot.ceremonies.checkpoint import shown as checkpoint
from bot.ceremonies.decision import shown as decision
from bot.ceremonies.digest import shown as digest
from bot.ceremonies.estimation import notices as estimation
from bot.ceremonies.experiment import shown as experiment
from bot.ceremonies.kpi import shown as kpi
from bot.ceremonies.lookahead import shown as lookahead
from bot.ceremonies.question import shown as question
from bot.ceremonies.retro import notices as retro
from bot.ceremonies.spike import notices as spike
from bot.ceremonies.sprint import notices as sprint
from bot.model import Notice
from handlers.slack import survey as survey_
from handlers.slack.access import drawings as access_
from handlers.slack.action import drawings as action_
from handlers.slack.assumption import drawings as assumption_
from handlers.slack.blocker import drawings as blocker_
from handlers.slack.checkpoint import drawings as checkpoint_
from handlers.slack.decision import drawings as decision_
from handlers.slack.drawing import Drawing
from handlers.slack.epics import drawings as epics_
from handlers.slack.estimation import drawings as estimation_
from handlers.slack.estimation import results
from handlers.slack.experiment import drawings as experiment_
from handlers.slack.kpi import drawings as kpi_
from handlers.slack.lookahead import drawings as lookahead_
from handlers.slack.news import drawings as news_
from handlers.slack.retro import ballots as retro_ballots
from handlers.slack.retro import digest as retro_digest
from handlers.slack.retro import drawings as retro_
from handlers.slack.retro import topics as retro_topics
from handlers.slack.spike import drawings as spike_
from handlers.slack.spike import results as spike_results
from handlers.slack.sprint import drawings as sprint_
from handlers.slack.stakeholders import asked
from handlers.slack.stakeholders import drawings as stakeholders_
from handlers.slack.standup import drawings as standup_

__all__ = ["DRAWINGS", "Drawing", "draw"]

DRAWINGS: Mapping[type[Notice], Callable[[Any], Drawing]] = {
    access.AskLead: access_.ask_lead,
    access.Nudge: access_.nudge,
    action.AskLead: action_.ask_lead,
    action.Nudge: action_.nudge,
    assumption.Ask: assumption_.ask,
    assumption.Card: assumption_.card,
    blocker.Card: blocker_.card,
    checkpoint.Ask: checkpoint_.ask,
    checkpoint.Card: checkpoint_.card,
    decision.Ask: decision_.ask,
    decision.Card: decision_.card,
    kpi.Card: kpi_.card,
    kpi.Turned: kpi_.turned,
    digest.Told: stakeholders_.told,
    epic.Crossed: epics_.crossed,
    estimation.Ask: estimation_.ask,
    estimation.Card: estimation_.card,
    estimation.Changed: estimation_.changed,
    estimation.Recount: results.recount,
    estimation.Remind: estimation_.remind,
    estimation.Result: results.result,
    estimation.Talk: results.talk,
    experiment.Came: experiment_.came,
    experiment.Card: experiment_.card,
    experiment.Decided: experiment_.decided,
    lookahead.Card: lookahead_.card,
    lookahead.Digest: lookahead_.digest,
    news.Story: news_.story,
    retro.Actions: retro_topics.agreed,
    retro.Ballot: retro_ballots.ballot,
    retro.Card: retro_.card,
    retro.Digest: retro_digest.digest,
    retro.Notes: retro_.notes,
    retro.Rest: retro_digest.rest,
    retro.Topic: retro_topics.topic,
    question.Answered: asked.answered,
    question.Asked: asked.asked,
    question.Came: asked.came,
    question.Card: asked.card,
    question.Remind: asked.remind,
    spike.AskAgain: spike_.ask_again,
    spike.AskLead: spike_.ask_lead,
    spike.Card: spike_.card,
    spike.Decided: spike_results.decided,
    spike.Remind: spike_.remind,
    spike.Yours: spike_.yours,
    sprint.Card: sprint_.card,
    sprint.Closed: sprint_.closed,
    sprint.Ending: sprint_.ending,
    sprint.Plan: sprint_.plan,
    sprint.Why: sprint_.why,
    standup.Ask: standup_.ask,
    standup.Digest: standup_.digest,
    survey.Ask: survey_.ask,
    survey.Board: survey_.board,
    survey.Digest: survey_.digest,
    survey.FullAnswer: survey_.full_answer,
    survey.Remind: survey_.remind,
}


def draw(notice: Notice) -> Drawing:
    """What a notice looks like on Slack."""
    return DRAWINGS[type(notice)](notice)
