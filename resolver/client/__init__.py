"""A client of the HTTP API, with its verbs: `from resolver.client import Client`."""

from resolver.client.answers import (
    Answer,
    Candidate,
    Card,
    Comparison,
    Decision,
    Done,
    Entity,
    Event,
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
    "Card",
    "Client",
    "Comparison",
    "Decision",
    "Done",
    "Entity",
    "Event",
    "Evidence",
    "Failed",
    "Line",
    "Problem",
    "ProblemError",
    "Recorded",
    "UnreachableError",
]
