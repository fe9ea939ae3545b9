"""What the generated tables of `rules` are made with, by hand, when their sources change."""
