"""Figures of accuracy and speed beside other systems; no part of the timed test run."""
