"""The figures that `make bench` shows. pytest collects nothing here: how fast a machine is, is no test."""
