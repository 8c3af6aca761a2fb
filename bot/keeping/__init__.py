"""What is kept: taken along as files, and erased."""
