"""Splink on one archive, in an environment of its own: `python splink_worker.py FILE`.

Tuned as fairly as we could: names without accents and in ASCII, five blocking rules with one
for exchanged columns, Jaro-Winkler levels with term frequencies, expectation maximisation
capped (its default wastes most of the time). The three name columns are given to it; they are
cut from our own analysis, because it takes no whole names. Prints a line of JSON a threshold.
"""

from __future__ import annotations

import json
import resource
import sys
import time

import duckdb
import splink.comparison_level_library as levels
import splink.comparison_library as comparisons
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

THRESHOLDS = (0.3, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999)


def column(name: str) -> comparisons.CustomComparison:
    """Nothing, an initial, equal with its frequency, three grades of likeness, else."""
    return comparisons.CustomComparison(
        output_column_name=name,
        comparison_levels=[
            levels.NullLevel(name),
            levels.CustomLevel(
                f"(length({name}_l) = 1 or length({name}_r) = 1) "
                f"and substr({name}_l, 1, 1) = substr({name}_r, 1, 1)"
            ),
            levels.ExactMatchLevel(name, term_frequency_adjustments=True),
            *(levels.JaroWinklerLevel(name, grade) for grade in (0.95, 0.9, 0.82)),
            levels.ElseLevel(),
        ],
    )


def main() -> None:
    """Link, cluster at each threshold, and say how well."""
    path = sys.argv[1]
    begun = time.monotonic()
    con = duckdb.connect()
    con.execute("SET threads = 2")
    con.execute(
        "CREATE TABLE archive AS SELECT id AS unique_id, nullif(surname, '') AS surname, "
        "nullif(given, '') AS given, nullif(patronymic, '') AS patronymic, truth "
        f"FROM read_csv('{path}', all_varchar = true)"
    )
    api = DuckDBAPI(con)
    rules = [
        block_on("surname", "substr(given, 1, 1)"),
        block_on("substr(surname, 1, 5)", "substr(given, 1, 1)"),
        block_on("given", "patronymic", "substr(surname, 1, 1)"),
        "l.surname = r.given and l.given = r.surname",
    ]
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=rules,
        comparisons=[column(name) for name in ("surname", "given", "patronymic")],
    )
    linker = Linker(api.register("archive"), settings)
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [block_on("surname", "given", "patronymic")], recall=0.15
    )
    training.estimate_u_using_random_sampling(max_pairs=2e6)
    for rule in (block_on("surname"), block_on("given", "patronymic")):
        training.estimate_parameters_using_expectation_maximisation(rule, max_pairs=500_000)
    found = linker.inference.predict(threshold_match_probability=THRESHOLDS[0])
    first = None
    for threshold in THRESHOLDS:
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
            found, threshold_match_probability=threshold
        )
        seconds = time.monotonic() - begun
        first = first or seconds
        print(json.dumps({"threshold": threshold, **quality(con, clusters.physical_name),
                          "seconds": first, "peak_mb": peak_mb()}), flush=True)  # fmt: skip


def peak_mb() -> float:
    """The most memory this process held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def quality(con: duckdb.DuckDBPyConnection, clusters: str) -> dict[str, float]:
    """Precision and recall over pairs."""
    both, claimed, true = con.execute(
        f"""WITH t AS (SELECT cluster_id, truth, count(*) AS n FROM {clusters} GROUP BY ALL),
        c AS (SELECT sum(n) AS n FROM t GROUP BY cluster_id),
        p AS (SELECT sum(n) AS n FROM t GROUP BY truth)
        SELECT (SELECT sum(n * (n - 1)) FROM t), (SELECT sum(n * (n - 1)) FROM c),
          (SELECT sum(n * (n - 1)) FROM p)"""
    ).fetchall()[0]
    return {"precision": float(both / claimed), "recall": float(both / true)}


if __name__ == "__main__":
    main()
