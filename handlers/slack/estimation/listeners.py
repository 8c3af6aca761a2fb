"""What an estimation listens to."""

from bot.ceremonies.estimation import Again, Close, End
from handlers.slack.desk import Listeners
from handlers.slack.estimation import call_form, calling, drawings, results, settle_form, vote_form, voting

LISTENERS = Listeners(
    commands={"estimate": calling.estimate},
    clicks={
        drawings.VOTE: voting.vote,
        vote_form.PICK: voting.pick,
        drawings.CLOSE: voting.moves(Close),
        results.AGAIN: voting.moves(Again),
        drawings.END: voting.moves(End),
        results.SETTLE: voting.open_settle,
        drawings.CARD: voting.lay,
    },
    submits={
        call_form.CALLBACK: calling.call,
        vote_form.CALLBACK: voting.send,
        settle_form.CALLBACK: voting.settle,
    },
)
