"""Tests of the command line; a package, so that its fixtures have types to import."""
