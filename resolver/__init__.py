"""name-resolver: one name, a dozen spellings, one entity, and the reason why."""

__version__ = "0.1.0"
