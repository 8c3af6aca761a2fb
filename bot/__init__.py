"""What Piton knows and decides. Arrows point here: handlers and storage import the bot, never the reverse."""
