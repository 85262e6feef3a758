import keras
from keras import layers

from training import train_in_rounds


def run(definition, folder, rounds):
    train_in_rounds(cnn(definition["examples"], normalized=False), definition, folder, rounds)


def cnn(examples, normalized):
    network = keras.Sequential([keras.Input(examples["shape"])])
    for filters in (32, 64, 128):
        network.add(layers.Conv2D(filters, 3, padding="same", activation=None if normalized else "relu"))
        if normalized:
            network.add(layers.BatchNormalization())
            network.add(layers.ReLU())
        network.add(layers.MaxPooling2D(2))
    network.add(layers.Flatten())
    network.add(layers.Dense(128, activation="relu"))
    network.add(layers.Dense(examples["classes"], activation="softmax"))
    return network
