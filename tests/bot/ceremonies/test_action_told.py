"""Who is asked about an action whose owner leaves, which retros hear of it, and what is kept."""

from dataclasses import replace
from datetime import date

from bot import worktime
from bot.ceremonies.action import CEREMONY, Action, ActionStands, Carry, Done, Drop, Keep, Source, Take
from bot.ceremonies.action.shown import AskLead, show
from bot.model import Absence, Dm, MemberChanged, PlanChanged, Room, RoundId, Tell
from bot.rounds import fingerprint
from storage import codec
from tests.bot.ceremonies.agreed import ADA, AGREED, BEN, FRIDAY, LEA, NEXT, RETRO, Desk
from tests.factories import NEW_YORK, make_member, member_id, utc

# Who leaves.


def test_its_owner_leaves_and_a_lead_takes_it() -> None:
    desk = Desk().to("24 09:00")
    desk.members = (replace(ADA, active=False), BEN, LEA)
    desk.act(MemberChanged(ADA.id))
    desk.act(MemberChanged(ADA.id))
    [asked] = desk.shown().values()
    assert isinstance(asked, AskLead)
    assert (asked.place, asked.moot, asked.missing.left) == (Dm(LEA.id), False, True)
    desk.to("26 12:00")
    assert desk.told() == []
    desk.act(Take(), "Lea")
    assert desk.shown()[f"missing:{LEA.id}:1"].moot
    desk.to("27 12:00")
    assert desk.told() == [("due", LEA.id, utc("27 09:00"))]


def test_a_lead_who_was_asked_and_leaves_too_leaves_it_to_the_channel() -> None:
    desk = Desk().to("24 09:00")
    gone = replace(ADA, active=False)
    desk.members = (gone, BEN, LEA)
    desk.act(MemberChanged(ADA.id))
    desk.members = (replace(gone, name="Ada L."), BEN, LEA)
    desk.act(MemberChanged(ADA.id))
    assert len(desk.state.missed) == 1, "another name is no other matter"
    desk.members = (gone, BEN, replace(LEA, active=False))
    desk.act(MemberChanged(LEA.id))
    assert [each.place for each in desk.shown().values() if not each.moot] == [Room()]
    desk.act(MemberChanged(BEN.id))
    desk.act(Take(), "Ben")
    assert len(desk.state.missed) == 1 + 1
    assert desk.state.owner == BEN


def test_where_nobody_leads_the_channel_is_asked_and_anybody_may_take_it() -> None:
    desk = Desk(members=(ADA, BEN)).to("24 09:00")
    desk.members = (BEN,)
    desk.act(MemberChanged(ADA.id))
    [asked] = desk.shown().values()
    assert asked.place == Room()
    desk.act(Take(), "Ben")
    assert desk.state.owner == BEN
    assert desk.state.missing is None


def test_who_is_not_at_work_for_months_is_asked_about_until_they_are_back() -> None:
    desk = Desk(absences=(Absence(ADA.id, date(2026, 11, 24), date(2027, 6, 1)),))
    [asked] = desk.shown().values()
    assert isinstance(asked, AskLead)
    assert (asked.missing.left, asked.moot) == (False, False)
    desk.absences = ()
    desk.act(MemberChanged(ADA.id), at="24 08:00")
    assert desk.state.missing is None
    assert all(each.moot for each in desk.shown().values())


def test_hours_and_days_that_change_are_followed() -> None:
    desk = Desk().to("24 09:00")
    desk.members = (replace(ADA, zone=NEW_YORK, name="Ada L."), BEN, LEA)
    desk.act(MemberChanged(ADA.id))
    assert desk.stands()[-1].owner_name == "Ada L."
    desk.to("27 15:00")
    assert desk.reminders()[-1] == ("due", utc("27 14:00"))


# Who hears of it.


def test_the_retros_that_show_it_hear_which_round_it_is_and_each_change_once() -> None:
    desk = Desk()
    assert desk.round.wake_at == desk.at
    desk.to(AGREED)
    first = ActionStands(2, RoundId("action-1"), "Split the job", ADA.id, "Ada", FRIDAY, "", "open", "")
    assert desk.told_others == [Tell(RETRO.round, first)]
    desk.to("27 12:00")
    assert len(desk.told_others) == 1, "reminders are nobody's news"
    desk.act(Carry(NEXT))
    assert len(desk.told_others) == 1
    desk.act(Keep(date(2026, 12, 4), "Soon"))
    moved = replace(first, due=date(2026, 12, 4), why="Soon", why_by=ADA.id)
    assert desk.told_others[1:] == [Tell(RETRO.round, moved), Tell(NEXT.round, replace(moved, item=0))]
    desk.act(Carry(Source(RoundId("retro-3"), 5)))
    desk.act(Done())
    assert [(each.round, each.act) for each in desk.told_others[3:]] == [
        (RETRO.round, replace(moved, standing="done", why="", why_by=ADA.id)),
        (RoundId("retro-3"), replace(moved, standing="done", why="", why_by=ADA.id, item=5)),
    ]


def test_a_retro_that_carries_what_it_agreed_itself_hears_once() -> None:
    desk = Desk().to(AGREED)
    desk.act(Carry(RETRO))
    desk.act(Done())
    assert len(desk.told_others) == 2


def test_without_a_retro_nobody_is_told() -> None:
    desk = Desk(source=None).to("27 12:00")
    desk.act(Done())
    assert desk.told_others == []
    assert [matter for matter, _ in desk.reminders()] == ["mid", "due"]


def test_news_that_are_none_of_its_change_nothing() -> None:
    desk = Desk().to("24 09:00")
    before = desk.state
    for act in (PlanChanged(), MemberChanged(BEN.id)):
        desk.act(act)
    assert desk.state == before


# What is kept.


def test_its_line_in_the_export() -> None:
    desk = Desk()
    desk.act(Drop("We do not need it"))
    assert CEREMONY.record
    [line] = CEREMONY.record(desk.round)
    assert line.table == "actions"
    assert line.row == {
        "round": "action-1",
        "text": "Split the job",
        "owner": member_id("Ada"),
        "owner_name": "Ada",
        "due": FRIDAY,
        "link": "",
        "standing": "dropped",
        "why": "We do not need it",
        "agreed_on": date(2026, 11, 23),
    }


def test_what_is_erased_is_in_none_of_it() -> None:
    desk = Desk(owner=make_member("Zebedee")).to("27 09:00")
    desk.act(Keep(None, "My quince is ill"), "Zebedee")
    desk.members = (BEN, LEA)
    desk.act(MemberChanged(member_id("Zebedee")))
    assert CEREMONY.erase
    erased = CEREMONY.erase(desk.state, member_id("Zebedee"))
    raw = codec.dump(Action, erased)
    assert "Zebedee" not in raw
    assert "quince" not in raw
    assert "Split the job" in raw
    assert set(show(desk.round.id, erased)) == set(desk.shown()), "no slot is dropped"
    desk = Desk(owner=make_member("Zebedee"))
    desk.act(Drop("My quince is ill"), "Zebedee")
    raw = codec.dump(Action, CEREMONY.erase(desk.state, member_id("Zebedee")))
    assert "quince" not in raw
    assert "Zebedee" not in raw
    assert CEREMONY.erase(desk.state, BEN.id) == desk.state


def test_what_only_its_sending_needs_is_not_part_of_what_is_seen() -> None:
    [nudge] = Desk().to("25 12:00").nudges()
    assert fingerprint(nudge) == fingerprint(replace(nudge, state=None))
    assert nudge.goes(utc("25 12:00")) == utc("25 12:00")
    assert nudge.goes(utc("25 23:00")) == utc("26 09:00")
    assert nudge.goes(utc("26 23:00")) is None, "that morning it is due"
    assert worktime.at_work(ADA, utc("25 12:00"))
