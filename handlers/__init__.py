"""What the bot hears and says: one folder a platform, mirrored file for file."""
