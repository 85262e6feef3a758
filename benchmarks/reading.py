"""Reads batches in passes; see reading.mjs."""


def read_in_rounds(batches, definition, rounds):
    """`batches` returns the batches of a pass: features and labels."""
    for _ in range(definition["warmUp"]):
        read(batches())
    rounds.ready()
    while True:
        rounds.begin()
        rounds.end(read(batches()))


def read(batches):
    return sum(int(features.shape[0]) for features, _ in batches)
