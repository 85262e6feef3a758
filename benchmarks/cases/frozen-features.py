import keras
import tensorflow as tf

from mobilenet_v2 import mobilenet_v2
from settings import SETTINGS, compile_settings
from training import compile_classifier


def run(definition, folder, rounds):
    """Each round is like the first run of a script: nothing is kept from the previous round, not even traced functions."""
    options = definition["options"]
    first = True
    while True:
        keras.utils.clear_session()
        network = mobilenet_v2((*options["size"], 3), definition["examples"]["classes"], freeze)
        if first:
            rounds.ready(network)
        first = False
        rounds.begin()
        data = load(folder, definition)
        trained = network
        if SETTINGS.get("featuresOnce", False):
            data, trained = above_frozen(network, data, definition["batchSize"])
        compile_classifier(trained, definition)
        trained.fit(data, epochs=options["epochs"], verbose=0)
        rounds.end(definition["perRound"])


def freeze(layers):
    for layer in layers:
        layer.trainable = False


def above_frozen(network, data, batch_size):
    """Follows Keras' guide to transfer learning: computes the outputs of the frozen layers once, and trains the head on them."""
    *_, pooled, head = network.layers
    frozen = keras.Model(network.input, pooled.output)
    frozen.compile(**compile_settings())
    # Labels and images must come from one pass: the order is another in each.
    features, labels = [], []
    for x, y in data:
        features.append(frozen.predict_on_batch(x))
        labels.append(y)
    inputs = keras.Input(pooled.output.shape[1:])
    dataset = tf.data.Dataset.from_tensor_slices((tf.concat(features, 0), tf.concat(labels, 0)))
    shuffled = dataset.shuffle(len(dataset)).batch(batch_size).prefetch(tf.data.AUTOTUNE)
    return shuffled, keras.Model(inputs, head(inputs))


def load(folder, definition):
    """Follows TensorFlow's guide to loading images: decoded images are cached and prefetched."""
    images = keras.utils.image_dataset_from_directory(
        folder, image_size=definition["options"]["size"], batch_size=definition["batchSize"], verbose=False
    )
    scaled = images.map(lambda x, y: (x / 127.5 - 1.0, y), num_parallel_calls=tf.data.AUTOTUNE)
    return scaled.cache().prefetch(tf.data.AUTOTUNE)
