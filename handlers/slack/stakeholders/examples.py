"""One example of each state of a digest for people outside of the team, and of a question: messages and modals."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time

from bot.ceremonies.digest import Finding, Finished, Juncture, Need, Open, Settings, Tried, Worth
from bot.ceremonies.digest.shown import Chapter, Page, Told
from bot.ceremonies.question import Below, Question
from bot.ceremonies.question.shown import Answered, Asked, Came, Card, Remind
from bot.model import ChannelId, Dm, Elsewhere, EpicBar, Member, MemberId, Notice, Room, RoundId, Thread
from bot.shell.digests import Wish
from handlers.slack.blocks import Json
from handlers.slack.stakeholders import question_forms, setup_form

_ROUND, _ASKED, _THERE = RoundId("round-41"), RoundId("round-42"), ChannelId("C0LEAD")
_MARTA, _OLIVER = MemberId("U0MARTA"), MemberId("U0OLIVER")
_FROM, _TO = date(2026, 11, 20), date(2026, 11, 27)
_seasonal = Finding(
    "Churn model v2",
    "Is churn seasonal?",
    "Yes, by a third: it peaks in January and after the summer. See https://wiki.example.com/churn",
    "proved",
    "estimable",
    "Churn by season",
)
_calls = Finding(
    "Churn model v2",
    "Do call logs tell more than tickets?",
    "They say the same, later.",
    "disproved",
    "drop",
    "Read the call logs",
)
_other = Finding("", "Can the nightly jobs run on the new scheduler?", "Yes, all but two.", "", "answered")
_tried = Tried(
    "Churn model v2",
    "Do we build the feature store for calls?",
    "Calls tell more than tickets do",
    "proved",
    "Build it in the first quarter",
    "F1",
    "points",
    70,
    85,
    7_500_000,
    "EUR",
)
_not_so = Tried(
    "Churn model v2",
    "Do we buy weather data?",
    "Weather moves churn",
    "disproved",
    "We do not buy it",
    "F1",
    "points",
    78,
    78.2,
)
_junctures = (
    Juncture("Churn model v2", "Scores are computed at night, and not when they are asked for"),
    Juncture("Churn model v2", "Labels are kept for three years", replaces=True),
    Juncture("Churn model v2", "One model for all regions", "reversed"),
)
_churn = Chapter(
    "Churn model v2",
    Worth("Churn model v2", 13, 40, 2, 38, "Q4 2026", "on"),
    (Finished("Churn model v2", "Labels for October"), Finished("Churn model v2", "A first model")),
    (_seasonal, _calls),
    (_tried,),
    _junctures[:1],
)
_contracts = Chapter("Data contracts", Worth("Data contracts", 0, 21, 0, 0, "Q1 2027", "late"))
_needs = (
    Need("value", ("A dashboard for the shops", "Alerts by mail", "Export to the ledger"), 5, "Cost report"),
    Need("aim", ("Cost report",)),
    Need("owner", ("Cost report", "Data contracts"), 2),
    Need("access", ("Read access to the billing tables",), day=date(2026, 11, 24)),
)
_open = Open("When can the shops see it?", "Marta Ruiz", date(2026, 11, 23), _MARTA, _THERE)
_page = Page((_churn, _contracts, Chapter("", None, (), (_other,))), _needs, (_open,))
_bars = (EpicBar("Churn model v2", 13, 27, 2), EpicBar("Data contracts", 0, 21))
_told = Told(
    Elsewhere(_THERE, "leadership"),
    _ROUND,
    "Data science",
    _FROM,
    _TO,
    ("learnt", "worth", "decided", "needed"),
    _page,
    bars=_bars,
)
_long = replace(_seasonal, text="It depends on the month & the shop. " * 16, question="Why? " * 40)
_many = tuple(
    Chapter(
        f"{'Epic <' * 9} {n}", Worth(f"Epic {n}", n, 30), (Finished("", "Done & dusted " * 14),), (_long,)
    )
    for n in range(10)
)
_WORDS = "When can the shops see <churn> & its reasons?\nWe plan the new year now."
_SAYS = "From the second week of January on: https://wiki.example.com/churn"
_card = Card(Room(), _ASKED, _WORDS, "Marta Ruiz", _TO, public=True)
_sent = Asked(Dm(_MARTA), _ASKED, _WORDS, "Data science")
_came = Came(Dm(_MARTA), _ASKED, _WORDS, "Data science", "answered", "Priya Nair", _SAYS)
_remind = Remind(Dm(_OLIVER), _ASKED, _WORDS, "Marta Ruiz", "data-science", _TO)

NOTICES: Mapping[str, Notice] = {
    "stakeholders, a normal week": _told,
    "stakeholders, to one person": replace(_told, place=Dm(_MARTA)),
    "stakeholders, in the team's own channel": replace(_told, place=Room()),
    "stakeholders, of a team that is not named": replace(_told, called=""),
    "stakeholders, a quiet week": replace(_told, page=Page(), empty=True, bars=()),
    "stakeholders, a quiet week, epics as they were": replace(
        _told, page=Page((replace(_churn, finished=(), findings=()), _contracts)), empty=True
    ),
    "stakeholders, only what was decided": replace(
        _told, sections=("decided",), page=Page((Chapter("Churn model v2", None, (), (_seasonal, _calls)),))
    ),
    "stakeholders, experiments and decisions": replace(
        _told,
        page=Page(
            (
                Chapter(
                    "Churn model v2",
                    None,
                    (),
                    (),
                    (_tried, _not_so),
                    (*_junctures, replace(_junctures[2], standing="again")),
                ),
                Chapter(
                    "",
                    None,
                    (),
                    (),
                    (
                        Tried(
                            "",
                            "Do we sell by mail?",
                            "People read it",
                            "dropped",
                            "Nobody asks for it any more",
                        ),
                    ),
                ),
            ),
            (Need("verdict", ("Do we call whoever may leave?",)),),
        ),
        bars=(),
    ),
    "stakeholders, experiments, what they are worth alone": replace(
        _told,
        sections=("worth",),
        page=Page((Chapter("Churn model v2", None, (), (), (_tried, replace(_not_so, before=None))),)),
        bars=(),
    ),
    "stakeholders, a huge week": replace(_told, page=Page(_many), parts=4),
    "stakeholders, a huge week, its thread": replace(
        _told, place=Thread("channel"), page=Page(_many, left=7), part=2, parts=4, bars=()
    ),
    "stakeholders, a part of which nothing is left": replace(
        _told, place=Thread("channel"), page=Page(), part=3, parts=4, bars=()
    ),
    "stakeholders, a question that was taken back": replace(
        _told, page=Page((), (), (replace(_open, text="", name="", gone=True),)), bars=()
    ),
    "question": _card,
    "question, asked by direct message": replace(_card, public=False),
    "question, answered": replace(_card, ended="answered", by="Priya Nair", answer=_SAYS),
    "question, not ours": replace(_card, ended="not ours", by="Priya Nair"),
    "question, taken back": replace(_card, text="", ended="taken back", by="Marta Ruiz"),
    "question, as long as can be": replace(
        _card, text="& " * 500, ended="answered", by="Priya Nair", answer="<" * 2_000
    ),
    "question, to its asker": _sent,
    "question, to its asker, settled": replace(_sent, called="", ended="answered"),
    "question, to its asker, taken back": replace(_sent, text="", ended="taken back"),
    "question, to its asker: the answer": _came,
    "question, to its asker: not the team's": replace(_came, ended="not ours", answer=""),
    "question, answered below the digest": Answered(
        Thread("channel", _ROUND), _ASKED, _WORDS, "Marta Ruiz", "Priya Nair", _SAYS
    ),
    "question, to the lead": _remind,
    "question, to the channel, where nobody leads": replace(_remind, place=Room()),
    "question, to the lead: settled": replace(_remind, settled=True),
}

_state = Question(
    "Data science",
    "data-science",
    "Europe/London",
    _WORDS,
    Member(_MARTA, "Marta Ruiz", "Europe/Madrid"),
    datetime(2026, 11, 27, 16, tzinfo=UTC),
    Below(_ROUND, "channel", _TO, public=True),
)
_wish = Wish(Settings(_THERE, "leadership", people=(_MARTA,), called="Data science"), 3, time(14, 30))

MODALS: Mapping[str, Json] = {
    "set up a digest": setup_form.view(
        ChannelId("C0DATA"), "data-science", Wish(Settings()), "Europe/London", new=True
    ),
    "change a digest": setup_form.view(
        ChannelId("C0DATA"), "data-science", _wish, "Europe/London", new=False
    ),
    "ask the team": question_forms.ask_view(_ROUND, _THERE, public=True),
    "ask the team, alone": question_forms.ask_view(_ROUND, "D0MARTA", public=False),
    "answer a question": question_forms.answer_view(_ASKED, _state),
}
