import keras
import tensorflow as tf

from mobilenet_v2 import mobilenet_v2
from training import compile_classifier


def run(definition, folder, rounds):
    """Each round is as the first run of a script: nothing is kept from the round before, traced functions neither."""
    options = definition["options"]
    first = True
    while True:
        keras.utils.clear_session()
        network = mobilenet_v2((*options["size"], 3), definition["examples"]["classes"], freeze)
        if first:
            rounds.ready(network)
        first = False
        rounds.begin()
        compile_classifier(network, definition)
        network.fit(load(folder, definition), epochs=options["epochs"], verbose=0)
        rounds.end(definition["perRound"])


def freeze(layers):
    for layer in layers:
        layer.trainable = False


def load(folder, definition):
    """As TensorFlow's guide to loading images advises: decoded images are cached, and prefetched."""
    images = keras.utils.image_dataset_from_directory(
        folder, image_size=definition["options"]["size"], batch_size=definition["batchSize"], verbose=False
    )
    scaled = images.map(lambda x, y: (x / 127.5 - 1.0, y), num_parallel_calls=tf.data.AUTOTUNE)
    return scaled.cache().prefetch(tf.data.AUTOTUNE)
