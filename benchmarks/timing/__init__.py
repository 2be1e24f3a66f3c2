"""How benchmarks are timed, and the districts that they run on."""
