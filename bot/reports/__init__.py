"""What machines report: `piton report` on their side, and what is taken in on ours."""
