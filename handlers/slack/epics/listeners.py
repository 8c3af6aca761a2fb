"""What epics and forecasts listen to: `/epic`, `/forecast`, and their forms."""

from handlers.slack.desk import Listeners
from handlers.slack.epics import drawings, epic_form, epics, forecast, outlook

LISTENERS = Listeners(
    commands={"epic": epics.epic, "forecast": forecast.forecast},
    clicks={
        drawings.EDIT: epics.edit_pressed,
        epics.REOPEN: epics.reopen_pressed,
        outlook.PICK: forecast.pick,
    },
    submits={epic_form.CALLBACK: epics.save, outlook.CALLBACK: forecast.done},
)
