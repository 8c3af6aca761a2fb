"""The page in the browser: drawn here as HTML, kept fresh by a little JavaScript."""
