"""A client of the HTTP API, with its verbs: `from resolver.client import Client`."""

from resolver.client.answers import (
    Answer,
    Candidate,
    Comparison,
    Evidence,
    Failed,
    Line,
    Problem,
    Recorded,
)
from resolver.client.client import Client
from resolver.client.connection import ProblemError, UnreachableError

__all__ = [
    "Answer",
    "Candidate",
    "Client",
    "Comparison",
    "Evidence",
    "Failed",
    "Line",
    "Problem",
    "ProblemError",
    "Recorded",
    "UnreachableError",
]
