from keras import layers as kinds

from mobilenet_v2 import mobilenet_v2
from training import train_in_rounds


def run(definition, folder, rounds):
    examples = definition["examples"]
    network = mobilenet_v2(tuple(examples["shape"]), examples["classes"], freeze)
    train_in_rounds(network, definition, folder, rounds)


def freeze(layers):
    first = [layer.name for layer in layers].index("block_13_expand")
    for index, layer in enumerate(layers):
        layer.trainable = index >= first and not isinstance(layer, kinds.BatchNormalization)
