"""Predicts arrays in memory: the first calls trace and warm up, each later one is a round."""

from examples import read_arrays
from settings import compile_settings


def predict_in_rounds(network, definition, folder, rounds):
    x, _ = read_arrays(definition["examples"], folder)
    network.compile(**compile_settings())
    predict = lambda: network.predict(x, batch_size=definition["batchSize"], verbose=0)
    for _ in range(definition["warmUp"]):
        predict()
    rounds.ready(network)
    while True:
        rounds.begin()
        predict()
        rounds.end(definition["perRound"])
