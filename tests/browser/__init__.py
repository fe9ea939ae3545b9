"""The pages in a real Chromium, from a real server, over a real file."""
