"""What `resolver.text.cleaned` does with names, of many at once."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from resolver.text import MAX_CODE_POINTS, PLAIN, SIGNS, cleaned

_LETTERLESS = f"^[ {SIGNS}]*$"


def cleaned_names(written: Sequence[bytes] | Sequence[str]) -> tuple[pa.Array, bool]:
    """The names, null where there is none; and whether nothing was taken out of any that it
    lacks now, as far as that shows."""
    names = pa.array(written, pa.string())
    plain = pc.and_(pc.match_substring_regex(names, f"^{PLAIN}$"),
                    pc.less_equal(pc.utf8_length(names), MAX_CODE_POINTS))  # fmt: skip
    odd = pc.or_(pc.invert(plain), pc.match_substring_regex(names, _LETTERLESS))
    if not pc.any(odd).as_py():
        return names, True
    raw = names.filter(odd).to_pylist()
    found = pa.array(cleaned(raw), pa.string())
    return pc.replace_with_mask(names, odd, found), "".join(raw).isprintable()
