from __future__ import annotations

import pytest

from gradbreak.lesson.prediction import Prediction, is_met, read_choice, read_number, read_prediction
from gradbreak.texts import LANGUAGES
from gradbreak.texts.catalogue import load
from gradbreak.texts.lesson import LessonTexts

INTACT = {"a": 4.0, "b": -4.0, "c": -12.0}
ENGLISH, SPANISH = (load(LessonTexts, language) for language in ("en", "es"))


def read(text, intact=INTACT, messages=ENGLISH) -> Prediction:
    return read_prediction(text, intact, "grad", messages)


@pytest.mark.parametrize("text", ["a c", "a, c", "c,a", " a  c ", "a and c", "a.grad c.grad"])
def test_names_say_which_gradients_will_be_wrong(text):
    assert read(text) == Prediction(wrong=("a", "c"), values={})


@pytest.mark.parametrize("text", ["a=-6", "a = -6", "a.grad = −6", "a=-6.0"])
def test_a_number_says_so_too(text):
    assert read(text) == Prediction(wrong=("a",), values={"a": -6.0})


def test_a_number_that_the_engine_has_already_says_that_it_stays_right():
    assert read("a=-6 b=-4") == Prediction(wrong=("a",), values={"a": -6.0, "b": -4.0})


def test_names_and_numbers_may_be_mixed():
    assert read("a, c=-2") == Prediction(wrong=("a", "c"), values={"c": -2.0})


@pytest.mark.parametrize("language", LANGUAGES)
def test_none_can_be_said_in_every_language(language):
    messages = load(LessonTexts, language)
    for word in (messages.common.none, messages.common.none.upper(), *messages.common.none_too.split()):
        assert read(word, messages=messages) == Prediction(wrong=(), values={})


def test_a_variable_may_be_called_like_the_word_for_and():
    assert read("x y", {"x": 5.0, "y": 3.0}, SPANISH).wrong == ("x", "y")
    assert read("a y c", messages=SPANISH).wrong == ("a", "c")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("d", "d is not an input here. The inputs are a, b, c."),
        ("a d=1", "d is not an input here. The inputs are a, b, c."),
        ("none a", "none is not an input here. The inputs are a, b, c."),
        ("a=x", "x is not a number."),
        ("a=", "a= is not a number."),
        ("a=nan", "nan is not a number."),
    ],
)
def test_what_cannot_be_read_is_said(text, said):
    with pytest.raises(ValueError, match=r".") as caught:
        read(text)
    assert str(caught.value) == said


@pytest.mark.parametrize(
    ("text", "number"), [("8", 8.0), (" -12 ", -12.0), ("−12", -12.0), ("0,5", 0.5), ("1e2", 100.0)]
)
def test_numbers_are_read_as_people_write_them(text, number):
    assert read_number(text, ENGLISH) == number


@pytest.mark.parametrize("text", ["1e400", "inf", "-inf", "nan", "eight", "="])
def test_what_no_gradient_can_be_is_no_number(text):
    with pytest.raises(ValueError, match=f"{text} is not a number."):
        read_number(text, ENGLISH)


@pytest.mark.parametrize("text", ["2", " 2 ", "2)", "2."])
def test_an_option_is_chosen_by_its_number(text):
    assert read_choice(text, 3, ENGLISH) == 2


@pytest.mark.parametrize("text", ["0", "4", "a", "1 2", "-1"])
def test_a_number_that_no_option_has_is_said(text):
    with pytest.raises(ValueError, match=f"{text} is none of these: 1, 2, 3."):
        read_choice(text, 3, ENGLISH)


def test_a_prediction_is_met_as_far_as_digits_are_shown():
    assert is_met(0.333333, 1 / 3)
    assert not is_met(0.33, 1 / 3)
    assert not is_met(4.0, None)
