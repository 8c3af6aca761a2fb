"""The ceremonies, by plain values."""
