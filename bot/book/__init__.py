"""What a team knows, as numbers: pure functions from what was voted and done to what it comes to."""
