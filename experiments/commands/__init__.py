"""Commands of the command line, one topic a file; `experiments.cli` mounts them."""
