"""Write one page per table, view and table macro, from the comments that the database itself holds.

`python -m warehouse.describe docs/tables` rewrites them all.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from warehouse.database import open_for_writing


def pages() -> dict[str, str]:
    """The text of each page in Markdown, by the name of its table, view or macro."""
    with TemporaryDirectory() as folder, open_for_writing(Path(folder) / "new.duckdb") as writer:
        subjects = writer.run("described_tables")
        columns = writer.run("described_columns")
        macros = writer.run("described_macros")
    tables = {
        name: _page(name, comment, [row[1:] for row in columns if row[0] == name])
        for name, comment in subjects
    }
    return dict(sorted((tables | {name: _macro_page(*told) for name, *told in macros}).items()))


def _page(name: str, comment: str, columns: list[tuple[str, ...]]) -> str:
    rows = "\n".join(f"| `{column}` | {kind} | {said} |" for column, kind, said in columns)
    return f"# {name}\n\n{comment}\n\n| column | type | what it says |\n|---|---|---|\n{rows}\n"


def _macro_page(call: str, comment: str) -> str:
    return f"# {call}\n\n{comment}\n\nAsk it like a table: `from {call}`.\n"


def main(folder: Path) -> None:
    """Write the pages into `folder`, and an index of them."""
    folder.mkdir(parents=True, exist_ok=True)
    written = pages()
    for name, text in written.items():
        (folder / f"{name}.md").write_text(text)
    lines = [f"- [{name}]({name}.md): {text.splitlines()[2]}" for name, text in written.items()]
    (folder / "README.md").write_text("# Tables and views\n\n" + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
