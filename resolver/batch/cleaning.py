"""What `resolver.text.cleaned` does with names, of many at once.

Most names are of letters that nothing is done to, which shows in their bytes. Only the others are
looked at one by one.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from resolver.batch.arrays import array
from resolver.text import MAX_CODE_POINTS, PLAIN, SIGNS, STABLE, cleaned

_LETTERLESS = f"^[ {SIGNS}]*$"
_LETTER, _SIGN, _SPACE, _TWO, _OTHER = range(5)
_TWO_BYTES = range(0x80, 0x800)  # code points that UTF-8 has two bytes for
_STABLE = np.array([bool(STABLE.match(chr(point))) for point in range(_TWO_BYTES.stop)])


def _kinds() -> bytes:
    """What each byte of UTF-8 says: that a letter begins, that a sign stands here or either goes
    on, a space, the first half of what may be a letter, or anything else."""
    kinds = [_OTHER] * 256
    for point in range(_TWO_BYTES.start):
        if STABLE.match(chr(point)):
            kinds[point] = _LETTER if chr(point).isalpha() else _SIGN
    kinds[ord(" ")] = _SPACE
    for point in _TWO_BYTES:
        first, second = chr(point).encode()
        every = _STABLE[point & ~63 : (point | 63) + 1]
        kinds[first], kinds[second] = _LETTER if every.all() else _TWO, _SIGN
    return bytes(kinds)


_KINDS = _kinds()


def cleaned_names(names: pa.Array) -> tuple[pa.Array, bool]:
    """The names, null where there is none; and whether nothing was taken out of any that it
    lacks now, as far as that shows."""
    unsure = np.flatnonzero(~_surely_plain(names))
    if not len(unsure):
        return names, True
    some = names.take(array(unsure))
    plain = pc.and_(pc.match_substring_regex(some, f"^{PLAIN}$"),
                    pc.less_equal(pc.utf8_length(some), MAX_CODE_POINTS))  # fmt: skip
    odd = pc.or_(pc.invert(plain), pc.match_substring_regex(some, _LETTERLESS))
    if not pc.any(odd).as_py():
        return names, True
    raw = some.filter(odd).to_pylist()
    mask = np.zeros(len(names), np.int8)
    mask[unsure[pc.indices_nonzero(odd).to_numpy()]] = 1
    found = pa.array(cleaned(raw), pa.string())
    found = pc.replace_with_mask(names, array(mask).cast(pa.bool_()), found)
    return found, "".join(raw).isprintable()


def _surely_plain(names: pa.Array) -> npt.NDArray[np.bool_]:
    """Names of stable letters and signs with single spaces between them that begin with a letter.
    There may be more."""
    _, offsets, data = names.buffers()
    ends = np.frombuffer(offsets, np.int32)[names.offset :][: len(names) + 1]
    written = b"" if data is None else bytes(memoryview(data)[ends[0] : ends[-1]])
    kinds = np.frombuffer(written.translate(_KINDS) + bytes([_OTHER]), np.uint8)
    ends = ends - ends[0]
    plain: npt.NDArray[np.bool_] = (kinds[ends[:-1]] == _LETTER) | (kinds[ends[:-1]] == _TWO)
    plain &= (kinds[ends[1:] - 1] != _SPACE) & (np.diff(ends) <= MAX_CODE_POINTS)
    plain &= np.diff(ends) > 0
    plain[np.searchsorted(ends, _odd(written, kinds), "right") - 1] = False
    return plain


def _odd(written: bytes, kinds: npt.NDArray[np.uint8]) -> npt.NDArray[Any]:
    """Where something else stands than a stable letter or sign, or a single space."""
    where = np.flatnonzero(kinds[:-1] > _SIGN)
    kind = kinds[where]
    spaces, halves = where[kind == _SPACE], where[kind == _TWO]
    data = np.frombuffer(written, np.uint8)
    points = (data[halves] & 31).astype(np.int32) << 6 | data[halves + 1] & 63
    found = [where[kind == _OTHER], halves[~_STABLE[points]], spaces[1:][np.diff(spaces) == 1]]
    return np.concatenate(found)
