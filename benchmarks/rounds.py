"""The Python worker's side of the protocol with run.mjs; see rounds.mjs."""

import json
import os
import sys
import time


class Rounds:
    def __init__(self):
        # Output of libraries must not mix with replies.
        self.replies = os.fdopen(os.dup(1), "w", buffering=1)
        os.dup2(2, 1)
        self.versions = {}
        # The settings that the worker has chosen as the fastest, for the table.
        self.chosen = ""
        self.started = self.cpu_at_start = 0.0

    def ready(self, network=None):
        """Reports the end of set-up and warm-up. Both networks must have the same size; a case without training has none."""
        weights = network.trainable_weights if network else []
        trainable = sum(weight.shape.num_elements() for weight in weights)
        parameters = {"all": network.count_params() if network else 0, "trainable": trainable}
        self._reply({"ready": True, "parameters": parameters, "versions": self.versions, "chosen": self.chosen})

    def begin(self):
        """Waits for the request for a round; ends the process when there are no more."""
        if not sys.stdin.readline():
            sys.exit(0)
        self.cpu_at_start = time.process_time()
        self.started = time.perf_counter()

    def end(self, examples):
        seconds = time.perf_counter() - self.started
        self._reply({"seconds": seconds, "cpuSeconds": time.process_time() - self.cpu_at_start, "examples": examples})

    def _reply(self, message):
        self.replies.write(json.dumps(message) + "\n")
