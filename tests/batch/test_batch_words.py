"""Words in the light of an archive: slips and keys."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from resolver.batch.classes import classes_of
from resolver.batch.word_facts import facts_of
from resolver.batch.words import Words
from resolver.tokens import token
from resolver.word_keys import GIVEN, PATRONYMIC, SURNAME, key_of_token, token_of_key


def words(counts: Mapping[str, int], place: int = SURNAME) -> Words:
    return Words(place, {word: (facts_of(token(word)), n) for word, n in counts.items()})


def test_a_faint_word_beside_a_well_known_one_is_meant_as_that() -> None:
    known = words({"мовлаев": 50, "мовлпаев": 1})
    assert known.meant("мовлпаев").form == "мовлаев"
    assert known.meant("мовлпаев").support == known.meant("мовлаев").support


def test_a_word_that_is_well_known_itself_is_meant_as_itself() -> None:
    assert words({"мовлаев": 50, "мовтаев": 20}).meant("мовтаев").form == "мовтаев"


def test_a_faint_word_between_two_well_known_ones_is_doubtful() -> None:
    assert words({"мовлаев": 50, "мовтаев": 40, "мовкаев": 1}).meant("мовкаев").form == "мовкаев"


def test_an_archive_decides_between_the_readings_of_a_word() -> None:
    assert words({"широков": 9, "chirokov": 1}).meant("chirokov").form == "широков"
    assert words({"чироков": 9, "chirokov": 1}).meant("chirokov").form == "чироков"


def test_a_word_that_may_be_two_surnames_of_the_archive_is_of_neither_class() -> None:
    counts = {"жилов": 30, "шилов": 20, "zhilov": 9, "schilow": 3}
    known = words(counts)
    given_ = [(word, facts_of(token(word)), n, at) for at, (word, n) in enumerate(counts.items())]
    of, _, _ = classes_of(known, given_)
    assert known.meant("schilow").rivals == ("шилов",)
    assert (of[0] == of[2], of[3] in {of[0], of[1]}) == (True, False)


def test_a_reading_that_the_archive_hardly_has_is_no_rival() -> None:
    assert words({"жилов": 300, "шилов": 20, "schilow": 3}).meant("schilow").rivals == ()


def test_the_reading_of_a_word_of_many_is_not_cut_off() -> None:
    assert words({"шумунов": 5, "choumounov": 1}).meant("choumounov").form == "шумунов"


def test_words_of_one_source_share_a_key_across_scripts() -> None:
    known = words({"щербаков": 3, "shcherbakov": 2, "chtcherbakov": 1, "schtscherbakow": 1})
    keys = [set(known.meant(word).keys) for word in ("щербаков", "chtcherbakov", "schtscherbakow")]
    assert keys[0] & keys[1]
    assert keys[0] & keys[2]


def test_names_of_one_group_share_a_key_across_languages() -> None:
    known = words({"владимир": 3, "volodymyr": 2}, GIVEN)
    assert set(known.meant("владимир").keys) & set(known.meant("volodymyr").keys)


@given(st.sampled_from(["мовлаев", "Shcherbakov", "O'Neill", "Жанна"]), st.booleans())
def test_the_key_of_a_word_leads_back_to_it(word: str, initial: bool) -> None:
    key = key_of_token(token(word[:1] if initial else word, initial))
    assert key_of_token(token_of_key(key)) == key


def test_a_faint_name_that_the_tables_know_is_no_slip_of_another_that_they_know() -> None:
    assert words({"арина": 90, "алина": 1}, GIVEN).meant("алина").form == "алина"


def test_a_name_that_the_tables_know_is_read_as_they_have_it() -> None:
    known = words({"алия": 90, "алла": 5, "alla": 5, "aliya": 20}, GIVEN)
    assert known.meant("alla").form == known.meant("алла").form
    assert known.meant("alla").form != known.meant("aliya").form


def test_a_word_of_many_names_is_of_those_first_that_it_is_a_full_form_of() -> None:
    assert facts_of(token("Janna")).groups[:2] == ("g:yana", "g:zhanna")


def test_a_faint_word_is_a_slip_of_what_it_is_written_like_whatever_its_readings() -> None:
    known = words({"schtscherbez": 20, "schtscehrbez": 1})
    assert known.meant("schtscehrbez") == known.meant("schtscherbez")


def test_print_that_looks_alike_is_one_slip() -> None:
    assert words({"аминат": 90, "aminat": 9, "arninat": 1}, GIVEN).meant("arninat").form == "аминат"


def test_what_is_written_tells_more_of_a_slip_than_what_is_read() -> None:
    known = words({"нарине": 90, "карен": 90, "нариен": 1}, GIVEN)
    assert known.meant("нариен").form == "нарине"


def test_a_given_name_that_the_tables_know_is_no_slip_by_its_letters() -> None:
    assert words({"darija": 90, "marija": 1}, GIVEN).meant("marija").form == "мариа"


def test_slips_of_one_word_that_are_each_a_letter_off_the_other_are_both_of_that_word() -> None:
    known = words({"магомедович": 900, "могомедович": 2, "мегомедович": 2}, PATRONYMIC)
    assert {known.meant(w).form for w in ("могомедович", "мегомедович")} == {"магомедович"}


def test_a_given_name_that_may_be_two_of_the_archive_is_of_neither_class() -> None:
    counts = {"яна": 30, "жанна": 40, "jana": 9}
    known = words(counts, GIVEN)
    given_ = [(word, facts_of(token(word)), n, at) for at, (word, n) in enumerate(counts.items())]
    of, _, _ = classes_of(known, given_)
    assert len(set(of)) == 3


def test_no_word_is_a_slip_of_an_initial_of_several_letters() -> None:
    known = Words(GIVEN, {
        "иван": (facts_of(token("Иван")), 90),
        "shch.": (facts_of(token("Shch", True)), 90),
        "shchx": (facts_of(token("shchx")), 1),
    })  # fmt: skip
    assert known.meant("shchx").form in facts_of(token("shchx")).forms


def test_a_slip_in_letters_that_look_like_one_is_one_letter_off() -> None:
    assert words({"chornii": 60, "чорний": 60, "chofnii": 1}).meant("chofnii").form == "черни"


def test_a_slip_of_a_slip_is_no_slip_of_the_word_behind_it() -> None:
    known = words({"smirnov": 2000, "sirnov": 11, "aimov": 1})
    assert known.meant("sirnov").form == "смирнов"
    assert known.meant("aimov").form == "аимов"


def test_a_faint_word_between_two_well_known_ones_may_be_a_slip_of_either() -> None:
    known = words({"мовлаев": 50, "мовтаев": 40, "мовкаев": 1})
    assert set(known.meant("мовкаев").slip_of) == {"мовлаев", "мовтаев"}


def test_a_given_name_that_the_tables_know_may_be_no_slip() -> None:
    assert words({"клим": 90, "алим": 90, "ким": 1}, GIVEN).meant("ким").slip_of == ()


def test_a_word_without_its_marks_is_the_one_that_has_them() -> None:
    known = words({"глушашов": 30, "glušašov": 3, "glusasov": 2, "glisisov": 1})
    meant = known.meant("glusasov")
    assert (meant.form, meant.lost) == (known.meant("глушашов").form, True)
    assert known.meant("glisisov").form != meant.form


def test_a_word_without_marks_that_stands_in_cyrillic_is_itself() -> None:
    known = words({"жуков": 60, "žukov": 9, "zukov": 4, "зуков": 2})
    assert known.meant("zukov").form == "зуков"
    assert not known.meant("zukov").lost
