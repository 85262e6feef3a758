import { rm } from 'node:fs/promises';
import { Type } from '@expgraph/sdk';
import { checkedJson, readCheckedJson } from '../store/checked-json.js';
import { updateDurably } from '../store/durable.js';
import { damagedState } from '../store/messages.js';
import type { Store } from '../store/store.js';
import type { FingerprintInputs } from './fingerprint-inputs.js';

const ByNodeSchema = Type.Record(Type.String(), Type.Record(Type.String(), Type.String()));

/** The fingerprint inputs of each node's last run: a plan compares them to explain why a node runs. */
export class LastFingerprintInputs {
  private constructor(
    private readonly byNode: Readonly<Record<string, FingerprintInputs>>,
    /** A notice if the file is damaged: only the reasons in the plan are lost. */
    readonly notice?: string,
  ) {}

  static async read(store: Store, experiment: string): Promise<LastFingerprintInputs> {
    const path = store.last(experiment);
    const found = await readCheckedJson(path, ByNodeSchema);
    if (found.state === 'whole') return new LastFingerprintInputs(found.content);
    if (found.state === 'absent') return new LastFingerprintInputs({});
    const consequence = 'The plan cannot show what has changed since the last run; the next run writes the file again.';
    return new LastFingerprintInputs({}, damagedState(path, found.reason, consequence));
  }

  of(node: string): FingerprintInputs | undefined {
    return this.byNode[node];
  }
}

/** Records the fingerprint inputs of a node. Other nodes and runs of the experiment may do so at the same time. */
export async function rememberFingerprintInputs(
  store: Store,
  experiment: string,
  node: string,
  fingerprintInputs: FingerprintInputs,
) {
  const path = store.last(experiment);
  await updateDurably(path, async () => {
    const found = await readCheckedJson(path, ByNodeSchema);
    // A folder in its place cannot be replaced by a rename.
    if (found.state === 'damaged') await rm(path, { recursive: true, force: true });
    return checkedJson({ ...(found.state === 'whole' && found.content), [node]: fingerprintInputs });
  });
}
