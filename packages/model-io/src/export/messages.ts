import { ExperimentError } from '@expgraph/sdk';

const AT = { config: ['formats'] } as const;

export const layerNotInKeras = (layer: string, kind: string) =>
  new ExperimentError(
    'EXPGRAPH_EXPORT_KERAS_LAYER',
    `Keras has no layer of the kind ${kind}, which the layer "${layer}" is.`,
    {
      at: AT,
      notes: ['Remove keras and h5 from the formats: saved-model and tfjs-graph can express any layer.'],
    },
  );

export const optionNotInKeras = (layer: string, option: string, value: string) =>
  new ExperimentError(
    'EXPGRAPH_EXPORT_KERAS_OPTION',
    `Keras does not support ${option}: ${value}, which the layer "${layer}" has.`,
    {
      at: AT,
      notes: ['Remove keras and h5 from the formats: saved-model and tfjs-graph can express any layer.'],
    },
  );

export const nestedNetwork = (layer: string) =>
  new ExperimentError(
    'EXPGRAPH_EXPORT_NESTED',
    `The layer "${layer}" is a nested network, which exports to Keras do not support.`,
    {
      at: AT,
      notes: ['Remove keras and h5 from the formats, or build the network from the layers of the nested one.'],
    },
  );

export const statesNotInKeras = (layer: string) =>
  new ExperimentError(
    'EXPGRAPH_EXPORT_STATES',
    `The layer "${layer}" gets its initial state from other layers, which exports to Keras do not support.`,
    { at: AT, notes: ['Remove keras and h5 from the formats: saved-model and tfjs-graph can express any layer.'] },
  );

export const layerNotInGraph = (layer: string, reason: string) =>
  new ExperimentError('EXPGRAPH_EXPORT_GRAPH', `The layer "${layer}" cannot be part of a graph: ${reason}.`, {
    at: AT,
    notes: ['Remove saved-model and tfjs-graph from the formats; keras and tfjs-layers store layers as they are.'],
  });

export const operationNotInTfjs = (layer: string, operation: string) =>
  new ExperimentError(
    'EXPGRAPH_EXPORT_TFJS_OPERATION',
    `TensorFlow.js graphs have no operation ${operation}, which the layer "${layer}" needs.`,
    { at: AT, notes: ['Remove tfjs-graph from the formats: saved-model has all operations of TensorFlow.'] },
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
      notes: ['Replace tfjs-layers with tfjs-graph, which can express any layer.'],
    },
  );
