from __future__ import annotations

import csv
import io

from gradbreak.grading.output.grades_csv import grades_csv
from tests.gradbreak.grading.sample_grades import BROKEN, MIDDLING, graded, redacted, redacted_linear_only


def rows(*submissions) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(grades_csv([redacted(each).grade for each in submissions]))))


def test_a_row_has_every_count():
    (row,) = rows(MIDDLING)
    assert row == {
        "submission": "anna",
        "verdict": "catches",
        "score": "84",
        "max_score": "100",
        "canonical_caught": "1",
        "canonical_total": "1",
        "ops_caught": "2",
        "ops_total": "3",
        "sites_caught": "4",
        "sites_total": "5",
        "order_proof_caught": "4",
        "order_proof_total": "5",
        "tests_valid": "2",
        "tests_total": "3",
        "isolation": "bubblewrap",
    }


def test_what_could_not_be_graded_is_a_row_too():
    assert [row["verdict"] for row in rows(MIDDLING, BROKEN)] == ["catches", "not_gradable"]


def test_a_submission_s_name_is_no_formula_and_one_line():
    assert rows(graded("=cmd\n"))[0]["submission"] == "'=cmd\\x0a"


def test_a_level_that_the_rubric_names_has_columns_of_its_own():
    (row,) = csv.DictReader(io.StringIO(grades_csv([redacted_linear_only().grade])))
    assert (row["sign_caught"], row["sign_total"], row["linear_caught"]) == ("2", "3", "1")
    assert "reset_caught" not in row
