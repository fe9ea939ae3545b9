"""How DuckDB is set up: where tables are, what it holds, and the names of its functions."""

from __future__ import annotations

TABLES, MEMORY = "tables", "quick"
"""The database in the work folder, and the one in memory."""
LOOK = f"SET search_path = '{TABLES}.main,{MEMORY}.main'"
GROUP = 32_768  # rows that one thread takes at a time
SHARE = "PRAGMA verify_parallelism"
"""One thread would take 122,880 rows of a table in memory at a time; so it takes 2,048."""
LEAST_MEMORY, LEAST_BYTES = "384MB", 384_000_000
QUICK = {"fsync_mode": "NONE", "wal_autocheckpoint": "1GB"}
CAREFUL = {"fsync_mode": "STANDARD", "wal_autocheckpoint": "32MB", "force_compression": "auto"}
MACROS = {  # what the steps call by the names that Spark has for it
    "array_join(l, x)": "array_to_string(l, x)",
    "sha2(x, bits)": "sha256(x)",
    "size(l)": "len(l)",
    "try_element_at(l, i)": "l[i]",
}
