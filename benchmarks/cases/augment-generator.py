from keras.src.legacy.preprocessing.image import ImageDataGenerator
from keras.src.trainers.data_adapters.py_dataset_adapter import PyDatasetAdapter

from examples import read_arrays
from reading import read_in_rounds
from settings import SETTINGS


def run(definition, folder, rounds):
    options = definition["options"]
    generator = ImageDataGenerator(
        rotation_range=options["rotation"],
        width_shift_range=options["widthShift"],
        height_shift_range=options["heightShift"],
        shear_range=options["shear"],
        zoom_range=options["zoom"],
        horizontal_flip=options["flip"] == "horizontal",
        channel_shift_range=options["channelShift"],
        brightness_range=options["brightness"],
    )
    features, labels = read_arrays(definition["examples"], folder)
    flow = generator.flow(features, labels, batch_size=definition["batchSize"], seed=7)
    workers = SETTINGS.get("workers", 0)
    if workers == 0:
        # The generator is endless; len(flow) batches are one pass.
        return read_in_rounds(lambda: (next(flow) for _ in range(len(flow))), definition, rounds)
    # Imports scipy now: a process that is forked during the import would hang.
    flow[0]
    flow.workers, flow.use_multiprocessing = workers, True
    # fit() reads from this adapter; it starts the processes for each pass, as for each epoch.
    adapter = PyDatasetAdapter(flow, shuffle=False)
    read_in_rounds(lambda: passes(adapter), definition, rounds)


def passes(adapter):
    adapter.on_epoch_begin()
    try:
        yield from adapter.get_tf_dataset()
    finally:
        adapter.on_epoch_end()
