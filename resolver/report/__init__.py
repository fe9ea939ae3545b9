"""A deduplicated archive at a glance: one page that needs nothing but a browser."""
