/**
 * The cases. Both sides read their settings from here.
 *
 * @typedef {object} Case
 * @property {string} what Description for the table.
 * @property {string} unit Unit of the speed.
 * @property {ArrayExamples | JpegExamples | RecordExamples | ReviewExamples} examples The data of a round, the same on both sides.
 * @property {number} batchSize
 * @property {number} perRound Number of examples in a round.
 * @property {number} warmUp Rounds before the first timed one: the first traces, the others warm up.
 * @property {Readonly<Record<string, unknown>>} [options] Further settings of both sides.
 * @property {'fit' | 'unrolled fit' | 'frozen fit' | 'pipeline' | 'generator'} [tuning] The settings of the peer to try, see
 *   `peer-settings.mjs`.
 *
 * @typedef {object} ArrayExamples Random numbers, in memory on both sides.
 * @property {'arrays'} kind
 * @property {number} count
 * @property {readonly number[]} shape Shape of one example.
 * @property {number} classes
 * @property {readonly [number, number]} range
 *
 * @typedef {object} JpegExamples Files, one folder per class.
 * @property {'jpeg'} kind
 * @property {number} count
 * @property {readonly (readonly [number, number])[]} sizes Widths and heights, in turn.
 * @property {number} classes
 *
 * @typedef {object} RecordExamples TFRecord files of tf.train.Example.
 * @property {'records'} kind
 * @property {'numbers' | 'images'} content
 * @property {number} count
 * @property {number} shards
 * @property {number} [width] Of images.
 * @property {number} [height]
 *
 * @typedef {object} ReviewExamples Sentences of real reviews, joined to reviews as long as those of IMDB: one JSON object per line.
 * @property {'reviews'} kind
 * @property {number} megabytes Size of the text, in UTF-8.
 */

/** @returns {Case} */
const records = (what, examples, batchSize, options) => ({
  what: `TFRecord: ${what}`,
  unit: examples.content === 'images' ? 'images' : 'examples',
  examples: { kind: 'records', shards: 4, ...examples },
  batchSize,
  perRound: examples.count,
  warmUp: 1,
  options,
});

/** @returns {Case} */
const tokens = (what, options) => ({
  what: `tokens: ${what}`,
  unit: 'MB',
  examples: { kind: 'reviews', megabytes: 48 },
  batchSize: 1024,
  perRound: 48,
  warmUp: 2,
  options: { length: 256, vocabulary: 4000, ...options },
});

/** @returns {Case} */
const training = (what, count, shape, classes, batchSize, range = [0, 1]) => ({
  what: `training: ${what}`,
  unit: shape.length === 3 ? 'images' : 'examples',
  examples: { kind: 'arrays', count, shape, classes, range },
  batchSize,
  perRound: count,
  warmUp: 2,
  options: { learningRate: 1e-3 },
  tuning: 'fit',
});

/** @returns {Case} */
const inference = (what, count) => ({
  what: `inference: ${what}`,
  unit: 'images',
  examples: { kind: 'arrays', count, shape: [224, 224, 3], classes: 1000, range: [-1, 1] },
  batchSize: 32,
  perRound: count,
  warmUp: 2,
  tuning: 'fit',
});

/** @returns {Case} */
const sequences = (layer, what) => ({
  ...training(`embedding of 64, ${what} of 64 units, 200 steps`, 1280, [200], 2, 64, [0, 19_999]),
  options: { learningRate: 1e-3, layer, units: 64 },
});

const CHANGES = {
  ...{ rotation: 20, widthShift: 0.1, heightShift: 0.1, shear: 10, zoom: 0.2 },
  ...{ flip: 'horizontal', brightness: [0.8, 1.2] },
};

/** @returns {Case} */
const augmentation = (what, options) => ({
  what: `augmentation: ${what}, 224x224`,
  unit: 'images',
  examples: { kind: 'arrays', count: 256, shape: [224, 224, 3], classes: 10, range: [0, 255] },
  batchSize: 32,
  perRound: 256,
  warmUp: 1,
  options,
  tuning: 'pipeline',
});

/** @returns {Case} */
const jpegFiles = (what, count, sizes) => ({
  what: `JPEG files of ${what} to batches of 224x224, cold`,
  unit: 'images',
  examples: { kind: 'jpeg', count, sizes, classes: 4 },
  batchSize: 32,
  perRound: count,
  warmUp: 1,
  options: { size: [224, 224] },
  tuning: 'pipeline',
});

const PHOTOGRAPHS = { width: 500, height: 375 };

/** @type {Readonly<Record<string, Case>>} */
export const cases = {
  cnn: training('CNN of 3 convolutions, 64x64 images', 1024, [64, 64, 3], 10, 32),
  'cnn-bn': training('the same CNN with batch normalization', 1024, [64, 64, 3], 10, 32),
  mlp: training('MLP 784-256-10', 12_800, [784], 10, 128),
  finetune: training(
    'MobileNetV2 of 128x128 images from block_13_expand on, end to end',
    256,
    [128, 128, 3],
    5,
    32,
    [-1, 1],
  ),
  lstm: sequences('lstm', 'LSTM'),
  gru: sequences('gru', 'GRU'),
  'gru-reset-before': sequences('gru-reset-before', 'GRU with resetAfter: false'),
  'simple-rnn': sequences('simple-rnn', 'SimpleRNN'),
  bidirectional: sequences('bidirectional', 'LSTM both ways'),
  'conv-lstm': {
    ...training('ConvLSTM2D of 16 filters of 3x3, 8 steps of 32x32x1', 256, [8, 32, 32, 1], 4, 16),
    unit: 'examples',
    tuning: 'unrolled fit',
  },
  'frozen-features': {
    what: 'JPEG files to a trained head: frozen MobileNetV2, 160x160, 5 epochs, cold',
    unit: 'images',
    examples: { kind: 'jpeg', count: 256, sizes: [[500, 375]], classes: 5 },
    batchSize: 32,
    perRound: 256 * 5,
    warmUp: 0,
    options: { learningRate: 1e-3, epochs: 5, size: [160, 160] },
    tuning: 'frozen fit',
  },
  'augment-generator': {
    ...augmentation("all transforms of ImageDataGenerator, compared with Keras' ImageDataGenerator", {
      ...CHANGES,
      channelShift: 20,
    }),
    tuning: 'generator',
  },
  'augment-layers': augmentation('the same without the channel shift, compared with Keras layers in tf.data', CHANGES),
  'augment-colors': augmentation(
    "brightness, contrast, saturation and hue, compared with Keras' RandomColorJitter in tf.data",
    {
      colorJitter: { brightness: 0.2, contrast: 0.2, saturation: 0.2, hue: 0.1 },
    },
  ),
  'tfrecord-numbers': records('read and parse small examples', { content: 'numbers', count: 200_000 }, 256),
  'tfrecord-images': records(
    'read and parse JPEG files of 500x375',
    { content: 'images', ...PHOTOGRAPHS, count: 5000 },
    64,
  ),
  'tfrecord-decoded': records(
    'JPEG files of 500x375 to batches of 224x224',
    { content: 'images', ...PHOTOGRAPHS, count: 512 },
    32,
    { size: [224, 224] },
  ),
  'tfrecord-augmented': {
    ...records(
      'JPEG files of 500x375 to augmented batches of 224x224',
      { content: 'images', ...PHOTOGRAPHS, count: 256 },
      32,
      { size: [224, 224], ...CHANGES },
    ),
    tuning: 'pipeline',
  },
  'jpeg-files': jpegFiles('500x375', 2048, [[500, 375]]),
  'jpeg-photographs': jpegFiles('1024x768 to 2048x1536', 256, [
    [1024, 768],
    [1280, 960],
    [1600, 1200],
    [2048, 1536],
  ]),
  'tokens-vectorization': tokens("texts to padded token ids, next to Keras' TextVectorization", {
    strip: 'punctuation',
  }),
  'tokens-word-level': tokens("texts to padded token ids, next to Hugging Face's WordLevel split on white space", {
    strip: 'none',
  }),
  'inference-mobilenet-v2': inference('MobileNetV2, 224x224', 128),
  'inference-resnet50': inference('ResNet50, 224x224', 64),
  'inference-vgg16': inference('VGG16, 224x224', 32),
};
