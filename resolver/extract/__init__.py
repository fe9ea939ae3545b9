"""From the text of an article to the people, places and organisations it names."""
