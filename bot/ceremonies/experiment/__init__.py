"""An experiment: a hypothesis with a decision, its results, and what they came to."""
