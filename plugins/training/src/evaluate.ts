import {
  dataset,
  type Infer,
  inject,
  Logger,
  metrics,
  model,
  node,
  type OutputSpecs,
  type Outputs,
  Progress,
  predictions,
  type Run,
  Tracker,
  Type,
} from '@expgraph/sdk';
import { TensorFlow } from '@expgraph/tensorflow';
import { checkData, checkLoaded } from './check-data.js';
import { lossFor } from './loss-for.js';

/** Evaluates a model on a dataset. */
@node('evaluate')
export class Evaluate {
  static readonly description = 'Evaluate a classifier: loss, accuracy, and scores of every example.';
  static readonly inputs = { model: model(), data: dataset({ label: ['class', 'classes', 'tags'] }) };
  static readonly outputs = {
    metrics: metrics({
      description:
        'Loss and accuracy: over all labeled timesteps for tags, over all classes (with f1) for multi-label.',
    }),
    predictions: predictions({ description: 'Scores of every example, for the confusion matrix.' }),
  };
  static readonly config = Type.Object({
    batchSize: Type.Integer({
      minimum: 1,
      default: 32,
      description:
        'Number of examples per batch. It does not change the result unless the model is stateful; for tags, the loss is a mean over batches.',
    }),
  });

  constructor(
    @inject(TensorFlow) private readonly tensorflow: TensorFlow,
    @inject(Progress) private readonly progress: Progress,
    @inject(Tracker) readonly tracker: Tracker,
    @inject(Logger) readonly logger: Logger,
  ) {}

  static infer({ inputs }: Infer<typeof Evaluate>): OutputSpecs<typeof Evaluate> {
    checkData('data', inputs.data, inputs.model);
    return { metrics: { kind: 'metrics' }, predictions: { kind: 'predictions' } };
  }

  async run({ inputs, config, signal }: Run<typeof Evaluate>): Promise<Outputs<typeof Evaluate>> {
    checkLoaded('data', inputs.data, inputs.model);
    await this.tensorflow.start();
    const { evaluateModel, reportNonFinite } = await import('@expgraph/tensorflow/training');
    const result = await evaluateModel(inputs.model, inputs.data, {
      batchSize: config.batchSize,
      loss: lossFor(inputs.data.spec.label?.encoding, 'auto'),
      progress: this.progress,
      signal,
    });
    this.tracker.logMetrics(result.metrics);
    const outputs = inputs.model.network.outputs[0].shape.at(-1) as number;
    reportNonFinite(result.predictions.scores, outputs, this);
    return result;
  }
}
