"""Which modules are compiled, and which sources their machine code depends on."""

from __future__ import annotations

import ast
from pathlib import Path

# What analysing, keying, comparing and clustering names pass through, romanizing and finding
# originals, what is asked of the words of an archive and kept of its names in a store. Left out:
# modules that read files or need Arrow, and those of places and organisations, where hardly
# anything is gained.
MODULES = """
    armenian_fathers at_once attributes attribution audible backwards batch/classes batch/doubt
    batch/profiles batch/read_slips batch/sums batch/words batch/written_slips beside_names by_ear
    cluster commonness compare compounds constraints counterparts damaged_patronymics declension
    declined dedupe differing distance endings entities evidence explain fathers folding generations
    genitives given_forms given_groups glance grammar graphemes hearing index inflection inverse
    joined_words keys known_apart known_words lexemes lexicon lost_sounds maiden_names matching
    misspelling name_parts names nearness original other_names partition patronyms persons phrases
    readings relating relation replay resolve respelling restoration romanize rough ruling_out
    script second_surnames seen sieve sifting sight spelled spelled_steps store/known_names
    store/packed_keys surname_endings surnames_in_use text tokens traditions transcription
    two_given_names two_surnames typed values variants weights word_keys words
""".split()  # noqa: SIM905 - one a line, the list would be longer than the file


def _imported(source: Path) -> set[str]:
    """Dotted names of what a source imports, wherever in it the import stands."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source.read_bytes())):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
            names.add(node.module)
    return names


def depended_on(package: Path, modules: list[str]) -> list[str]:
    """Files of the package that modules of it need, near and far, themselves included.

    Types and constants of a module that is imported go into machine code, so that it is of no use
    once one of them is another.
    """
    found: set[str] = set()
    waiting = [f"{name}.py" for name in modules]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        for module in _imported(package / name):
            root, _, rest = module.partition(".")
            path = rest.replace(".", "/")
            if root == package.name:
                waiting += [
                    file
                    for file in (f"{path}.py", f"{path}/__init__.py")
                    if (package / file).is_file()
                ]
    return sorted(found)
