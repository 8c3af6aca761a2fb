"""One example of each thing that is said of somebody's own data."""

from collections.abc import Mapping
from datetime import date

from bot.keeping.mine import Kept
from handlers.slack.desk import Reply
from handlers.slack.takeout.listeners import LARGE, MAKING, SCOPE, UNSENT
from handlers.slack.takeout.words import SENT, told

REPLIES: Mapping[str, Reply] = {
    "my data": told(Kept({"answers": 41, "blockers": 3, "absences": 1, "members": 2}, date(2026, 9, 14))),
    "my data, nothing written": told(Kept({"members": 1}, None)),
    "my data, being erased": told(Kept({}, None, going=True)),
    "my data, sent": Reply(SENT),
    "export, being made": Reply(MAKING.format("#data-science")),
    "export, not taken": Reply(UNSENT.format("file_uploads_disabled")),
    "export, no scope": Reply(SCOPE),
    "export, too large": Reply(LARGE),
}
