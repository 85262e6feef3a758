"""The peer's side of a case, in a separate process: keras_worker.py CASE FOLDER, with the definition as JSON in $CASE."""

import importlib
import json
import os
import platform
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

from rounds import Rounds
from settings import SETTINGS  # Before TensorFlow, which reads the environment.

rounds = Rounds()

import keras
import tensorflow

name, folder = sys.argv[1:]
rounds.versions = {"tensorflow": tensorflow.__version__, "keras": keras.__version__, "python": platform.python_version()}
importlib.import_module(f"cases.{name}").run(json.loads(os.environ["CASE"]), folder, rounds)
