"""The shell around each ceremony: finding its rounds, and what people do to them, in transactions."""
