import type { LoadOptions } from '@expgraph/core';

/** The plugins that come with the command. */
export const BUILT_IN: NonNullable<LoadOptions['builtIn']> = {
  from: import.meta.url,
  names: [
    '@expgraph/tensorflow',
    '@expgraph/model-io',
    '@expgraph/plugin-data',
    '@expgraph/plugin-images',
    '@expgraph/plugin-tfrecord',
    '@expgraph/plugin-backbone-vgg',
    '@expgraph/plugin-backbone-resnet',
    '@expgraph/plugin-backbone-inception',
    '@expgraph/plugin-backbone-mobilenet',
    '@expgraph/plugin-backbone-efficientnet',
    '@expgraph/plugin-text',
    '@expgraph/plugin-timeseries',
    '@expgraph/plugin-layers',
    '@expgraph/plugin-rnn',
    '@expgraph/plugin-explain',
    '@expgraph/plugin-training',
    '@expgraph/plugin-mlflow',
  ],
};
