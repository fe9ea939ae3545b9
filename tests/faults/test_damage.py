"""Damaged files are refused with advice, or answer as if nothing had happened."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from resolver.errors import DamagedData, ResolverError
from resolver.ledger.events import (
    Decided,
    DecisionUndone,
    EntitiesMerged,
    EntityFounded,
    EntitySplit,
    MentionRecorded,
    NameCorrected,
    Ruling,
    SuggestionRaised,
)
from resolver.mention import Kind, Mention
from resolver.store.sqlite import SqliteStore

from .programs import python, words

FILES = int(os.environ.get("DAMAGED_FILES", "200"))
SIDES = ("", "-wal", "-seal")


def fill(path: Path) -> None:
    with SqliteStore(path, keys=words) as store, store.writing("vera") as writer:
        for number in range(60):
            writer.append(EntityFounded(f"e{number}", Kind.PERSON, f"Anna {number}"))
            for copy in range(2):
                mention = Mention(f"Anna {number} {copy}", birth_date="1950")
                writer.append(MentionRecorded(f"m{number}-{copy}", f"e{number}", mention, "given"))
            if number > 3:
                writer.append(SuggestionRaised(f"e{number}", f"e{number - 3}", 0.5, "why"))
        done = writer.append(EntitiesMerged(("e1", "e2", "e3")), "one person")
        writer.append(Decided(Ruling.DIFFERENT, "e1", "e9"), "two persons")
        writer.append(EntitySplit("e5", ("m5-0",), "new"))
        writer.append(NameCorrected("e7", "Орлова"))
        writer.append(DecisionUndone(done), "no")


def everything(path: Path) -> object:
    """All that a store answers."""
    with SqliteStore(path, keys=words) as store:
        with store.reading() as reader:
            entities = list(reader.entities())
            found = [
                (
                    entity,
                    reader.mentions(entity.entity_id),
                    reader.history(entity.entity_id),
                    reader.apart_from(entity.entity_id),
                    reader.facts([entity.entity_id]),
                )
                for entity in entities
            ]
            rest = (
                reader.suggestions(),
                [reader.decision(seq) for seq in reader.decisions()],
                reader.candidates(Kind.PERSON, ["Anna", "7"], 50),
                dict(reader.counts()),
            )
        return found, rest, list(store.events())


@pytest.fixture
def whole(tmp_path: Path) -> tuple[Path, dict[str, bytes], object]:
    """A sound file, its bytes, and all that it answers."""
    path = tmp_path / "store.db"
    fill(path)
    truth = everything(path)
    return path, contents(path), truth


def contents(path: Path) -> dict[str, bytes]:
    sides = {side: path.with_name(path.name + side) for side in SIDES}
    return {side: file.read_bytes() for side, file in sides.items() if file.exists()}


def put(path: Path, files: dict[str, bytes]) -> None:
    for side in (*SIDES, "-shm"):
        file = path.with_name(path.name + side)
        file.unlink(missing_ok=True)
        if side in files:
            file.write_bytes(files[side])


def refused(path: Path, truth: object) -> bool:
    """Whether the file is refused with advice; if it is not, all that it answers is true."""
    try:
        assert everything(path) == truth
    except ResolverError as error:
        said = error
    else:
        return False
    assert isinstance(said, DamagedData) or "another program" in str(said), said
    assert any(word in str(said) for word in ("restore", "rebuild", "choose", "upgrade"))
    return True


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Flipped bytes, garbage, or an end cut off."""
    found = bytearray(content)
    kind = chance.random()
    if kind < 0.6:
        for _ in range(chance.choice((1, 1, 1, 5))):
            found[chance.randrange(len(found))] ^= 1 << chance.randrange(8)
    elif kind < 0.8:
        at = chance.randrange(len(found))
        found[at : at + 200] = chance.randbytes(len(found[at : at + 200]))
    else:
        del found[chance.randrange(len(found)) :]
    return bytes(found)


def test_damaged_files_are_refused_with_advice_or_answer_the_truth(
    whole: tuple[Path, dict[str, bytes], object],
) -> None:
    path, files, truth = whole
    chance = random.Random(20240506)
    noticed = 0
    for _ in range(FILES):
        put(path, {**files, "": damaged(files[""], chance)})
        noticed += refused(path, truth)
    assert noticed > FILES * 0.4  # the rest hit free space, and all answers were true


def test_a_damaged_projection_is_healed_by_a_rebuild(
    whole: tuple[Path, dict[str, bytes], object],
) -> None:
    path, files, truth = whole
    name = "Орлова".encode()
    at = files[""].rindex(name)
    put(path, {**files, "": files[""][:at] + "Орлава".encode() + files[""][at + len(name) :]})
    if not refused(path, truth):  # it was free space that was hit
        return
    try:
        with SqliteStore(path, keys=words, compare=False) as store:
            store.rebuild()
    except DamagedData:  # or the log itself
        return
    assert everything(path) == truth


def test_a_damaged_or_missing_seal_is_no_damage(
    whole: tuple[Path, dict[str, bytes], object],
) -> None:
    path, files, truth = whole
    for seal in (b"", b"nonsense", b"\xff" * 64):
        put(path, {**files, "-seal": seal})
        assert everything(path) == truth
    put(path, {"": files[""]})
    assert everything(path) == truth


KILLED = """
    import os, signal, sys
    from resolver.ledger.events import EntityFounded
    from resolver.mention import Kind
    from resolver.store.sqlite import SqliteStore
    store = SqliteStore(sys.argv[1], keys=lambda name, kind: name.split())
    for number in range(5):
        with store.writing() as writer:
            writer.append(EntityFounded(f"late {number}", Kind.PERSON, "Anna"))
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_file_without_its_write_ahead_log_is_refused_until_told_to_go_on(
    whole: tuple[Path, dict[str, bytes], object],
) -> None:
    path, _, truth = whole
    python(KILLED, path).communicate()
    left = contents(path)
    assert left["-wal"]
    put(path, {side: content for side, content in left.items() if side != "-wal"})
    with pytest.raises(DamagedData, match="rebuild"):
        SqliteStore(path, keys=words)
    with pytest.raises(DamagedData, match="rebuild"):
        SqliteStore(path, keys=words, read_only=True)
    with SqliteStore(path, keys=words, compare=False) as store:
        store.rebuild()
    assert everything(path) == truth
    put(path, left)
    with SqliteStore(path, keys=words) as store, store.reading() as reader:
        assert reader.has_entity("late 4")


def test_a_cut_write_ahead_log_leaves_whole_transactions(
    whole: tuple[Path, dict[str, bytes], object],
) -> None:
    path, _, _ = whole
    python(KILLED, path).communicate()
    left = contents(path)
    chance = random.Random(1)
    for _ in range(20):
        wal = left["-wal"][: chance.randrange(len(left["-wal"]))]
        put(path, {**left, "-wal": wal})
        with SqliteStore(path, keys=words) as store:
            store.verify_log()
            assert store.compare_with_log() == ()
