import type { Batch, OptimizerState } from '@expgraph/sdk';

export interface StepResult {
  /** Sum over the batch. */
  readonly loss: number;
  /** Examples, or steps, that are classified rightly; undefined when labels are numbers. */
  readonly correct?: number;
}

export interface BatchScores {
  /** Sum of the losses of the batch. */
  readonly loss: number;
  /** `float32[batch, outputs]`, or `float32[batch * time, outputs]` of steps, after the softmax if there is one. */
  readonly scores: Float32Array;
}

/** Computes the steps of a training. The loop around them, and all that is decided, is the Trainer's. */
export interface TrainingEngine {
  /** One optimizer step: forward, loss, gradients of what is not frozen, update. `seed` decides the dropout masks. */
  step(batch: Batch, seed: number, learningRate: number): Promise<StepResult>;
  /** Measures a batch with the weights as they are now. */
  evaluate(batch: Batch): Promise<BatchScores>;
  /** Gives the network the weights as they are now. */
  writeNetwork(): void;
  /** Takes the weights from the network, where they have been changed. */
  readNetwork(): void;
  optimizerState(): Promise<OptimizerState>;
  /** What stateful layers have after the last step, a layer after the other. */
  states(): Promise<readonly Float32Array[]>;
  /** Lets steps go on from such states; from none, with zeros. */
  restoreStates(states: readonly Float32Array[]): void;
  /** Lets the next batch that is measured be the first: stateful layers begin with zeros. */
  beginEvaluation(): void;
  dispose(): void;
}
