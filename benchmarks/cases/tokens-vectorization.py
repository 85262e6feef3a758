import keras
import numpy as np
import tensorflow as tf

from texts import read_texts, read_vocabulary, run_texts


def run(definition, folder, rounds):
    texts = read_texts(folder)
    layer = keras.layers.TextVectorization(
        vocabulary=read_vocabulary(folder), output_sequence_length=definition["options"]["length"]
    )
    whole = tf.constant(texts)
    traced = tf.function(layer)

    def in_batches(size):
        batches = tf.data.Dataset.from_tensor_slices(whole).batch(size)
        pipeline = batches.map(layer, num_parallel_calls=tf.data.AUTOTUNE).prefetch(tf.data.AUTOTUNE)
        return lambda: sum(int(batch.shape[0]) for batch in pipeline)

    def numbers_of(some):
        numbers = layer(tf.constant(some)).numpy()
        # Keras uses 1 for out-of-vocabulary tokens, 2 for the first token.
        return np.where(numbers == 0, 0, numbers + 1)

    ways = {
        "one call": lambda: len(layer(whole)),
        "one call of a tf.function": lambda: len(traced(whole)),
        **{f"tf.data in batches of {size}": in_batches(size) for size in (definition["batchSize"], 4096)},
    }
    run_texts(definition, folder, rounds, texts, ways, numbers_of)
