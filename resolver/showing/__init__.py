"""What pages have in common, on a server or in a file: names, drawings, charts, colours."""
