import { namedWeights } from '../model/clone-model.js';
import { tf } from '../tfjs.js';
import { dropReshape } from './drop-reshape.js';
import { foldNormalization } from './fold-normalization.js';
import { foldPadding } from './fold-padding.js';
import { DTYPE, GraphDef, type Values } from './graph-def.js';
import { GraphVariables } from './graph-variables.js';
import { plainMatrixProduct } from './plain-matrix-product.js';
import { pointwiseFilterGradient } from './pointwise-filter-gradient.js';
import { biasGradientAbovePool, poolBeforeRelu, reluGradientBeforePool } from './pool-before-relu.js';
import { Recording } from './recording.js';
import { type NodeSink, SimplifiedGraph } from './simplified-graph.js';

/** A placeholder of a graph and a tensor of its shape for recording. */
export interface GraphInput {
  readonly name: string;
  readonly tensor: tf.Tensor;
}

const REWRITES = {
  BatchMatMulV2: plainMatrixProduct,
  BiasAddGrad: biasGradientAbovePool,
  Conv2D: foldPadding,
  Conv2DBackpropFilter: pointwiseFilterGradient,
  DepthwiseConv2dNative: foldPadding,
  FusedBatchNorm: foldNormalization,
  MaxPool: poolBeforeRelu,
  ReluGrad: reluGradientBeforePool,
  Reshape: dropReshape,
};

/**
 * A graph with the weights of a network: frozen ones as constants, which TensorFlow folds, and the rest as variables.
 */
export class NetworkGraph {
  readonly graph = new GraphDef();
  readonly variables = new GraphVariables(this.graph);
  private readonly nodes = new Map<string, string>();
  private readonly simplified = new SimplifiedGraph(this.graph, REWRITES);

  /** @param changing Names of the weights that are variables. */
  constructor(
    private readonly network: tf.LayersModel,
    changing: ReadonlySet<string>,
  ) {
    for (const [name, { weight }] of namedWeights(network)) {
      if (changing.has(name)) this.nodes.set(name, this.variables.add(name, weight.shape as number[]).read);
      else this.nodes.set(name, this.simplified.constant(valuesOf(weight.read())));
    }
  }

  placeholder(name: string, shape: readonly number[], dtype: keyof typeof DTYPE): void {
    this.graph.add('Placeholder', [], { dtype: { type: DTYPE[dtype] }, shape: { shape } }, name);
  }

  /**
   * Runs `work` and records it. Writes to weights are undone afterwards; `work` reads the written values from
   * `written`, which contains the graph's tensors by weight name.
   */
  record<Result>(
    inputs: readonly GraphInput[],
    work: (recording: Recording, written: () => Map<string, string>) => Result,
    sink: NodeSink = this.simplified,
  ): { result: Result; trace: Recording['trace'] } {
    const recording = new Recording(sink);
    const weights = [...namedWeights(this.network)].map(([name, { weight }]) => {
      const variable = weight.read() as tf.Variable;
      recording.bind(variable, `${this.nodes.get(name)}:0`);
      return { name, variable, before: tf.keep(variable.clone()) };
    });
    for (const { name, tensor } of inputs) recording.bind(tensor, `${name}:0`);
    const written = () => {
      const changed = weights.filter(({ variable, before }) => variable.dataId !== before.dataId);
      return new Map(changed.map(({ name, variable }) => [name, recording.nameOf(variable)]));
    };
    try {
      const result = recording.run(() => tf.tidy(() => work(recording, written) as never)) as Result;
      return { result, trace: recording.trace };
    } finally {
      for (const { variable, before } of weights) {
        if (variable.dataId !== before.dataId) variable.assign(before);
        before.dispose();
      }
    }
  }
}

const valuesOf = (tensor: tf.Tensor): Values => ({
  dtype: DTYPE.float32,
  shape: tensor.shape,
  values: tensor.dataSync<'float32'>(),
});
