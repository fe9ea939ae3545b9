"""What happens to entities over the years: events, and the state that follows from them.

Pure: the log and the tables that hold the state are handed in (`tables.Tables`), so that
every store applies the same policy and only its SQL is its own.

    events        what can happen
    encoding      how an event is written down and chained by hashes
    constraints   which entities are one, from the decisions in force
    tables        what the policy asks of the tables of a store
    projector     each event and what it changes
    decisions     decisions: entered, undone, undone again
    clusters      what an entity shows of itself after a change
    review        which suggestion is open, and how much it matters
"""
