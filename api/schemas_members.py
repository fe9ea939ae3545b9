"""Every member name of a request: all that a pointer to a fault may spell out."""

from __future__ import annotations

from api.schemas import CompareIn, MentionIn, MentionsIn, RecordIn, RecordsIn
from api.schemas_match import MatchIn, QueryIn
from api.schemas_questions import LineIn, OriginalIn, RomanizeIn, VariantsIn

_REQUESTS = (
    CompareIn,
    LineIn,
    MatchIn,
    MentionIn,
    MentionsIn,
    OriginalIn,
    QueryIn,
    RecordIn,
    RecordsIn,
    RomanizeIn,
    VariantsIn,
)

MEMBERS = frozenset(
    field.alias or name for model in _REQUESTS for name, field in model.model_fields.items()
)
