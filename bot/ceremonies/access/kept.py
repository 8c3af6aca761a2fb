"""What of a request for access is exported."""

from bot.ceremonies.access.state import Access
from bot.ceremonies.erased import who
from bot.model import Record, Round, Row


def record(round_: Round[Access]) -> tuple[Record, ...]:
    """The request as it stands."""
    state = round_.state
    owner, name = who(state.owner.id, state.owner.name)
    row: Row = {
        "round": round_.id,
        "opened_at": round_.opened_at,
        "what": state.what,
        "owner": owner,
        "owner_name": name,
        "asked_on": state.asked_on,
        "expected": state.expected,
        "ended": state.ended.how if state.ended else "",
        "ended_by": state.ended.name if state.ended else "",
    }
    return (Record("access_requests", row),)
