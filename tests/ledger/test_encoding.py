"""How events are written down: one canonical text each, whichever way it is made."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.errors import BadInput
from resolver.ledger.encoding import GENESIS, decode, digest, digests, encode
from resolver.ledger.events import MentionRecorded
from resolver.mention import Kind, Mention

text = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=9)
some = st.one_of(st.none(), text)
mentions = st.builds(Mention, text, st.sampled_from(Kind), some, some, some, some, some, some, some)
recordings = st.builds(
    MentionRecorded, text, text, mentions, text, st.one_of(st.none(), st.floats(0, 1))
)


@given(recordings)
def test_a_recorded_mention_is_written_as_canonical_json_and_read_again(
    event: MentionRecorded,
) -> None:
    kind, payload = encode(event)
    found = json.loads(payload)
    assert payload == json.dumps(found, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert decode(1, kind, payload) == event


@pytest.mark.parametrize("place", range(4))
def test_a_nul_in_any_text_of_a_recorded_mention_is_refused(place: int) -> None:
    texts = ["m1", "e1", "given", "Anna"]
    texts[place] += "\0"
    mention_id, entity_id, how, name = texts
    with pytest.raises(BadInput, match="NUL"):
        encode(MentionRecorded(mention_id, entity_id, Mention(name), how))
    with pytest.raises(BadInput, match="NUL"):
        encode(MentionRecorded("m1", "e1", Mention("Anna", context="\0"), how))
    written = encode(MentionRecorded("m1", "e1", Mention("Anna \\u0000"), "given"))[1]
    assert json.loads(written)["mention"]["name"] == "Anna \\u0000"


shared = st.fixed_dictionaries({"at": text, "actor": text, "rules_version": text, "reason": some})
rows = st.lists(st.tuples(text, text), max_size=4)


@given(shared, rows)
def test_hashes_made_together_are_those_made_one_by_one(
    common: Mapping[str, object], found: list[tuple[str, str]]
) -> None:
    events = [(seq, kind, payload) for seq, (kind, payload) in enumerate(found, start=1)]
    before, expected = GENESIS, []
    for seq, kind, payload in events:
        before = digest(before, {"seq": seq, "kind": kind, "payload": payload, **common})
        expected.append(before)
    assert list(digests(GENESIS, common, events)) == expected
