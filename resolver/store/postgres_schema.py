"""The tables in PostgreSQL: the log, its projections, and what stands beside the log.

As in `sqlite_schema`, with these differences. Postings have rows of their own: an array of
them would be written anew with each name. `totals` counts mentions and people's decisions,
which would else be counted row by row. There are no foreign keys: each would lock and rewrite
the row that it points to, to protect what only this package writes and what can be rebuilt.
`about` says which version of the schema this is and what its tables looked like when made.

Texts are compared byte by byte (COLLATE "C"), as SQLite and Python do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from resolver.store.postgres_session import Session

_LOG = (
    """CREATE TABLE events (
        seq bigint PRIMARY KEY,
        at text COLLATE "C" NOT NULL,
        actor text COLLATE "C" NOT NULL,
        kind text COLLATE "C" NOT NULL,
        payload text COLLATE "C" NOT NULL,
        rules_version text COLLATE "C" NOT NULL,
        reason text COLLATE "C",
        prev_hash text COLLATE "C" NOT NULL,
        hash text COLLATE "C" NOT NULL
    )""",
    """CREATE FUNCTION events_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'events are append-only'
                USING ERRCODE = 'integrity_constraint_violation';
        END $$""",
    """CREATE FUNCTION events_follow_each_other() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NEW.seq IS DISTINCT FROM (SELECT coalesce(max(seq), 0) + 1 FROM events) THEN
                RAISE EXCEPTION 'events are append-only'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$""",
    """CREATE TRIGGER events_are_never_changed BEFORE UPDATE OR DELETE ON events
        FOR EACH ROW EXECUTE FUNCTION events_are_append_only()""",
    """CREATE TRIGGER events_are_never_emptied BEFORE TRUNCATE ON events
        FOR EACH STATEMENT EXECUTE FUNCTION events_are_append_only()""",
    """CREATE TRIGGER events_follow_each_other BEFORE INSERT ON events
        FOR EACH ROW EXECUTE FUNCTION events_follow_each_other()""",
)

_BESIDE_THE_LOG = (
    "CREATE TABLE about (name text PRIMARY KEY, value text NOT NULL)",
    """CREATE TABLE leases (
        card bigint PRIMARY KEY,
        clerk text COLLATE "C" NOT NULL,
        until text COLLATE "C" NOT NULL
    )""",
    """CREATE TABLE requests (
        key text COLLATE "C" PRIMARY KEY,
        digest text COLLATE "C" NOT NULL,
        answer text COLLATE "C" NOT NULL,
        at text COLLATE "C" NOT NULL
    )""",
    "CREATE INDEX requests_by_age ON requests (at)",
    """CREATE TABLE api_keys (
        key_id text COLLATE "C" PRIMARY KEY,
        digest bytea NOT NULL,
        role text COLLATE "C" NOT NULL,
        label text COLLATE "C" NOT NULL,
        created_at text COLLATE "C" NOT NULL,
        revoked_at text COLLATE "C"
    )""",
)

# Rows that are counted up leave room in their page, so that no index need know of it.
_PROJECTIONS = (
    """CREATE TABLE entities (
        id bigint PRIMARY KEY,
        entity_id text COLLATE "C" NOT NULL UNIQUE,
        kind text COLLATE "C" NOT NULL,
        founded bigint NOT NULL,
        root bigint NOT NULL,
        own bigint NOT NULL,
        junk boolean NOT NULL,
        name text COLLATE "C" NOT NULL,
        mentions bigint NOT NULL,
        corrected boolean NOT NULL,
        hidden boolean NOT NULL,
        changed bigint NOT NULL,
        decided bigint NOT NULL
    ) WITH (fillfactor = 80)""",
    "CREATE INDEX entities_absorbed ON entities (root) WHERE root <> id",
    """CREATE TABLE names (
        id bigint PRIMARY KEY,
        entity bigint NOT NULL,
        name text COLLATE "C" NOT NULL,
        mentions bigint NOT NULL,
        completeness bigint,
        preference bigint,
        UNIQUE (entity, name)
    ) WITH (fillfactor = 80)""",
    """CREATE TABLE facts (
        entity bigint NOT NULL,
        attribute text COLLATE "C" NOT NULL,
        value text COLLATE "C" NOT NULL,
        mentions bigint NOT NULL,
        PRIMARY KEY (entity, attribute, value)
    )""",
    """CREATE TABLE keys (
        id bigint PRIMARY KEY,
        kind text COLLATE "C" NOT NULL,
        key text COLLATE "C" NOT NULL,
        names bigint NOT NULL,
        UNIQUE (kind, key)
    ) WITH (fillfactor = 70)""",
    "CREATE TABLE postings (key bigint NOT NULL, name bigint NOT NULL, PRIMARY KEY (key, name))",
    """CREATE TABLE starts (
        word text COLLATE "C" NOT NULL,
        name bigint NOT NULL,
        PRIMARY KEY (word, name)
    )""",
    """CREATE TABLE mentions (
        seq bigint PRIMARY KEY,
        mention_id text COLLATE "C" NOT NULL UNIQUE,
        entity bigint NOT NULL,
        name bigint NOT NULL
    )""",
    "CREATE INDEX mentions_of_entity ON mentions (entity, seq)",
    """CREATE TABLE moves (
        mention bigint NOT NULL,
        decision bigint NOT NULL,
        entity bigint NOT NULL,
        PRIMARY KEY (mention, decision)
    )""",
    "CREATE INDEX moves_by_decision ON moves (decision)",
    "CREATE INDEX moves_to_entity ON moves (entity)",
    """CREATE TABLE decisions (
        seq bigint PRIMARY KEY,
        human boolean NOT NULL,
        active boolean NOT NULL,
        target bigint,
        undone_by bigint,
        blocked bigint,
        text text COLLATE "C"
    )""",
    "CREATE INDEX collisions ON decisions (seq) WHERE blocked IS NOT NULL AND human",
    "CREATE INDEX decisions_undoing ON decisions (target) WHERE target IS NOT NULL",
    """CREATE TABLE links (
        decision bigint NOT NULL,
        sort text COLLATE "C" NOT NULL,
        a bigint NOT NULL,
        b bigint NOT NULL,
        PRIMARY KEY (decision, sort, a, b)
    )""",
    "CREATE INDEX links_at_a ON links (a)",
    "CREATE INDEX links_at_b ON links (b)",
    """CREATE TABLE suggestions (
        id bigint PRIMARY KEY,
        a bigint NOT NULL,
        b bigint NOT NULL,
        score double precision NOT NULL,
        why text COLLATE "C" NOT NULL,
        evidence text COLLATE "C" NOT NULL,
        missing text COLLATE "C" NOT NULL,
        raised bigint NOT NULL,
        news text COLLATE "C" NOT NULL,
        again bigint,
        answered bigint,
        state text COLLATE "C" NOT NULL,
        priority double precision NOT NULL,
        UNIQUE (a, b),
        CHECK (a < b)
    )""",
    "CREATE INDEX suggestions_at_b ON suggestions (b)",
    "CREATE INDEX suggestions_open ON suggestions (priority DESC, id) WHERE state = 'open'",
    'CREATE TABLE settings (name text COLLATE "C" PRIMARY KEY, value text COLLATE "C")',
    "CREATE TABLE totals (mentions bigint NOT NULL, decisions bigint NOT NULL)",
    "INSERT INTO totals VALUES (0, 0)",
)

PROJECTIONS = (
    "entities", "names", "facts", "keys", "postings", "starts", "mentions", "moves", "decisions",
    "links", "suggestions", "settings", "totals",
)  # fmt: skip

TABLES = ("events", *PROJECTIONS, "about", "leases", "requests", "api_keys")

# The numbers of keys depend on how many names were entered at once: they mean nothing.
_DIGESTED = {
    "keys": "SELECT kind, key, names FROM {0}keys",
    "postings": "SELECT k.kind, k.key, p.name FROM {0}postings AS p JOIN {0}keys AS k "
    "ON k.id = p.key",
}

_SHAPE = """
    SELECT 'column ' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
        || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
    FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
    WHERE c.oid = ANY(%s::text[]::regclass[]) AND a.attnum > 0 AND NOT a.attisdropped
    UNION ALL
    SELECT 'trigger ' || t.tgname || ' ' || t.tgtype FROM pg_trigger AS t
    WHERE t.tgrelid = 'events'::regclass AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')
    ORDER BY 1"""


def create_projections(session: Session) -> None:
    """Create the empty projections in the first schema of the search path."""
    for statement in _PROJECTIONS:
        session.run(statement)


def drop_projections(session: Session) -> None:
    for name in PROJECTIONS:
        session.run(f"DROP TABLE IF EXISTS {name}")


def _first_tables(session: Session) -> None:
    for statement in (*_LOG, *_BESIDE_THE_LOG):
        session.run(statement)
    create_projections(session)


MIGRATIONS: tuple[Callable[[Session], None], ...] = (_first_tables,)
"""What makes each version of the schema of the one before; a projection that changes is
dropped and created empty."""

SCHEMA_VERSION = len(MIGRATIONS)


def migrate(session: Session, version: int, replay: Callable[[Session], int]) -> None:
    """Bring the tables from a version to SCHEMA_VERSION inside the open transaction."""
    for step in MIGRATIONS[version:]:
        step(session)
    if version:
        replay(session)
    session.run("DELETE FROM about")
    session.run(
        "INSERT INTO about (name, value) VALUES ('version', %s), ('shape', %s)",
        str(SCHEMA_VERSION),
        "\n".join(shape(session)),
    )


def shape(session: Session) -> list[str]:
    """The columns of our tables and the guards of the log, a line each."""
    return [line for (line,) in session.rows(_SHAPE, list(TABLES))]


def digests(session: Session, schema: str = "") -> dict[str, str]:
    """A sum over every row of each projection, whatever their order: equal where they are."""
    return {name: _digest(session, name, schema) for name in PROJECTIONS}


def _digest(session: Session, name: str, schema: str) -> str:
    rows = _DIGESTED.get(name, f"SELECT * FROM {{0}}{name}").format(schema)
    found: Iterable[object] = session.rows(
        f"""SELECT count(*), coalesce(sum(hashtextextended(one::text, 0)::numeric), 0),
            coalesce(sum(hashtextextended(one::text, 1)::numeric), 0) FROM ({rows}) AS one"""
    )[0]
    return " ".join(map(str, found))
