from keras.src.legacy.preprocessing.image import ImageDataGenerator

from reading import read_in_rounds
from examples import read_arrays


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
    # It goes on without end: so many batches are a pass.
    read_in_rounds(lambda: (next(flow) for _ in range(len(flow))), definition, rounds)
