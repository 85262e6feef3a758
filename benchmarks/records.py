import itertools
import os
import time

import tensorflow as tf

AUTOTUNE = tf.data.AUTOTUNE


def read_in_rounds(definition, folder, rounds, finish):
    """Reads all records once per round, with the fastest options of tf.data."""
    files = sorted(os.path.join(folder, name) for name in os.listdir(folder))
    rounds.chosen, pipeline = fastest(files, definition, finish)
    for _ in range(definition["warmUp"]):
        read_all(pipeline)
    rounds.ready()
    while True:
        rounds.begin()
        rounds.end(read_all(pipeline))


def fastest(files, definition, finish):
    """Tries the options that tf.data's performance guide recommends: parallel reads, any order."""
    tried = []
    for reads, deterministic in itertools.product([None, len(files), AUTOTUNE], [True, False]):
        pipeline = make(files, definition, finish, reads, deterministic)
        read_all(pipeline)
        started = time.perf_counter()
        read_all(pipeline)
        readers = "AUTOTUNE" if reads == AUTOTUNE else reads or 1
        label = f"{readers} parallel reads" + ("" if deterministic else ", any order")
        tried.append((time.perf_counter() - started, label, pipeline))
    return min(tried)[1:]


def make(files, definition, finish, reads, deterministic):
    records = tf.data.TFRecordDataset(files, num_parallel_reads=reads, buffer_size=1 << 20)
    options = tf.data.Options()
    options.deterministic = deterministic
    return finish(records, definition["batchSize"]).prefetch(AUTOTUNE).with_options(options)


def read_all(pipeline):
    return sum(int(label.shape[0]) for label in pipeline)
