"""The readers on what the tools themselves write: `make test-integrations`, in an environment that has them."""
