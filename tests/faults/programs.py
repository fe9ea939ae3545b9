"""Programs that run beside a test, in processes of their own."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Sequence

from resolver.mention import Kind


def words(name: str, kind: Kind) -> Sequence[str]:
    return tuple(name.split())


def python(script: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script), *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


CLERK = """
    import sys
    from resolver.desk import Act, Desk
    from resolver.ledger.events import EntityFounded, MentionRecorded, Ruling
    from resolver.mention import Kind, Mention
    from resolver.store.sqlite import SqliteStore
    path, name, decisions, known = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    store = SqliteStore(path, keys=lambda name, kind: name.split(), timeout=60)
    desk, act = Desk(store), Act(name, "seen")
    rulings = (Ruling.SAME, Ruling.DIFFERENT, Ruling.UNSURE)
    for step in range(decisions):
        if step % 3 == 2 and last is not None:
            done = desk.undo(last, act)
            last = None
        else:
            a = (step * 7 + hash(name) % 5) % known
            b = (a + 1 + step % 11) % known
            done = desk.decide(rulings[step % 2 if step % 5 else 2], f"e{a}", f"e{b}", act)
            last = done.decision
        print(done.decision, flush=True)
    store.close()
"""
"""Decides `decisions` times about entities e0 to e`known`, printing each acknowledged number."""
