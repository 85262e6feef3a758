import tensorflow as tf

from records import AUTOTUNE, read_in_rounds

FEATURES = {
    "floats": tf.io.FixedLenFeature([4], tf.float32),
    "label": tf.io.FixedLenFeature([], tf.int64),
    "tokens": tf.io.RaggedFeature(tf.int64),
}


def parse(records):
    columns = tf.io.parse_example(records, FEATURES)
    # All features are computed; the caller counts labels.
    with tf.control_dependencies([columns["floats"], columns["tokens"].flat_values]):
        return tf.identity(columns["label"])


def run(definition, folder, rounds):
    read_in_rounds(definition, folder, rounds, lambda records, size: records.batch(size).map(parse, AUTOTUNE))
