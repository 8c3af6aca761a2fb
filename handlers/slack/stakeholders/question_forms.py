"""The forms of a question: to ask it below a digest, and to answer it."""

import json
from collections.abc import Mapping
from typing import Any

from bot.ceremonies.question import Question
from bot.ceremonies.question.state import ANSWER, QUESTION
from bot.model import RoundId
from handlers.slack import blocks, inputs
from handlers.slack.blocks import Json
from handlers.slack.filled import filled
from handlers.slack.text import clip, line, name

ASK_FORM, ANSWER_FORM = "question.asked", "question.answered"
TEXT = "text"


def ask_view(digest: RoundId, channel: str, *, public: bool) -> Json:
    """What does somebody want to know? `channel`: where they read the digest."""
    where = "The answer comes to you alone."
    if public:
        where = (
            "The answer comes to you, and stands below the digest with your question and your name, for all who read it"
            " here. Until it is answered, each later digest here shows both."
        )
    pieces = [
        inputs.text_input(
            TEXT, "Your question", "", "The team reads your name with it.", limit=QUESTION, multiline=True
        ),
        blocks.context(where),
    ]
    note = json.dumps({"round": digest, "channel": channel})
    return blocks.modal(ASK_FORM, "Ask the team", pieces, submit="Ask", metadata=note)


def read_ask(payload: Mapping[str, Any]) -> tuple[RoundId, str, str]:
    """Below which digest, in which channel, and what. Raises NotFound for a stale form."""
    form = filled(payload)
    return RoundId(form.noted("round")), form.noted("channel"), form.text(TEXT)


def answer_view(round_: RoundId, state: Question) -> Json:
    """What the team says."""
    where = "It stands below the digest too." if state.below.public else "It goes to them alone."
    pieces = [
        blocks.context(f"{name(state.asker.name)}: {clip(line(state.text), QUESTION) or '–'}"),
        inputs.text_input(
            TEXT, "Your answer", "", f"It is read outside of the team, with your name. {where}", limit=ANSWER,
            multiline=True,
        ),
    ]  # fmt: skip
    return blocks.modal(
        ANSWER_FORM, "Answer", pieces, submit="Send it", metadata=json.dumps({"round": round_})
    )


def read_answer(payload: Mapping[str, Any]) -> tuple[RoundId, str]:
    """Which, and what is said. Raises NotFound for a stale form."""
    form = filled(payload)
    return RoundId(form.noted("round")), form.text(TEXT)
