import keras
from keras import layers

from training import train_in_rounds


def run(definition, folder, rounds):
    examples = definition["examples"]
    network = keras.Sequential(
        [
            keras.Input(examples["shape"]),
            layers.Dense(256, activation="relu"),
            layers.Dense(examples["classes"], activation="softmax"),
        ]
    )
    train_in_rounds(network, definition, folder, rounds)
