"""What Piton remembers, as rows: the only folder that knows SQL."""
