"""SQL on the dashboard: the screen, the sandbox, and the SQL shown beside each chart and table."""

from __future__ import annotations

import io
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet
from streamlit.testing.v1 import AppTest

from dashboard.asked import saved, take
from dashboard.spreadsheet import as_csv, as_json_lines, as_parquet, flat
from hubtrail.cli import run
from tests import warehouses
from tests.attacks import FORBIDDEN
from tests.screens import screen
from warehouse.errors import BadQuery, OutOfTime
from warehouse.publish import newest

SCREENS = ("overview", "pushes", "members", "tokens", "security", "explorer", "collection")
TYPES = """select '{"a": 1}'::json as j, interval 1 month as i, map {'a': 1} as m, [1, 2] as l,
{'a': [1]} as s, 1::hugeint as h, uuid() as u, '101'::bit as b, 'x'::blob as x, time '12:00' as t,
date '2026-01-01' as d, 'infinity'::date as di, 'infinity'::timestamptz as ti, null as n,
'290000-01-01'::timestamp as far, 1.5::decimal(38, 10) as dec, 'nan'::float as nan, true as yes"""
Ask = Callable[[str], AppTest]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A full warehouse."""
    return warehouses.full(tmp_path_factory.mktemp("full"))


@pytest.fixture(autouse=True)
def here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """That warehouse is the one that is asked; Ctrl-C means afterwards what it meant before."""
    monkeypatch.setenv("HUBTRAIL_DATA", str(folder))
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


def shown(app: AppTest) -> list[str]:
    """Every SQL text that a screen shows."""
    return [code.value for code in app.code if code.language == "sql"]


@pytest.mark.parametrize("name", SCREENS)
@pytest.mark.parametrize("query", [{}, {"period": "last 24 hours"}], ids=["month", "day"])
def test_every_sql_that_is_shown_runs_in_hubtrail_sql(name: str, query: dict[str, str]) -> None:
    """Beside each chart and table stands text that `hubtrail sql` takes as it is."""
    texts = shown(screen(name, **query))
    assert texts
    for text in texts:
        assert "$" not in text
        assert run(["sql", text, "--format", "jsonl", "--limit", "0"]) == 0, text


@pytest.mark.parametrize("name", ["'; drop view x; --", "$user", "\\", *warehouses.HOSTILE[:6]])
def test_hostile_filters_stay_values_in_the_sql(
    name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """The shown SQL finds what the screen found, whatever the filter holds."""
    texts = shown(screen("explorer", period="everything", user=name, text=name))
    for text in texts:
        assert run(["sql", text, "--format", "csv"]) == 0
    assert "error" not in capfd.readouterr().err.lower()


def test_the_shown_sql_gives_the_shown_rows(capfd: pytest.CaptureFixture[str]) -> None:
    """As many events as the table has."""
    app = screen("explorer", period="everything", token="token4")
    assert run(["sql", shown(app)[-1], "--format", "jsonl"]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert [line.count("id-of-token4") > 0 for line in lines] == [True] * len(lines)
    assert len(lines) >= len(app.dataframe[0].value) > 50


@pytest.mark.parametrize("question", list(saved()))
def test_each_saved_question_is_answered(question: str) -> None:
    """Chosen, it stands in the editor and in the URL, and `hubtrail sql` takes it too."""
    app = screen("sql")
    app.selectbox(key="saved question").select(question).run()
    assert not app.exception
    assert not app.error
    assert app.text_area[0].value == saved()[question]
    assert run(["sql", saved()[question]]) == 0


def test_a_link_with_a_question_shows_its_answer() -> None:
    """What an analyst sends is what the colleague sees."""
    app = screen("sql", query="select action, count(*) as n from audit_events group by all")
    assert not app.exception
    answer = app.dataframe[-1].value
    assert answer["n"].sum() == 2_921  # the others happened while nobody read
    assert "repo.tag.push" in set(answer["action"])


def test_what_there_is_to_ask_is_described() -> None:
    """Tables and views with their comments, and each column with its own."""
    app = screen("sql", subject="pushes")
    assert "what it changed" in app.caption[-1].value
    columns = app.dataframe[0].value
    assert "effect" in set(columns["column_name"])
    assert columns["comment"].str.len().min() > 5


def test_macros_are_described_by_how_they_are_called() -> None:
    """What has parameters has no columns to show."""
    app = screen("sql", subject="members_at(at_time)")
    assert not app.exception
    assert any("Who was in the organisation" in each.value for each in app.caption)
    assert not app.dataframe


@pytest.mark.parametrize(
    "question", ["selec 1", "from nowhere", "delete from events", "select 1;;2"]
)
def test_a_wrong_question_gets_the_databases_words(question: str) -> None:
    """A sentence as text, no traceback."""
    app = screen("sql", query=question)
    assert not app.exception
    assert app.error
    assert app.code[-1].value


@pytest.mark.parametrize("attack", [text for text in FORBIDDEN if text.strip("; \n")])
def test_the_screen_asks_in_the_same_sandbox(folder: Path, tmp_path: Path, attack: str) -> None:
    """What `hubtrail sql` refuses, the screen refuses."""
    file = tmp_path / "target"
    file.write_text("not-a-secret\n")
    snapshot = newest(folder)
    aimed = attack.format(file=file, folder=tmp_path, snapshot=snapshot)
    with pytest.raises(BadQuery):
        take(snapshot, aimed, 10)
    assert [path.name for path in tmp_path.iterdir()] == ["target"]


def test_rows_bytes_and_time_are_bound(folder: Path) -> None:
    """The first rows only, no answer that fills the memory, none that never comes."""
    snapshot = newest(folder)
    few = take(snapshot, "from range(1000000000)", 2_500)
    assert (few.rows.num_rows, few.cut) == (2_500, True)
    whole = take(snapshot, "from range(2500)", 2_500)
    assert (whole.rows.num_rows, whole.cut) == (2_500, False)
    with pytest.raises(BadQuery, match="100 MB"):
        take(snapshot, "select repeat('x', 20000) from range(20000)", 100_000)
    with pytest.raises(OutOfTime):
        take(snapshot, "select count(*) from range(100000000000), range(1000000)", 10, seconds=0.3)


def test_every_type_can_be_shown_and_taken_away(folder: Path) -> None:
    """Lists, intervals, infinity: shown as text where no cell fits them, in every file."""
    rows: pa.Table = take(newest(folder), TYPES, 10).rows
    assert len(flat(rows).to_pandas()) == 1
    assert as_csv(rows).count(b"\n") == 2
    assert b'"2' not in as_json_lines(rows)[:4]
    assert parquet.read_table(io.BytesIO(as_parquet(rows))).num_rows == 1
    app = screen("sql", query=TYPES)
    assert not app.exception
    assert not app.error


def test_a_chart_of_an_answer() -> None:
    """Numbers by a name or by time; none where there are no numbers."""
    by_day = "select event_time::date as day, count(*) as n from audit_events group by all"
    for query in (
        by_day,
        'select "action" as "a.b[c]", sum(1) over () as "x:y" from audit_events limit 9',
    ):
        app = screen("sql", query=query)
        assert not app.exception
        assert app.get("vega_lite_chart")
    assert "column of numbers" in screen("sql", query="select 'a' as b").info[0].value
