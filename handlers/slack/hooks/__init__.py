"""How machines report for a team: `/piton hooks`, by those who lead it."""
