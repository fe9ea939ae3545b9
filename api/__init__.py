"""The HTTP API: an app factory, one router a noun, errors as RFC 9457 problems."""
