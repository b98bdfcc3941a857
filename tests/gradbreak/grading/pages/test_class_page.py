from __future__ import annotations

import re
from html import unescape

from gradbreak.grading.model import IgnoredTest, SourceFingerprint
from gradbreak.grading.pages import ClassEntry, class_page
from tests.gradbreak.grading.sample_grades import ALL, BROKEN, MIDDLING, STRONG, WEAK, graded, redacted


def page(*submissions) -> str:
    return class_page(
        [ClassEntry(redacted=redacted(each), href=f"submissions/{n}.html") for n, each in enumerate(submissions)]
    )


def test_the_headline_counts_who_catches_the_break():
    assert "<title>2 of 4 submissions catch the break</title>" in page(BROKEN, WEAK, MIDDLING, STRONG)


def test_the_best_come_first_and_what_could_not_be_graded_last():
    names = re.findall(r"<a href=.submissions/\d\.html.>(\w+)</a>", page(BROKEN, WEAK, MIDDLING, STRONG))
    assert names == ["bo", "anna", "cem", "dana"]


def test_the_order_of_grading_changes_nothing_but_addresses():
    without = [re.sub(r"submissions/\d", "", page(*each)) for each in ((WEAK, STRONG), (STRONG, WEAK))]
    assert without[0] == without[1]


def test_a_row_has_a_cell_for_each_broken_engine():
    matrix = page(MIDDLING).partition("<section id=matrix")[2].partition("<tbody>")[2].partition("</table>")[0]
    assert (matrix.count("<td class=k "), matrix.count("<td class=s ")) == (11, 3)


def test_what_could_not_be_graded_says_why_in_its_row():
    assert "could not be graded: SyntaxError: invalid syntax (line 3)" in page(STRONG, BROKEN)


def test_a_class_that_catches_everything_misses_nothing():
    assert "every submission that could be graded catches every site" in page(STRONG)


def test_a_class_of_which_nothing_could_be_graded_has_a_page():
    assert "0 of 1 submissions catch the break" in page(BROKEN)


def test_an_empty_class_has_a_page():
    assert "0 of 0 submissions catch the break" in page()


def test_nobody_is_accused_where_no_two_suites_are_alike():
    assert "are alike" not in page(STRONG, MIDDLING, WEAK)


def test_identical_files_are_shown_together_however_little_they_catch():
    same = SourceFingerprint(exact="e", code="c", tests=())
    entries = [
        ClassEntry(redacted=redacted(graded(name, ALL)), href=f"{name}.html", sources=(same,))
        for name in ("gil", "hal")
    ]
    html = class_page(entries)
    assert "the same file, byte for byte" in html
    alike = html[html.index("<section id=alike") :]
    assert re.findall(r">(gil|hal)</a>", alike) == ["gil", "hal"]


def test_a_student_s_name_stands_for_the_submission_s():
    html = class_page([ClassEntry(redacted=redacted(), href="anna.html", student="Roe, Anna")])
    assert ">Roe, Anna</a>" in html
    assert ">anna</a>" not in html


def test_every_reason_is_given_in_full():
    reasons = [f"Reason {number} " + "x" * 200 for number in range(3)]
    aside = tuple(IgnoredTest(test="t", reason=each) for each in reasons)
    broken = graded("ian", tests=(), set_aside=aside, gradable=False)
    html = page(broken)
    assert all(reason in html for reason in reasons)


def test_a_page_without_names_has_numbers_and_leads_nowhere():
    same = SourceFingerprint(exact="e", code="c", tests=())
    entries = [
        ClassEntry(redacted=redacted(each), href="x.html", student="Roe, Anna", sources=(same,))
        for each in (STRONG, MIDDLING, WEAK, BROKEN)
    ]
    html = class_page(entries, anonymous=True)
    assert re.findall(r"data-name=(\d)", html) == ["1", "2", "3", "4"]
    for told in ("Roe", "anna", "dana", "SyntaxError", "x.html", "alike", "grades.csv"):
        assert told not in html


def test_a_submission_s_name_is_text():
    html = page(graded("<img src=x>"))
    assert "<img" not in html


def test_a_page_runs_its_own_script_alone_and_leads_only_to_files_beside_it():
    html = page(STRONG, WEAK)
    assert html.count("<script") == 1
    assert re.search(r"script-src 'sha256-[^']+';", unescape(html))
    assert {address.partition("/")[0] for address in re.findall(r"<a href=\"?([^\" >]+)", html)} == {
        "#matrix",
        "#missed",
        "submissions",
        "grades.csv",
    }


def test_a_page_in_spanish_says_so_and_leaves_no_heading_in_english():
    page = class_page([ClassEntry(redacted=redacted(), href="submissions/0.html")], "es")
    assert "<html lang=es" in page
    assert "Quién detecta qué" in page
    assert not re.search(r"<h[12][^>]*>[^<]*\b(the|What|Who|How)\b", page)
