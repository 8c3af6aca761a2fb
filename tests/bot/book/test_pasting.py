"""Stories as people paste them."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.book.pasting import LINK, MOST, NAME, TEXT, TITLE, Draft, Pasted, Remark, read, read_line, titled


def titles(pasted: str) -> list[str]:
    return [each.title for each in read(pasted).drafts]


def said(pasted: str) -> list[tuple[int, str]]:
    return [(each.line, each.words) for each in read(pasted).remarks if each.refused]


def test_a_line_is_a_story() -> None:
    assert titles("Churn by region\n\n  Clean the March data  \r\n") == [
        "Churn by region",
        "Clean the March data",
    ]


def test_the_signs_of_a_list_are_no_part_of_a_title() -> None:
    assert titles("- one\n* two\n• three\n4. four\n5) five\n-six\n2026 in numbers") == [
        "one",
        "two",
        "three",
        "four",
        "five",
        "-six",
        "2026 in numbers",
    ]


@pytest.mark.parametrize(
    ("pasted", "title", "link"),
    [
        ("Churn https://x.org/a", "Churn", "https://x.org/a"),
        ("https://x.org/a: Churn", "Churn", "https://x.org/a"),
        ("Churn (https://x.org/a)", "Churn", "https://x.org/a"),
        ("See https://x.org/a and https://x.org/b", "See and https://x.org/b", "https://x.org/a"),
        ("https://jira.example.org/browse/DS-12", "DS-12", "https://jira.example.org/browse/DS-12"),
        ("https://x.org/a%20b/", "a b", "https://x.org/a%20b/"),
        ("https://x.org", "x.org", "https://x.org"),
        ("HTTPS://X.org/Y", "Y", "HTTPS://X.org/Y"),
    ],
)
def test_the_first_address_is_the_link(pasted: str, title: str, link: str) -> None:
    assert read(pasted).drafts == (Draft(title, link=link),)


def test_csv_is_known_by_its_first_line() -> None:
    pasted = (
        "Title,Description,URL,Epic,Asked by,Type,Stage\n"
        'Churn,"Why, and\nwhere?",https://x.org/1,Retention,Sales,Experiment,prototype\n'
        "\n"
        "Clean March,,,,,,\n"
    )
    assert read(pasted) == Pasted(
        (
            Draft(
                "Churn",
                "Why, and\nwhere?",
                "https://x.org/1",
                "Retention",
                "Sales",
                "experiment",
                "prototype",
            ),
            Draft("Clean March"),
        )
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_other_delimiters_and_unknown_columns_do_no_harm(delimiter: str) -> None:
    assert read(f"id{delimiter}summary{delimiter}epic\n1{delimiter}Churn{delimiter}").drafts == (
        Draft("Churn"),
    )


def test_a_text_about_titles_is_no_csv() -> None:
    for first in ("Rename title, and more", "Name, surname mixed up", "Title fight; round two"):
        assert titles(f"{first}\nChurn") == [first, "Churn"]


def test_a_row_with_more_cells_than_columns_loses_none_silently() -> None:
    assert said("title,epic\nFix churn, again, please") == [
        (2, "has more cells than the first line names; put a text that holds commas into quotes")
    ]


def test_two_columns_of_one_name_are_refused() -> None:
    assert said("title,summary\na,b") == [(1, "names a column of titles twice")]


def test_what_cannot_be_taken_is_named_by_its_line_and_the_rest_goes_on() -> None:
    pasted = "\n".join(
        [
            "title,link,kind,stage,epic",
            "Good,,,,",
            ",https://x.org,,,",
            "Bad link,ftp://x,,,",
            "Bad link,javascript:alert(1),,,",
            "Bad kind,,epic,,",
            "Bad stage,,,done,",
            f"{'x' * (TITLE + 1)},,,,",
            f"Long epic,,,,{'x' * (NAME + 1)}",
            f"Long link,https://x.org/{'x' * LINK},,,",
            "Good too,,debt,idea,E",
        ]
    )
    assert titles(pasted) == ["Good", "Good too"]
    assert said(pasted) == [
        (3, "has no title"),
        (4, "its link does not begin with http:// or https://"),
        (5, "its link does not begin with http:// or https://"),
        (6, "its kind is not one of feature, experiment, spike, debt"),
        (7, "its stage is not one of idea, prototype, production"),
        (8, "its title has 151 characters; 150 are the most"),
        (9, "its epic has 61 characters; 60 are the most"),
        (10, f"its link has {len('https://x.org/') + LINK} characters; 2000 are the most"),
    ]


def test_a_long_line_without_columns_is_named_too() -> None:
    assert said("ok\n" + "x" * 200) == [(2, "its title has 200 characters; 150 are the most")]


def test_a_formula_is_kept_as_the_text_that_it_is() -> None:
    formula = '=HYPERLINK("https://evil.example","x")'
    found = read(f"{formula}\n-1 day of lag")
    assert [(each.title, each.link) for each in found.drafts] == [(formula, ""), ("-1 day of lag", "")]
    kept = "begins like a formula; it is kept as plain text"
    assert found.remarks == (Remark(1, kept, refused=False), Remark(2, kept, refused=False))


def test_more_than_can_be_taken_at_once_is_said() -> None:
    found = read("\n".join(f"Story {number}" for number in range(MOST + 5)))
    assert len(found.drafts) == MOST
    assert [(each.line, each.words[:25]) for each in found.remarks] == [
        (MOST + 1, "only 200 stories are take")
    ]


def test_quotes_that_do_not_close_are_named_and_swallow_nothing() -> None:
    pasted = 'title,text\nA,b\n"Churn,why\nClean,March'
    assert [each.title for each in read(pasted).drafts] == ["A"]
    assert said(pasted) == [(3, "its quotes do not end where a cell does; from here on nothing was read")]


def test_a_quote_after_a_space_is_a_quote() -> None:
    [draft] = read('title, text\nChurn, "by region, and day"').drafts
    assert draft.text == "by region, and day"


def test_a_title_is_one_line() -> None:
    assert said('title,text\n"Churn\nby region",x') == [(2, "its title goes over several lines")]


def test_a_column_that_is_not_kept_is_named() -> None:
    found = read("title,text,priority\nChurn,why,1")
    assert [each.title for each in found.drafts] == ["Churn"]
    assert found.remarks == (Remark(1, "the column “priority” is not kept", refused=False),)


def test_a_head_without_rows_says_so() -> None:
    assert said("title,text") == [(1, "names the columns, and no story stands below it")]


@pytest.mark.parametrize("address", ["http://[::1", "http://[", "https://[x"])
def test_an_address_that_is_none_is_one_line_that_is_refused(address: str) -> None:
    found = read(f"Fine\n{address}")
    assert [each.title for each in found.drafts] == ["Fine"]
    assert [each.line for each in found.remarks] == [2]
    assert read_line(address).title


def test_a_title_is_as_long_as_where_it_is_typed() -> None:
    assert not said("🙂" * 75)
    assert said("🙂" * 76) == [(1, "its title has 152 characters; 150 are the most")]


@given(st.text(max_size=400))
def test_whatever_is_pasted_is_a_story_or_a_remark(pasted: str) -> None:
    found = read(pasted)
    for each in found.drafts:
        assert 0 < len(each.title) <= TITLE
        assert len(each.link) <= LINK
        assert len(each.text) <= TEXT
    if pasted.strip() and not found.remarks:
        assert found.drafts or "title" in pasted.casefold() or "sum" in pasted.casefold()


@given(st.lists(st.tuples(st.text(min_size=1, max_size=20), st.text(max_size=20)), max_size=5))
def test_rows_that_csv_wrote_are_read_back(rows: list[tuple[str, str]]) -> None:
    kept = [(a.strip(), b.strip()) for a, b in rows if len(a.strip().splitlines()) == 1 and "\0" not in a + b]
    out = io.StringIO()
    csv.writer(out).writerows([("title", "text"), *kept])
    assert [(each.title, each.text) for each in read(out.getvalue()).drafts] == kept


@given(st.text(min_size=1, max_size=80))
def test_any_address_gives_a_title(path: str) -> None:
    assert titled(f"https://x.org/{path}")
