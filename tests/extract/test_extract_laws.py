"""What holds of every text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from resolver.extract.article import Article
from resolver.extract.layout import article_lines
from resolver.extract.place_forms import declined
from resolver.extract.recognize import extract

from .measure import labelled

WORDS = sorted({word for each in labelled("tuning") for word in each.article.text.split()})
SHUFFLED = st.lists(
    st.sampled_from([*WORDS, "\n", "«", "»", ". ", "©", "A.", "г.", "'s", "-", "№"]), max_size=60
).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=300), SHUFFLED))
def test_a_name_stands_where_it_is_said_to_and_none_over_another(text: str) -> None:
    last = 0
    for name in extract(Article(text)).names:
        assert text[name.start : name.end] == name.text
        assert name.name
        assert name.start >= last
        last = name.end


@settings(max_examples=60, deadline=None)
@given(SHUFFLED)
def test_names_of_one_group_are_of_one_kind_and_one_fullest_name(text: str) -> None:
    groups: dict[int, set[tuple[str, str]]] = {}
    for name in extract(Article(text)).names:
        groups.setdefault(name.group, set()).add((name.kind, name.full_name))
    assert all(len(each) == 1 for each in groups.values())


@settings(max_examples=60, deadline=None)
@given(SHUFFLED)
def test_the_same_text_always_gives_the_same_names(text: str) -> None:
    assert extract(Article(text)) == extract(Article(text))


@settings(deadline=None)
@given(st.text(max_size=400))
def test_lines_that_are_read_are_in_order_and_apart(text: str) -> None:
    last = 0
    for start, end in article_lines(text):
        assert last <= start < end <= len(text)
        last = end


@given(st.text(alphabet="абвгдеийкостьяАБВ- ", min_size=1, max_size=20).filter(str.strip))
def test_declining_never_fails(name: str) -> None:
    name = " ".join(name.split())
    if not name.strip("- "):
        return
    for language in ("ru", "uk"):
        assert all(isinstance(form, str) for form in declined(name, language))
