import {
  ArtifactStore,
  Components,
  dataset,
  type Infer,
  inject,
  type LabelSpec,
  Logger,
  type MakeComponent,
  type ModelCard,
  metrics,
  model,
  NodeFolders,
  node,
  type OutputSpecs,
  type Outputs,
  optional,
  Progress,
  Random,
  type Run,
  SharedFiles,
  Tracker,
  Type,
} from '@expgraph/sdk';
import { TensorFlow } from '@expgraph/tensorflow';
import { balancedClassWeight } from './balanced-class-weight.js';
import { checkData, checkLoaded, checkSameScale } from './check-data.js';
import { checkMonitors } from './check-monitors.js';
import { activationWarning } from './last-activation.js';
import { layersOf, withFrozen } from './layers-of.js';
import { checkLoss, createLoss, lossOption } from './loss-for.js';
import { noBalance, nothingToTrain } from './messages.js';
import { scaleByLayer } from './scale-by-layer.js';
import { type TrainedLayers, trainedLayers } from './trained-layers.js';
import { planUnfreezing, unfreezeSchedule } from './unfreezing.js';

/** Trains the unfrozen layers of a model. */
@node('train')
export class Train {
  static readonly description = 'Train the layers of a model that are not frozen.';
  static readonly inputs = {
    model: model(),
    train: dataset({
      description:
        'Training data. With example weights, the loss is sum(weight * loss) / examples, as in Keras; the accuracy is not weighted.',
    }),
    validation: optional(dataset({ description: 'Validation data, evaluated after each epoch.' })),
  };
  static readonly outputs = {
    model: model(),
    metrics: metrics({ description: 'Metrics of the epoch whose weights the model has.' }),
  };
  static readonly config = Type.Object({
    epochs: Type.Integer({ minimum: 1, default: 10, description: 'Number of passes over the training data.' }),
    batchSize: Type.Integer({ minimum: 1, default: 32, description: 'Number of examples per step.' }),
    optimizer: Type.Component('optimizer', {
      default: { type: 'adam' },
      description: 'Optimizer, for example { type: adam, learningRate: 0.001 }.',
    }),
    loss: lossOption,
    labelSmoothing: Type.Number({
      minimum: 0,
      exclusiveMaximum: 1,
      default: 0,
      description:
        'Fraction of each label that is spread evenly over all classes, 0 to 1 (Szegedy et al., 2016, arXiv:1512.00567).',
    }),
    classWeight: Type.Choice(['none', 'balanced'], {
      default: 'none',
      description:
        'balanced: weight each class by examples / (classes * examples of the class), so that rare classes count more.',
    }),
    callbacks: Type.Array(Type.Component('callback'), {
      default: [],
      description: 'Callbacks, for example { type: early-stopping, patience: 3 }.',
    }),
    optimizerState: Type.Choice(['continue', 'reset'], {
      default: 'continue',
      description:
        'continue: start from the optimizer state of the input model if the optimizer has the same type; reset: start from zero.',
    }),
    learningRateScale: Type.Array(
      Type.Object({
        upTo: Type.String({ description: 'Last layer that the factor applies to, by its Keras name or its block.' }),
        scale: Type.Number({ minimum: 0, description: 'Factor of the learning rate.' }),
      }),
      {
        default: [],
        description:
          'Smaller learning rates for lower layers (Howard and Ruder, 2018, arXiv:1801.06146). The first entry whose `upTo` is at or above the layer applies.',
      },
    ),
    unfreeze: unfreezeSchedule,
    frozenFeatures: Type.Choice(['auto', 'off'], {
      default: 'auto',
      description:
        'auto: run frozen lower layers once and cache their outputs, if the data is the same in each epoch; off: run them in every step.',
    }),
    featureVariants: Type.Integer({
      minimum: 0,
      default: 0,
      description:
        'Number of augmented variants of each example whose frozen features are cached; 0: a new variant in each epoch, without a cache.',
    }),
    execution: Type.Choice(['auto', 'eager'], {
      default: 'auto',
      description: 'auto: record steps as graphs, which is faster; eager: run operation by operation, for debugging.',
    }),
  });

  constructor(
    @inject(TensorFlow) private readonly tensorflow: TensorFlow,
    @inject(Components) private readonly components: Components,
    @inject(Random) private readonly random: Random,
    @inject(Progress) private readonly progress: Progress,
    @inject(Tracker) private readonly tracker: Tracker,
    @inject(ArtifactStore) private readonly checkpoints: ArtifactStore,
    @inject(SharedFiles) private readonly files: SharedFiles,
    @inject(NodeFolders) private readonly folders: NodeFolders,
    @inject(Logger) private readonly logger: Logger,
  ) {}

  static infer({ inputs, config }: Infer<typeof Train>, make: MakeComponent): OutputSpecs<typeof Train> {
    checkData('train', inputs.train, inputs.model);
    const encoding = inputs.train.label?.encoding;
    checkLoss(encoding, config.loss, config.labelSmoothing);
    const balanced = config.classWeight === 'balanced';
    if (balanced && (encoding === 'classes' || encoding === 'number')) throw noBalance(encoding);
    if (inputs.validation) checkData('validation', inputs.validation, inputs.model);
    checkMonitors(config, inputs, make);
    const { layers } = inputs.model;
    if (!layers) return { model: inputs.model, metrics: { kind: 'metrics' } };
    if (layers.every(({ frozen }) => frozen)) throw nothingToTrain(layers.length);
    const unfreezing = planUnfreezing(layers, config.unfreeze, config.epochs);
    scaleByLayer(layers, config.learningRateScale, unfreezing);
    const unfrozen = unfreezing.flatMap((step) => step.layers.map((name) => ({ name })));
    return { model: { ...inputs.model, layers: withFrozen(layers, unfrozen, false) }, metrics: { kind: 'metrics' } };
  }

  async run({ inputs, config, fingerprints, signal }: Run<typeof Train>): Promise<Outputs<typeof Train>> {
    checkLoaded('train', inputs.train, inputs.model);
    if (inputs.validation) {
      checkLoaded('validation', inputs.validation, inputs.model);
      checkSameScale(inputs.train.spec.label, inputs.validation.spec.label);
    }
    await this.tensorflow.start();
    const [{ Trainer }, { modelCodec }] = await Promise.all([
      import('@expgraph/tensorflow/training'),
      import('@expgraph/model-io/codec'),
    ]);
    const { network } = inputs.model;
    if (network.trainableWeights.length === 0) throw nothingToTrain(network.layers.length);
    const loss = await createLoss(inputs.train.spec.label?.encoding, config.loss, this.components);
    const odd = activationWarning(network, loss);
    if (odd !== undefined) this.logger.warn(odd);
    const layers = layersOf(inputs.model);
    const unfreezing = planUnfreezing(layers, config.unfreeze, config.epochs);
    const scales = scaleByLayer(layers, config.learningRateScale, unfreezing);
    this.tell(trainedLayers(network, layers, unfreezing, scales));
    const trainer = new Trainer({
      epochs: config.epochs,
      batchSize: config.batchSize,
      optimizer: await this.components.create('optimizer', config.optimizer),
      loss,
      labelSmoothing: config.labelSmoothing,
      classWeight: config.classWeight === 'balanced' ? balancedClassWeight(inputs.train) : undefined,
      callbacks: await Promise.all(config.callbacks.map((callback) => this.components.create('callback', callback))),
      random: this.random,
      progress: this.progress,
      tracker: this.tracker,
      checkpoints: this.checkpoints,
      execution: config.execution,
      learningRateScale: (variable) => scales.get(variable.slice(0, variable.lastIndexOf('/'))) ?? 1,
      unfreeze: unfreezing,
      features:
        config.frozenFeatures === 'off'
          ? undefined
          : { files: this.files, fingerprints, variants: config.featureVariants },
      saveModel: (name, model) => this.folders.write(name, (folder) => modelCodec.encode(model, folder)),
      notice: (line) => this.logger.info(line),
      signal,
    });
    const start = config.optimizerState === 'reset' ? { ...inputs.model, optimizerState: undefined } : inputs.model;
    const { model, history, bestEpoch, epochsRun } = await trainer.fit(start, inputs.train, inputs.validation);
    const card = { ...model.card, ...numbersOf(inputs.train.spec.label) };
    return { model: { ...model, card }, metrics: metricsOf(history, bestEpoch ?? epochsRun - 1) };
  }

  /** Logs the trained layers as a line, and as tables in the report. */
  private tell([first, ...later]: readonly TrainedLayers[]): void {
    // For users, epochs count from 1.
    const then = later.map(({ from, summary }) => `; from epoch ${from + 1}: ${summary}`);
    this.logger.info(`Training ${first.summary}${then.join('')}.`);
    this.tracker.logTable('Trained layers', first.table);
    for (const { from, table } of later) this.tracker.logTable(`Trained layers from epoch ${from + 1}`, table);
  }
}

/** Returns the part of a model's card that describes labels that are numbers. */
function numbersOf(label: LabelSpec | undefined): Pick<ModelCard, 'numbers'> {
  if (label?.encoding !== 'number' || !label.scaling) return {};
  return { numbers: { scaling: label.scaling, feature: label.feature } };
}

function metricsOf(history: Readonly<Record<string, readonly number[]>>, epoch: number): Record<string, number> {
  return Object.fromEntries(Object.entries(history).map(([name, values]) => [name, values[epoch]]));
}
