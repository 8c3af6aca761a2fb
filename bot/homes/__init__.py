"""What a person's Home shows, piece by piece, and when it is drawn again."""
