"""The settings of Keras and TensorFlow that run.mjs tries; see peer-settings.mjs."""

import json
import os

SETTINGS = json.loads(os.environ.get("SETTINGS", "{}"))

# Read by TensorFlow when it is imported.
if "oneDNN" in SETTINGS:
    os.environ["TF_ENABLE_ONEDNN_OPTS"] = "1" if SETTINGS["oneDNN"] else "0"


def compile_settings():
    """The arguments of Model.compile."""
    return {
        "jit_compile": SETTINGS.get("jitCompile", False),
        "steps_per_execution": SETTINGS.get("stepsPerExecution", 1),
    }


def with_order(dataset):
    """Returns a dataset of tf.data, in any order if requested."""
    import tensorflow as tf

    options = tf.data.Options()
    options.deterministic = SETTINGS.get("deterministic", True)
    return dataset.with_options(options)
