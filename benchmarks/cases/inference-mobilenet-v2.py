import keras

from inference import predict_in_rounds
from trained_statistics import trained_statistics


def run(definition, folder, rounds):
    network = keras.applications.MobileNetV2(weights=None)
    trained_statistics(network.layers)
    predict_in_rounds(network, definition, folder, rounds)
