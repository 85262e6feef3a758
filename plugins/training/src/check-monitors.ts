import type { ComponentConfig, DatasetSpec, MakeComponent } from '@expgraph/sdk';
import { type LossConfig, targetsOf } from './loss-for.js';
import { unknownMonitor } from './messages.js';

interface Measured {
  readonly loss: LossConfig;
  readonly callbacks: readonly ComponentConfig[];
}

/**
 * Throws if a callback monitors a metric that the training does not compute.
 * @throws ExperimentError at the callback, with a suggested metric.
 */
export function checkMonitors(
  { loss, callbacks }: Measured,
  { train, validation }: { readonly train: DatasetSpec; readonly validation?: DatasetSpec },
  make: MakeComponent,
): void {
  const metrics = metricNames(train, validation, loss);
  for (const [index, config] of callbacks.entries()) {
    const callback: object = make('callback', config);
    const monitor = 'monitor' in callback && typeof callback.monitor === 'string' ? callback.monitor : undefined;
    if (monitor !== undefined && !metrics.includes(monitor))
      throw unknownMonitor(monitor, metrics, ['callbacks', index, ...('monitor' in config ? ['monitor'] : [])]);
  }
}

/** Returns the metrics of each epoch, or all possible ones if the labels are unknown. */
function metricNames(train: DatasetSpec, validation: DatasetSpec | undefined, loss: LossConfig): string[] {
  const targets = targetsOf(train.label?.encoding, loss);
  const rightness = targets === 'number' ? [] : ['accuracy'];
  const validated = targets === undefined || targets === 'classes' ? [...rightness, 'f1'] : rightness;
  return ['loss', ...rightness, ...(validation ? ['loss', ...validated].map((name) => `val_${name}`) : [])];
}
