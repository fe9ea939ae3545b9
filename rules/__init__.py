"""Rule tables a linguist can edit. Data only: no code belongs here."""
