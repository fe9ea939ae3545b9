"""The table of transcriptions is learnt from pairs and says what they say."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from resolver.cli.weights import weights
from resolver.fitting import fit_transcription

PAIRS = {
    ("baker$", "беикер$"): 5.0,
    ("blake$", "блеик$"): 5.0,
    ("drake$", "дреик$"): 5.0,
    ("black$", "блек$"): 5.0,
    ("hack$", "хек$"): 5.0,
    ("hans$", "ханс$"): 5.0,
    ("bond$", "бонд$"): 5.0,
    ("hood$", "худ$"): 5.0,
    ("wood$", "вуд$"): 5.0,
    ("rook$", "рук$"): 5.0,
}


def test_letters_that_always_go_together_are_learnt() -> None:
    rows = fit_transcription(PAIRS)
    best = {row.grapheme: row.sounds for row in reversed(rows)}
    assert best["b"] == "б"
    assert best["d"] == "д"
    assert best["n"] == "н"


def test_a_group_of_letters_is_learnt_where_single_letters_do_not_do() -> None:
    rows = {(row.grapheme, row.sounds): row.cost for row in fit_transcription(PAIRS)}
    assert any(sounds == "у" and grapheme.startswith("oo") for grapheme, sounds in rows)


def test_costs_are_in_nats_and_never_negative() -> None:
    assert all(row.cost >= 0 for row in fit_transcription(PAIRS))


def test_the_same_pairs_give_the_same_table_in_any_order() -> None:
    turned = dict(reversed(list(PAIRS.items())))
    assert fit_transcription(PAIRS) == fit_transcription(turned)


def test_no_pairs_give_no_rows() -> None:
    assert fit_transcription({}) == []


def test_the_command_fits_from_files_and_writes_a_table(tmp_path: Path) -> None:
    names = "entity_id,name\n1,Baker\n1,Бейкер\n2,Blake\n2,Блейк\n3,Drake\n3,Дрейк\n"
    (tmp_path / "names.csv").write_text(names, encoding="utf-8")
    out = tmp_path / "out.csv"
    done = CliRunner().invoke(
        weights, ["fit-transcription", str(tmp_path / "names.csv"), "-o", str(out)]
    )
    assert done.exit_code == 0, done.output
    assert out.read_text(encoding="utf-8").startswith("grapheme,sounds,cost,source\n")


def test_a_file_without_both_scripts_is_refused(tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("entity_id,name\n1,Baker\n", encoding="utf-8")
    done = CliRunner().invoke(weights, ["fit-transcription", str(tmp_path / "names.csv")])
    assert done.exit_code != 0
