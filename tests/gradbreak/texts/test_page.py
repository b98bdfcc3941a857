from gradbreak.texts.catalogue import load
from gradbreak.texts.page import PageTexts

ENGLISH = load(PageTexts, "en")


def test_the_script_gets_its_sentences_without_their_prefix() -> None:
    script = ENGLISH.for_script("k")
    assert script["state_k"] == ENGLISH.state_k
    assert script["all_tests"] == ENGLISH.js_all_tests
    assert "matrix_intro" not in script


def test_the_script_gets_no_sentence_about_a_state_that_does_not_occur() -> None:
    script = ENGLISH.for_script("kn")
    assert {name[-1] for name in script if name[:-1] in ("state_", "short_", "verdict_")} == {"k", "n"}
