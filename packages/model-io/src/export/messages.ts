import { ExperimentError } from '@expgraph/sdk';

const AT = { config: ['formats'] } as const;

export const layerNotInKeras = (layer: string, kind: string) =>
  new ExperimentError(
    'EXPGRAPH_EXPORT_KERAS_LAYER',
    `Keras can not express the layer "${layer}" of the kind ${kind}.`,
    {
      at: AT,
      notes: [
        'Leave keras and h5 out of the formats: saved-model and tfjs-graph hold what layers compute, of any kind.',
      ],
    },
  );

export const optionNotInKeras = (layer: string, option: string, value: string) =>
  new ExperimentError(
    'EXPGRAPH_EXPORT_KERAS_OPTION',
    `Keras has nothing for ${option}: ${value} of the layer "${layer}".`,
    {
      at: AT,
      notes: [
        'Leave keras and h5 out of the formats: saved-model and tfjs-graph hold what layers compute, of any kind.',
      ],
    },
  );

export const nestedNetwork = (layer: string) =>
  new ExperimentError(
    'EXPGRAPH_EXPORT_NESTED',
    `The layer "${layer}" is a network of its own, and exports to Keras are of networks of plain layers.`,
    { at: AT, notes: ['Leave keras and h5 out of the formats, or build the network on the layers of the inner one.'] },
  );

export const statesNotInKeras = (layer: string) =>
  new ExperimentError(
    'EXPGRAPH_EXPORT_STATES',
    `The layer "${layer}" is given its first states by other layers, and exports to Keras are of layers that begin at 0.`,
    { at: AT, notes: ['Leave keras and h5 out of the formats: saved-model and tfjs-graph hold what layers compute.'] },
  );

export const layerNotInGraph = (layer: string, reason: string) =>
  new ExperimentError('EXPGRAPH_EXPORT_GRAPH', `The layer "${layer}" can not be part of a graph: ${reason}.`, {
    at: AT,
    notes: ['Leave saved-model and tfjs-graph out of the formats; keras and tfjs-layers keep layers as they are.'],
  });

export const operationNotInTfjs = (layer: string, operation: string) =>
  new ExperimentError(
    'EXPGRAPH_EXPORT_TFJS_OPERATION',
    `TensorFlow.js has no operation ${operation} for graphs, which the layer "${layer}" needs.`,
    { at: AT, notes: ['Leave tfjs-graph out of the formats: saved-model has all operations of TensorFlow.'] },
  );

export const maskNotInTfjs = (layer: string, what: string) =>
  new ExperimentError(
    'EXPGRAPH_EXPORT_TFJS_MASK',
    `Plain TensorFlow.js computes the layer "${layer}" differently: it ${what}.`,
    {
      at: AT,
      notes: ['Replace tfjs-layers with tfjs-graph, saved-model, keras or h5, which give the same numbers as here.'],
    },
  );

export const layerNotInTfjs = (layer: string, what: string) =>
  new ExperimentError(
    'EXPGRAPH_EXPORT_TFJS_LAYER',
    `Plain TensorFlow.js has no ${what}, which the layer "${layer}" needs.`,
    {
      at: AT,
      notes: ['Use tfjs-graph in place of tfjs-layers: it holds what layers compute, of any kind.'],
    },
  );
