"""Where mentions and entities are kept: the Store protocol and its implementations."""
