"""Entities that live: the ledger against a plain model, and through the years."""
