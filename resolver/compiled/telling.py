"""What is said of the compiled core, on the command line and by `python -m resolver.compiled`."""

from __future__ import annotations

from resolver import compiled
from resolver.compiled.building import compile_core, remove
from resolver.compiled.modules import MODULES


def told_check() -> tuple[str, bool]:
    """Whether the core that programs get now is compiled, in a sentence and as a truth value."""
    why = compiled.why_pure()
    if why:
        return f"the core runs as plain Python: {why}", False
    return f"the core is compiled: {len(MODULES)} modules in {compiled.FOLDER}", True


def told_remove() -> str:
    """Take back what was compiled. BadInput where the folder cannot be written."""
    return "the core runs as plain Python again" if remove() else "nothing was compiled"


def told_compile(*, verbose: bool) -> str:
    """Compile where that is not done yet. BadInput where it cannot be."""
    if not compile_core(verbose=verbose):
        return "the core is compiled already"
    return f"the core is compiled: {len(MODULES)} modules"
