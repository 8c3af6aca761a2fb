"""Taking data out: a team's export, and a person's own, to take along or to erase."""
