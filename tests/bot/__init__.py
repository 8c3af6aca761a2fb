"""The rules and the shell around them, by plain values and on a real store."""
