"""Names of languages."""

from __future__ import annotations

from resolver.language_names import language_name, language_names
from resolver.standards import standards


def test_every_language_that_a_standard_writes_has_a_name() -> None:
    codes = {code for item in standards() for code in item.languages}
    assert [code for code in codes if language_name(code) == code] == []


def test_an_unknown_language_goes_by_its_code() -> None:
    assert language_name("xx") == "xx"


def test_a_few_languages_are_listed_and_the_others_counted() -> None:
    assert language_names([]) == ""
    assert language_names(["ru"]) == "Russian"
    assert language_names(["uk", "rue"]) == "Ukrainian or Rusyn"
    assert (
        language_names(["ru", "uk", "be", "bg", "sr"])
        == "Russian, Ukrainian, Belarusian or 2 others"
    )
