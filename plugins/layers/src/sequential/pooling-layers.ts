import { Type } from '@expgraph/sdk';
import { layerComponent } from '@expgraph/tensorflow';
import { IMAGES, SEQUENCES } from './shapes.js';
import { afterWindows, padding, size } from './window.js';

const pooling1d = (of: 'max' | 'average') =>
  layerComponent({
    ...{ type: `${of}-pooling1d`, kind: `${capital(of)}Pooling1D`, takes: SEQUENCES },
    description: `The ${of} of some steps of a sequence at a time.`,
    options: {
      poolSize: Type.Integer({ minimum: 1, default: 2, description: 'Steps that become one.' }),
      strides: Type.Optional(
        Type.Integer({ minimum: 1, description: 'Steps from one place to the next; left out, poolSize.' }),
      ),
      padding,
    },
    gives: ({ poolSize, strides = poolSize, ...config }, [batch, time, features]) => [
      batch,
      ...afterWindows([time], { ...config, size: poolSize, strides }),
      features,
    ],
    async make(config, name) {
      const { tf } = await import('@expgraph/tensorflow/tfjs');
      return of === 'max'
        ? tf.layers.maxPooling1d({ ...config, name })
        : tf.layers.averagePooling1d({ ...config, name });
    },
  });

const pooling2d = (of: 'max' | 'average') =>
  layerComponent({
    ...{ type: `${of}-pooling2d`, kind: `${capital(of)}Pooling2D`, takes: IMAGES },
    description: `The ${of} of some pixels of an image at a time.`,
    options: {
      poolSize: size('Pixels that become one', 2),
      strides: Type.Optional(size('Pixels from one place to the next; left out, poolSize')),
      padding,
    },
    gives: ({ poolSize, strides = poolSize, ...config }, [batch, height, width, channels]) => [
      batch,
      ...afterWindows([height, width], { ...config, size: poolSize, strides }),
      channels,
    ],
    async make(config, name) {
      const { tf } = await import('@expgraph/tensorflow/tfjs');
      const options = { ...config, name } as never;
      return of === 'max' ? tf.layers.maxPooling2d(options) : tf.layers.averagePooling2d(options);
    },
  });

const globalPooling1d = (of: 'max' | 'average') =>
  layerComponent({
    ...{ type: `global-${of}-pooling1d`, kind: `Global${capital(of)}Pooling1D`, takes: SEQUENCES },
    description: `The ${of} of all steps of a sequence${of === 'average' ? ', without masked ones' : ''}.`,
    options: {},
    gives: (_, [batch, , features]) => [batch, features],
    async make(_, name) {
      const { globalAveragePooling1d, globalMaxPooling1d } = await import('@expgraph/tensorflow/layers');
      return of === 'max' ? globalMaxPooling1d({ name }) : globalAveragePooling1d({ name });
    },
  });

const globalPooling2d = (of: 'max' | 'average') =>
  layerComponent({
    ...{ type: `global-${of}-pooling2d`, kind: `Global${capital(of)}Pooling2D`, takes: IMAGES },
    description: `The ${of} of each channel of an image.`,
    options: {},
    gives: (_, [batch, , , channels]) => [batch, channels],
    async make(_, name) {
      const { globalAveragePooling2d, globalMaxPooling2d } = await import('@expgraph/tensorflow/layers');
      return of === 'max' ? globalMaxPooling2d({ name }) : globalAveragePooling2d({ name });
    },
  });

const capital = (of: 'max' | 'average') => (of === 'max' ? 'Max' : 'Average');

export const poolingLayers = (['max', 'average'] as const).flatMap((of) => [
  pooling1d(of),
  pooling2d(of),
  globalPooling1d(of),
  globalPooling2d(of),
]);
