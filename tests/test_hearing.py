"""Latin words as the systems of practical transcription write them in Cyrillic."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.audible import may_be_heard
from resolver.compare import compare
from resolver.folding import fold
from resolver.hearing import MAX_FORMS, MOST_STEPS, heard, systems, transcribe
from resolver.keys import keys_of
from resolver.names import analyze
from resolver.relation import Code, given_names, surnames
from resolver.tokens import token

LETTERS = st.text("abcdefghijklmnopqrstuvwxyzéèçöüøåłńőươệß'", max_size=40)


@pytest.mark.parametrize(
    ("system", "latin", "cyrillic"),
    [
        ("English", "Wright", "Райт"),
        ("English", "Blakely", "Блейкли"),
        ("English", "Whitworth", "Уитуорт"),
        ("French", "Beaumarchais", "Бомарше"),
        ("French", "Guillotin", "Гийотен"),
        ("French", "Cousteau", "Кусто"),
        ("German", "Bernstein", "Бернштайн"),
        ("German", "Fischer", "Фишер"),
        ("Spanish", "Quijano", "Кихано"),
        ("Chinese", "Zhèngróng", "Чжэнжун"),
        ("Chinese", "Lǚ", "Люй"),
        ("Portuguese", "Magalhães", "Магальяйнш"),
        ("Italian", "Pagliacci", "Пальяччи"),
        ("Dutch", "Ruysdael", "Рейсдал"),
        ("Scandinavian", "Bjørnson", "Бьёрнсон"),
        ("Polish", "Chrzanowska", "Хшановска"),
        ("Hungarian", "Széchenyi", "Сечени"),
        ("Japanese", "Shinjuku", "Синдзюку"),
        ("Japanese", "Kyoto", "Киото"),
        ("Chinese", "Zhejiang", "Чжэцзян"),
        ("Chinese", "Guizhou", "Гуйчжоу"),
        ("Chinese, Wade-Giles", "Hsinhai", "Синьхай"),
        ("Korean", "Gangwon", "Канвон"),
        ("Vietnamese", "Nguyễn", "Нгуен"),
    ],
)
def test_a_word_is_heard_by_the_system_of_its_language(
    system: str, latin: str, cyrillic: str
) -> None:
    shared = heard(token(latin).word).keys() & token(cyrillic).forms.keys()
    assert shared, list(heard(token(latin).word))
    written = transcribe(token(latin).word, system)
    assert written is not None
    assert written[1].keys() & token(cyrillic).forms.keys(), written[1]


@pytest.mark.parametrize(
    ("latin", "refused"),
    [("Smith", "Japanese"), ("Bates", "Chinese"), ("Łukasz", "French"), ("Wright", "Spanish")],
)
def test_a_system_refuses_a_word_that_its_language_cannot_write(latin: str, refused: str) -> None:
    assert transcribe(token(latin).word, refused) is None


@given(LETTERS)
def test_forms_are_few_folded_and_never_far_from_the_usual(word: str) -> None:
    found = heard(word)
    assert len(found) <= MAX_FORMS * len(systems())
    assert all(form and fold(form) == form for form in found)
    steps = [form.steps for form in found.values()]
    assert steps == sorted(steps)
    assert max(steps, default=0) <= MOST_STEPS


def test_the_usual_transcription_is_nearer_than_another() -> None:
    usual = surnames(token("Blake"), token("Блейк"))
    other = surnames(token("Blake"), token("Блек"))
    assert usual.code is other.code is Code.TRANSCRIBED
    assert usual.distance < other.distance


def test_given_names_of_other_groups_meet_where_a_rule_says_so() -> None:
    assert given_names(token("Danny"), token("Дэнни")).code is Code.TRANSCRIBED


def test_letters_explain_native_names_and_no_system_blurs_them() -> None:
    assert surnames(token("Perrov"), token("Перов")).code is Code.SAME
    assert surnames(token("Petrov"), token("Перов")).code is not Code.TRANSCRIBED


def test_the_sentence_names_the_system() -> None:
    found = compare(analyze("Jacques Leroy"), analyze("Жак Леруа"))
    item = next(item for item in found.evidence if item.part == "surname")
    assert item.text == "surname: Леруа is how Leroy is transcribed from French"
    assert item.rules == ("practical_transcription:French",)


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("Tony Wright", "Тони Райт"),
        ("Kenji Mizuno", "Кэндзи Мидзуно"),
        ("Michel Gautier", "Мишель Готье"),
        ("Wang Xizhi", "Ван Сичжи"),
        ("Wáng Xīzhī", "Ван Сичжи"),
        ("John Coates", "Джон Коутс"),
    ],
)
def test_transcriptions_share_a_blocking_key_of_the_surname(latin: str, cyrillic: str) -> None:
    left = {key for key in keys_of(analyze(latin)) if key.startswith("s:")}
    right = {key for key in keys_of(analyze(cyrillic.split()[-1])) if key.startswith("s:")}
    assert left & right


GROUPS = st.sampled_from(("s", "sch", "ch", "tch", "d", "zh", "ss", "ie", "e", "o", "n", "x", "ž"))
GROUPED = st.lists(GROUPS, min_size=1, max_size=8).map("".join)


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=9) | LETTERS | GROUPED)
def test_whatever_is_heard_is_a_form_that_may_be_heard(word: str) -> None:
    assert all(may_be_heard(word, [form]) for form in heard(word))


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [("kochozyn", "гошин"), ("korkabszwili", "геркопшвили"), ("niounakhitch", "ниунукич")],
)
def test_what_sounds_otherwise_in_every_system_is_seen_without_hearing_it(
    latin: str, cyrillic: str
) -> None:
    assert not may_be_heard(latin, [cyrillic])
