export type RunStatus = 'RUNNING' | 'SCHEDULED' | 'FINISHED' | 'FAILED' | 'KILLED';

export interface Metric {
  readonly key: string;
  readonly value: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly step: number;
}

export interface Param {
  readonly key: string;
  readonly value: string;
}

export type Tag = Param;

export interface Experiment {
  readonly experiment_id: string;
  readonly name: string;
  readonly lifecycle_stage: 'active' | 'deleted';
}

export interface RunInfo {
  readonly run_id: string;
  readonly experiment_id: string;
  readonly status: RunStatus;
  /** For example `mlflow-artifacts:/1/<run>/artifacts`. */
  readonly artifact_uri: string;
}

export interface Run {
  readonly info: RunInfo;
  readonly data: {
    readonly metrics?: readonly Metric[];
    readonly params?: readonly Param[];
    readonly tags?: readonly Tag[];
  };
}
