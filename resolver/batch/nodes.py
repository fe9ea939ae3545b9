"""What is compared of a node: as Arrow has it, and as SQL finds it."""

from __future__ import annotations

import pyarrow as pa

NODE = pa.struct(
    [
        ("id", pa.int64()),
        ("tier", pa.int8()),
        ("text", pa.string()),
        ("kind", pa.string()),
        ("turned", pa.bool_()),
        ("n", pa.int64()),
        ("plain", pa.bool_()),
        ("sure", pa.bool_()),
        ("gender", pa.string()),
        ("generation", pa.string()),
        ("belarusian", pa.bool_()),
        ("surname", pa.string()),
        ("given", pa.string()),
        ("patronymic", pa.string()),
        ("sound", pa.string()),
        ("form", pa.string()),
        ("support", pa.float64()),
    ]
)
FACTS = [
    ("birth", pa.string()),
    ("country", pa.string()),
    ("company", pa.list_(pa.string())),
    ("unit", pa.string()),
    ("apart", pa.list_(pa.string())),
]
UNIT = pa.struct([*NODE, *FACTS])
"""A node with what is known besides the name, and with what people decided."""

COLUMNS = """plain, sure, gender, generation, belarusian, coalesce(cs.word, '') AS surname,
  coalesce(cg.word, '') AS given, coalesce(cp.word, '') AS patronymic,
  coalesce(cs.sound, '') AS sound, coalesce(cs.form, '') AS form,
  coalesce(cs.support, 0) AS support"""
JOINS = """LEFT JOIN class cs ON cs.place = 0 AND cs.cid = s
  LEFT JOIN class cg ON cg.place = 1 AND cg.cid = g
  LEFT JOIN class cp ON cp.place = 2 AND cp.cid = p"""
