"""Every member name of a request: all that a pointer to a fault may spell out."""

from __future__ import annotations

from api.schemas import CompareIn, ExtractIn, MentionIn, MentionsIn, RecordIn, RecordsIn
from api.schemas_match import MatchIn, QueryIn
from api.schemas_questions import LineIn, OriginalIn, RomanizeIn, VariantsIn
from api.schemas_review import DecisionIn, MergeIn, RenameIn, SplitIn, TakeIn

_REQUESTS = (
    CompareIn,
    DecisionIn,
    ExtractIn,
    LineIn,
    MatchIn,
    MentionIn,
    MentionsIn,
    MergeIn,
    OriginalIn,
    QueryIn,
    RenameIn,
    SplitIn,
    TakeIn,
    RecordIn,
    RecordsIn,
    RomanizeIn,
    VariantsIn,
)

MEMBERS = frozenset(
    field.alias or name for model in _REQUESTS for name, field in model.model_fields.items()
)
