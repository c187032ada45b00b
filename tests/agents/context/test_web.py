"""Pages of HTML, in the lines that they are shown in."""

import pytest

from agents.context.extract import text_of


def lines(body: str) -> list[str]:
    page = f"<html><body>{body}</body></html>".encode()
    return text_of("page.html", page, max_bytes=100_000, max_pages=5).splitlines()


@pytest.mark.parametrize(
    "cell",
    [
        "<b>Nils Aarre</b><br>Directeur<br>poste 12",
        "<p>Nils Aarre</p><p>Directeur</p><div>poste 12</div>",
        "<strong>Nils Aarre</strong> <em>Directeur</em><small>poste 12</small>",
    ],
)
def test_what_stands_below_each_other_in_a_cell_does_so_in_the_text(cell: str) -> None:
    photos = "<tr></tr><tr><td><img></td><td></td></tr>"
    grid = f"<table>{photos}<tr><td>{cell}</td><td>{cell}</td></tr></table>"
    assert lines(grid) == 2 * ["Nils Aarre", "Directeur", "poste 12"]


def test_a_row_of_a_table_with_a_head_stays_in_one_line() -> None:
    head = "<tr><th>Name</th><th>Address</th></tr>"
    table = f"<table><caption>Staff</caption>{head}<tr><td>Ana<td>Elm Road<br>Leeds</tr></table>"
    assert lines(table) == ["Staff", "Name | Address", "Ana | Elm Road Leeds"]


def test_a_table_inside_another_is_read_once() -> None:
    inner = "<table><tr><td>Ana</td><td>Chair</td></tr></table>"
    assert lines(f"<table><tr><td>{inner}</td></tr></table>") == ["Ana | Chair"]


@pytest.mark.parametrize(
    ("block", "shown"),
    [
        ('<li><span class="n">Nils Aarre</span><span class="r">Chair</span></li>',
         ["Nils Aarre", "Chair"]),
        ("<div><!-- card --><a>Nils Aarre</a>\n<span>Chair</span></div>", ["Nils Aarre", "Chair"]),
        ("<p><span>Nils</span> <b>Aarre</b></p>", ["Nils Aarre"]),
        ("<p><b>Nils Aarre</b> <i>is the chair</i> here</p>", ["Nils Aarre is the chair here"]),
        ("<p><a>Board Members</a> <a>News</a></p>", ["Board Members News"]),
        ("<dl><dt>Nils Aarre<dd><p>Chair</p><p>since May</p></dl>",
         ["Nils Aarre : Chair", "since May"]),
        ("<figure><figcaption>Nils Aarre<br>Chair</figcaption></figure>", ["Nils Aarre", "Chair"]),
        ("Nom : <input value='Aarre'><input type=hidden value=x>", ["Nom : Aarre"]),
    ],
)  # fmt: skip
def test_pieces_of_a_block_stand_apart_where_each_is_of_its_own_kind(
    block: str, shown: list[str]
) -> None:
    assert lines(block) == shown
