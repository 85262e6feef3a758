"""Converts the reviews to token ids, once per round; see texts.mjs."""

import json
import os
import time

import numpy as np


def read_texts(folder):
    with open(os.path.join(folder, "reviews.jsonl"), encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def read_vocabulary(folder):
    with open(os.path.join(folder, "vocabulary.json"), encoding="utf-8") as file:
        return json.load(file)


def run_texts(definition, folder, rounds, texts, ways, numbers_of):
    """Measures the fastest of `ways`, by label, which all do the same. `numbers_of` returns the token ids of a few texts, numbered as in expgraph."""
    check(folder, texts, numbers_of)
    rounds.chosen, encode = fastest(ways)
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    for _ in range(definition["warmUp"]):
        encode()
    rounds.ready()
    while True:
        rounds.begin()
        rows = encode()
        rounds.end(megabytes * rows / len(texts))


def check(folder, texts, numbers_of):
    """Checks that both sides do the same work."""
    expected = np.fromfile(os.path.join(folder, "first.f32"), dtype="float32")
    rows = len(expected) // numbers_of(texts[:1]).shape[1]
    different = np.flatnonzero(numbers_of(texts[:rows]).ravel() != expected)
    if len(different):
        raise ValueError(f"{len(different)} of {len(expected)} numbers are not those of expgraph, the first at {different[0]}")


def fastest(ways):
    tried = []
    for label, encode in ways.items():
        encode()
        started = time.perf_counter()
        encode()
        tried.append((time.perf_counter() - started, label, encode))
    return min(tried)[1:]
