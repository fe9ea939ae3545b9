"""What birth dates and countries are worth to an archive, and how fast it goes into a store.

python -m tests.benchmarks.known --mentions 200000 --seed 7

A mixed archive of which two fifths of the mentions have a birth date, a fifth a year of birth
and three in ten a country, clustered by the names alone and with all that is known. Then
the clusters of the second run are recorded. Seconds are of processor time, workers included.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from resolver.batch.run import Run, Settings
from resolver.constraints import NOTHING_DECIDED
from resolver.mention import Mention as Known
from resolver.recording_clusters import Clustered, mention_id_of, record_clusters
from resolver.store.keys_ahead import KeysAhead
from resolver.store.opening import open_store

from .archive import Mention, mentions

DATED, DATED_TO_THE_YEAR, PLACED = 0.4, 0.6, 0.3
COUNTRIES = ("RU", "UA", "KZ", "BY")
CHUNK = 500


def spent() -> float:
    """Processor time of this process and of those it waited for."""
    return sum(os.times()[:4])


def known(archive: Sequence[Mention], seed: int) -> Iterator[Known]:
    """The archive with what a register would know; of one person always the same."""
    chance = random.Random(seed)
    for one in archive:
        own = random.Random(one.person.key)
        year = str(one.person.birth_year)
        day = f"{year}-{own.randrange(1, 13):02}-{own.randrange(1, 29):02}"
        which = chance.random()
        date = day if which < DATED else year if which < DATED_TO_THE_YEAR else None
        country = own.choice(COUNTRIES) if chance.random() < PLACED else None
        yield Known(one.name, birth_date=date, country=country, external_id=str(one.number))


def clustered(
    archive: Sequence[Known], folder: Path, *, names_alone: bool
) -> list[tuple[str, str]]:
    """The entity of each row with its name."""
    with Run(Settings(folder, {}), lambda _step, _done, _of: None) as run:
        if names_alone:
            run.read((row, one.name, one.kind) for row, one in enumerate(archive))
        else:
            run.read(
                (
                    (row, one.name, one.kind, (one.birth_date or "", one.country or "", "", ""))
                    for row, one in enumerate(archive)
                ),
                NOTHING_DECIDED,
            )
        run.solve()
        return [(entity, name) for _, entity, name, _ in run.rows()]


def pairs(labels: Sequence[object]) -> int:
    """Pairs of rows with one label."""
    return sum(count * (count - 1) // 2 for count in Counter(labels).values())


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--mentions", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    archive = mentions(options.mentions, options.seed, mixed=True)
    truth = [one.person.key for one in archive]
    rows = list(known(archive, options.seed))
    found: list[tuple[str, str]] = []
    print("| | precision | recall | CPU s |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for label, alone in (("names alone", True), ("all that is known", False)):
            begun = spent()
            found = clustered(rows, Path(folder) / label.replace(" ", "-"), names_alone=alone)
            entities = [entity for entity, _ in found]
            both = pairs(list(zip(entities, truth, strict=True)))
            print(
                f"| {label} | {both / pairs(entities):.3f} | {both / pairs(truth):.3f} "
                f"| {spent() - begun:.0f} |",
                flush=True,
            )
        chunk = [
            Clustered(mention_id_of(one), one, *of) for one, of in zip(rows, found, strict=True)
        ]
        begun = spent()
        with KeysAhead() as keys, open_store(f"{folder}/store.db", keys=keys) as store:
            parts = (chunk[at : at + CHUNK] for at in range(0, len(chunk), CHUNK))
            done = sum(record_clusters(store, keys.ahead(parts), {}))
            events = store.head()[0]
    print(f"\n{done:,} mentions, {events:,} events in {spent() - begun:.0f} s of CPU")


if __name__ == "__main__":
    main()
