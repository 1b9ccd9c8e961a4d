"""A real browser that asks in SQL: rows, a chart, a file, and words where there is no answer."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import CHART, SCREENS, Visit
from warehouse.ask import asked
from warehouse.publish import newest

pytestmark = pytest.mark.server
QUESTION = "select action_group, count(*) as events from audit_events group by all order by all"
REFUSED = (
    ("select nothing from nowhere", "nowhere"),
    ("select * from read_csv('/etc/passwd')", "disabled"),
    ("drop table audit_events", "SELECT"),
)


@pytest.fixture(scope="module")
def address(demo_address: str) -> str:
    """The demo's dashboard is asked."""
    return demo_address


def ask(visit: Visit, question: str) -> Page:
    """The page once the question was typed in and its answer stands there."""
    page = visit.page
    page.get_by_role("textbox", name="Question in SQL").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.wait_for_function(
        "typed => new URL(location).searchParams.get('query') === typed", arg=question
    )
    return visit.drawn()


def test_an_answer_is_a_table_a_chart_and_a_file(visit: Visit) -> None:
    """A question that is typed in gives rows to read, to see and to take away."""
    visit.open("sql")
    page = ask(visit, QUESTION)
    rows = page.get_by_text(re.compile(r"^\d+ rows$")).inner_text()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="JSON lines").click()
    taken = Path(waiting.value.path()).read_text().splitlines()
    assert rows == f"{len(taken)} rows"
    assert sum(json.loads(line)["events"] for line in taken) == 20_000
    page.get_by_role("tab", name="Chart").click()
    expect(page.locator(CHART)).to_be_visible()
    visit.drawn()
    assert visit.marks(0).count() == len(taken)


def test_a_saved_question_is_asked(visit: Visit) -> None:
    """Choosing one puts its text into the editor, and its answer below."""
    page = visit.open("sql")
    page.get_by_role("combobox", name="Saved questions").click()
    page.get_by_role("option").first.click()
    expect(page.get_by_text(re.compile(r"^(The first )?[\d,]+ rows$"))).to_be_visible()
    expect(page.get_by_role("textbox", name="Question in SQL")).to_have_value(re.compile("from"))


def test_the_sql_of_a_chart_can_be_changed_and_asked(visit: Visit) -> None:
    """From the chart's text to the SQL screen with the text in its editor, and an answer."""
    page = visit.open("")
    page.get_by_role("button", name="SQL").nth(4).click()
    page.get_by_role("link", name="Change it and ask").click()
    page.wait_for_url("**/sql?*")
    editor = visit.drawn().get_by_role("textbox", name="Question in SQL")
    expect(editor).to_have_value(re.compile("from activity_between"))
    expect(page.get_by_role("button", name="Parquet")).to_be_visible()
    editor.fill("select 42 as answer")
    editor.press("Control+Enter")
    page.wait_for_url("**/sql?*42+as+answer*")
    expect(visit.drawn().get_by_text("1 rows")).to_be_visible()


def test_what_may_not_be_asked_is_refused_in_words(visit: Visit) -> None:
    """A mistake, another file and a change each get a sentence, and the next question an answer."""
    visit.open("sql")
    for question, word in REFUSED:
        page = ask(visit, question)
        expect(page.get_by_text("The database did not answer:")).to_be_visible()
        expect(page.get_by_test_id("stCode")).to_contain_text(word)
        expect(page.get_by_text("root:")).to_have_count(0)
    expect(ask(visit, "select 42 as answer").get_by_text("1 rows")).to_be_visible()


@pytest.mark.parametrize("screen", SCREENS[:-1])
def test_the_sql_that_is_shown_runs_as_it_is(visit: Visit, demo: Path, screen: str) -> None:
    """Each text beside a chart or table is answered in the sandbox; a chart's gives rows."""
    page = visit.open("" if screen == "overview" else screen)
    snapshot, answers = newest(demo), []
    for button in page.get_by_role("button", name="SQL", exact=False).all():
        button.click()
        for text in page.get_by_test_id("stPopoverBody").get_by_test_id("stCode").all():
            with asked(snapshot, text.inner_text(), seconds=30.0) as answer:
                answers.append(answer.fetchone())
        page.keyboard.press("Escape")
    assert len([row for row in answers if row]) >= page.locator(CHART).count() > 0
