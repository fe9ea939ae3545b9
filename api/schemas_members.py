"""Every member name of a request: all that a pointer to a fault may spell out."""

from __future__ import annotations

from api.schemas import CompareIn, MentionIn, MentionsIn, RecordIn, RecordsIn
from api.schemas_questions import LineIn, OriginalIn, RomanizeIn, VariantsIn

_REQUESTS = (
    CompareIn,
    LineIn,
    MentionIn,
    MentionsIn,
    OriginalIn,
    RecordIn,
    RecordsIn,
    RomanizeIn,
    VariantsIn,
)

MEMBERS = frozenset(member for model in _REQUESTS for member in model.model_fields)
