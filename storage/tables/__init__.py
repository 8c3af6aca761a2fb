"""The tables. Every row carries its workspace, and every key or index of a query bound to one begins with it."""

from storage.tables.asking import checks, erasures, homes
from storage.tables.base import metadata
from storage.tables.book import (
    answers,
    blockers,
    claims,
    epics,
    estimates,
    spikes,
    sprints,
    standups,
    stories,
)
from storage.tables.people import absences, people, seats, teams, workspaces
from storage.tables.reporting import hooks, reports
from storage.tables.rounds import RUNS, acts, plans, rounds
from storage.tables.sending import SENDING, UNFINISHED, gates, inbox, paces, slots

__all__ = [
    "RUNS",
    "SENDING",
    "UNFINISHED",
    "absences",
    "acts",
    "answers",
    "blockers",
    "checks",
    "claims",
    "epics",
    "erasures",
    "estimates",
    "gates",
    "homes",
    "hooks",
    "inbox",
    "metadata",
    "paces",
    "people",
    "plans",
    "reports",
    "rounds",
    "seats",
    "slots",
    "spikes",
    "sprints",
    "standups",
    "stories",
    "teams",
    "workspaces",
]
