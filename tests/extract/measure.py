"""Measure the labelled texts: mentions, dictionary forms, entities across texts.

python -m tests.extract.measure            # by our own rules alone
python -m tests.extract.measure --extras   # with the libraries that are installed
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

from resolver.extract.article import Article, Extraction
from resolver.extract.evaluate import (
    Labelled,
    Score,
    entity_score,
    form_accuracy,
    mention_scores,
    parse,
)
from resolver.extract.ingest import Ingestion
from resolver.extract.recognize import extract
from resolver.mention import Kind
from resolver.service import Service
from resolver.store.sqlite import SqliteStore

FOLDER = Path(__file__).parent.parent.parent / "data" / "articles"
Extractor = Callable[[Article], Extraction]


def labelled(name: str) -> list[Labelled]:
    """The texts of `tuning` or `held_back`."""
    return parse((FOLDER / f"{name}.txt").read_text(encoding="utf-8"))


def entities_of(texts: Sequence[Labelled], extractor: Extractor, db: Path) -> list[dict[str, str]]:
    """Mention (`kind:start-end`) to entity, for each text, after all were ingested."""
    with closing(SqliteStore(db)) as store:
        list(Ingestion(store, Service(store), extractor).ingest(each.article for each in texts))
        found: list[dict[str, str]] = [{} for _ in texts]
        place = {each.article.key: i for i, each in enumerate(texts)}
        for event in store.events():
            if event["kind"] == "mention_recorded":
                mention = event["payload"]["mention"]
                _, key, where = mention["external_id"].split(":")
                found[place[key]][f"{mention['kind']}:{where}"] = event["payload"]["entity_id"]
    return found


def end_to_end(texts: Sequence[Labelled], extractor: Extractor, db: Path) -> Mapping[str, Score]:
    """B-cubed of all mentions, and of each kind."""
    got = entities_of(texts, extractor, db)
    wanted = [
        {f"{label.kind}:{label.start}-{label.end}": label.entity for label in each.labels}
        for each in texts
    ]

    def of(prefix: str) -> Score:
        return entity_score(
            [
                {key: value for key, value in text.items() if key.startswith(prefix)}
                for text in wanted
            ],
            [{key: value for key, value in text.items() if key.startswith(prefix)} for text in got],
        )

    return {"all": of(""), **{kind.value: of(kind) for kind in Kind}}


def main() -> None:
    """Print all measures of both halves."""
    extractor: Extractor = extract
    if "--extras" in sys.argv:
        from resolver.extract.extras import morphology, splitter

        extractor = partial(extract, splitter=splitter(), morphology=morphology())
    for name in ("tuning", "held_back"):
        texts = labelled(name)
        pairs = [(each, extractor(each.article)) for each in texts]
        started = time.process_time()
        for each in texts:
            extractor(each.article)
        speed = len(texts) / (time.process_time() - started)
        print(f"{name}: {len(texts)} texts, {speed:,.0f} a second")
        for kind, score in mention_scores(pairs).items():
            print(f"  {kind.value:12} precision {score.precision:.3f} recall {score.recall:.3f}")
        right, found = form_accuracy(pairs)
        print(f"  dictionary form {right / found:.3f} of {found}")
        with tempfile.TemporaryDirectory() as folder:
            for what, score in end_to_end(texts, extractor, Path(folder) / "a.db").items():
                print(
                    f"  entities {what:12} precision {score.precision:.3f} "
                    f"recall {score.recall:.3f} F1 {score.f1:.3f}"
                )


if __name__ == "__main__":
    main()
