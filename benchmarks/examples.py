import os

import numpy as np


def read_arrays(examples, folder):
    """Reads the arrays of examples.mjs: float32[count, ...shape] and int32[count]."""
    x = np.fromfile(os.path.join(folder, "features.f32"), dtype="float32")
    y = np.fromfile(os.path.join(folder, "labels.i32"), dtype="int32")
    return x.reshape([examples["count"], *examples["shape"]]), y
