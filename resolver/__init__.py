"""name-resolver: one name, a dozen spellings, one entity, and the reason why."""

from resolver import compiled

__version__ = "0.1.0"

if not compiled.why_pure():
    __path__.insert(0, compiled.FOLDER)
