"""When two recorded writes are the same, and which is the first that differs.

Every comparison of recordings uses these functions: the digest, the side-by-side tape, the first difference of a
cell and the trace.
"""

from __future__ import annotations

import hashlib
import math
import struct
from collections.abc import Sequence

from gradbreak.engine.recording import Content, RecordedWrite, Recording


def same(one: Content, other: Content) -> bool:
    """Whether two contents are the same to a test: NaN is the same as NaN, and 0.0 as -0.0."""
    both_are_nan = isinstance(one, float) and isinstance(other, float) and math.isnan(one) and math.isnan(other)
    return both_are_nan or one == other


def same_write(one: RecordedWrite, other: RecordedWrite) -> bool:
    """Whether two writes change the same attribute of the same node in the same way.

    The place and the sweep don't count, so a mutant that only moves code writes the same.
    """
    return (
        (one.node, one.is_gradient) == (other.node, other.is_gradient)
        and same(one.before, other.before)
        and same(one.after, other.after)
    )


def first_difference(one: Sequence[RecordedWrite], other: Sequence[RecordedWrite]) -> int | None:
    """The index of the first write that is not the same in both, or None where all are.

    Where one recording is the beginning of the other, this is the length of the shorter one.
    """
    for index, pair in enumerate(zip(one, other, strict=False)):
        if not same_write(*pair):
            return index
    return None if len(one) == len(other) else min(len(one), len(other))


def has_effect(write: RecordedWrite) -> bool:
    """Whether a write changes what the attribute holds; no test can tell whether another one happened."""
    return not same(write.before, write.after)


def digest(recording: Recording) -> str:
    """A fingerprint of the writes that have an effect; recordings in which these are the same have the same one."""
    hasher = hashlib.blake2b(digest_size=16)
    for write in recording.writes:
        # A run takes the digest of millions of writes, so the common case comes first and without a call.
        if write.before == write.after:
            continue
        before, after = _encoded(write.before), _encoded(write.after)
        if before != after:
            hasher.update(struct.pack("<q?", write.node, write.is_gradient) + before + after)
    return hasher.hexdigest()


def _encoded(content: Content) -> bytes:
    """Equal bytes for contents that are the same."""
    if not isinstance(content, float):
        return repr(content).encode()
    # NaNs differ in their sign and payload; + 0.0 makes 0.0 of -0.0.
    return struct.pack("<d", content + 0.0 if content == content else math.nan)
