import type { Batch, OptimizerState } from '@expgraph/sdk';

export interface StepResult {
  /** Sum over the batch. */
  readonly loss: number;
  /** Number of correctly classified examples or timesteps; undefined for numeric labels. */
  readonly correct?: number;
}

export interface BatchScores {
  /** Sum of the losses of the batch. */
  readonly loss: number;
  /**
   * `float32[batch, outputs]` or, for timesteps, `float32[batch * time, outputs]`, after the softmax if there is one.
   */
  readonly scores: Float32Array;
}

/** Computes the steps of a training. The `Trainer` runs the loop and makes all decisions. */
export interface TrainingEngine {
  /**
   * Runs one optimizer step: forward pass, loss, gradients of trainable variables, update. `seed` determines the
   * dropout masks.
   */
  step(batch: Batch, seed: number, learningRate: number): Promise<StepResult>;
  /** Evaluates a batch with the current weights. */
  evaluate(batch: Batch): Promise<BatchScores>;
  /** Copies the current weights to the network. */
  writeNetwork(): void;
  /** Copies the weights from the network, after these have been changed. */
  readNetwork(): void;
  optimizerState(): Promise<OptimizerState>;
  /** Returns the states of the stateful layers after the last step, in layer order. */
  states(): Promise<readonly Float32Array[]>;
  /** Sets the states for the next step, or resets them to zeros if there are none. */
  restoreStates(states: readonly Float32Array[]): void;
  /** Starts an evaluation: stateful layers start with zeros. */
  beginEvaluation(): void;
  dispose(): void;
}
