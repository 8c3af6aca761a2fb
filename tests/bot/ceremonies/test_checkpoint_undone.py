"""What somebody decided and somebody else took back: whoever decided hears it, once, at work, and by whom."""

from dataclasses import replace

from bot.ceremonies.checkpoint import CEREMONY, Undo
from bot.ceremonies.checkpoint.shown import Ask
from bot.ceremonies.erased import SOMEBODY
from tests.bot.ceremonies.judging import ADA, BEN, GO_ON, LEA, STOP, Desk, ask, worked

TOLD = f"undone:{BEN.id}:"


def undone(desk: Desk) -> list[str]:
    return [each for each in desk.told() if each.startswith("undone")]


def its(desk: Desk) -> Ask:
    [slot] = [each for each in desk.shown() if each.startswith(TOLD)]
    return ask(desk, slot)


def test_whoever_decided_hears_it_at_work_by_name_of_who_took_it_back() -> None:
    desk = worked().act(GO_ON, at="23 15:00").act(Undo(), "Lea", at="23 23:30")
    assert undone(desk) == []
    desk.to("25 12:00")
    assert undone(desk) == ["undone Ben 24 14:00"]
    notice = its(desk)
    assert notice.undone is not None
    assert (notice.undone.by_name, notice.undone.judgement.going, notice.past) == ("Lea", "go on", "")


def test_who_takes_back_their_own_hears_nothing() -> None:
    desk = worked().act(GO_ON, at="23 15:00").act(Undo(), "Ben").to("25 12:00")
    assert undone(desk) == []


def test_each_time_that_it_is_taken_back_is_told_once() -> None:
    desk = worked().act(GO_ON, at="23 15:00").act(Undo(), "Lea").to("23 16:00")
    desk.act(STOP, at="24 15:00").act(Undo(), "Lea").to("26 12:00")
    assert undone(desk) == ["undone Ben 23 15:00", "undone Ben 24 15:00"]
    assert [each.undone and each.undone.judgement.going for each in asks(desk)] == ["go on", "stop"]


def asks(desk: Desk) -> list[Ask]:
    return [ask(desk, each) for each in desk.shown() if each.startswith(TOLD)]


def test_who_decided_anew_by_then_need_not_hear_it() -> None:
    desk = worked().act(GO_ON, at="23 23:00").act(Undo(), "Lea", at="23 23:30")
    desk.act(STOP, at="23 23:40").to("26 12:00")
    assert undone(desk) == []


def test_what_somebody_else_decides_by_then_stands_in_it() -> None:
    desk = worked().act(GO_ON, at="23 15:00").act(Undo(), "Lea", at="23 23:30")
    desk.act(STOP, "Lea", at="23 23:40").to("25 12:00")
    assert undone(desk) == ["undone Ben 24 14:00"]
    assert its(desk).judgement == desk.state.judgement


def test_a_newer_checkpoint_by_then_does_not_keep_it_from_them() -> None:
    desk = worked().act(GO_ON, at="27 22:30").act(Undo(), "Lea", at="27 22:40")
    desk.close(13, "27 22:50", "2026-11-21 00:00").to("2026-12-01 12:00")
    assert (desk.state.phase, undone(desk)) == ("outdated", ["undone Ben 30 14:00"])
    assert desk.round().over


def test_who_has_left_hears_nothing() -> None:
    desk = worked().act(GO_ON, at="23 15:00").act(Undo(), "Lea", at="23 23:30")
    desk.changed(replace(BEN, active=False)).to("25 12:00")
    assert undone(desk) == []


def test_a_lead_whom_nobody_named_hears_it_too() -> None:
    desk = worked().act(GO_ON, "Lea", at="23 15:00").act(Undo(), at="23 15:30").to("25 12:00")
    assert undone(desk) == ["undone Lea 23 15:30"]


def test_the_owner_who_was_asked_for_a_verdict_reads_who_took_that_back() -> None:
    desk = worked().act(STOP, at="23 15:00").to("24 12:00").act(Undo(), "Lea")
    notice = ask(desk, f"verdict:{ADA.id}:1")
    assert (notice.past, notice.undone and notice.undone.by_name) == ("answered", "Lea")


def test_names_in_it_are_erased() -> None:
    desk = worked().act(GO_ON, at="23 15:00").act(Undo(), "Lea").to("24 12:00")
    assert CEREMONY.erase is not None
    [left] = CEREMONY.erase(CEREMONY.erase(desk.state, LEA.id), BEN.id).undone
    assert (left.by_name, left.judgement.by_name) == (SOMEBODY, SOMEBODY)
