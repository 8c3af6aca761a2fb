"""When the app does not answer as it should: why, and the sentence that the person's Slack client shows."""


class SilenceError(Exception):
    """No good answer came in time. `reason` is Slack's word for it, as in `x-slack-retry-reason`."""

    def __init__(self, reason: str = "timeout", status: int | None = None, *, final: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        #: What the app answered over HTTP, if it did.
        self.status = status
        #: The app asked not to be told again.
        self.final = final


class NobodyError(SilenceError):
    """There was nobody to ask."""


NOT_A_COMMAND = (
    '{command} is not a valid command. In Slack, all messages that start with the "/" character are '
    "interpreted as commands. If you are trying to send a message and not run a command, try preceding "
    'the "/" with an empty space.'
)
SLOW = "⚠️ This app took too long to respond."
STATUS = "⚠️ This app responded with Status Code {}."
TROUBLE = "We had some trouble connecting. Try again?"
NOT_INTERACTIVE = "⚠️ This app is not configured to handle interactive responses."
GONE = "⚠️ This app is no longer installed in this workspace."
NO_MESSAGES = "Sending messages to this app has been turned off."

_CLIENT_ERRORS, _SERVER_ERRORS = 400, 500


def after_command(name: str, silence: SilenceError) -> str:
    if isinstance(silence, NobodyError):
        return f'{name} failed with the error "dispatch_unknown_error": the app did not respond.'
    return f'{name} failed with the error "{_code(silence)}"'


def _code(silence: SilenceError) -> str:
    if silence.reason == "http_timeout":
        return "operation_timeout"
    if silence.status is not None and silence.status >= _SERVER_ERRORS:
        return "http_service_error"
    if silence.status is not None and silence.status >= _CLIENT_ERRORS:
        return "http_client_error"
    return "dispatch_failed"


def after_interaction(kind: str, silence: SilenceError) -> str | None:
    """A modal that was closed is gone, and nobody waits for the app."""
    if kind == "view_closed":
        return None
    if kind == "view_submission":
        return TROUBLE
    return STATUS.format(silence.status) if silence.status is not None else SLOW
