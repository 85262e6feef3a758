import { rm } from 'node:fs/promises';
import { Type } from '@expgraph/sdk';
import { checkedJson, readCheckedJson } from '../store/checked-json.js';
import { updateDurably } from '../store/durable.js';
import { damagedState } from '../store/messages.js';
import type { Store } from '../store/store.js';
import type { Ingredients } from './ingredients.js';

const ByNodeSchema = Type.Record(Type.String(), Type.Record(Type.String(), Type.String()));

/** What each node of an experiment was made of when it last ran: a plan says what has changed since. */
export class LastIngredients {
  private constructor(
    private readonly byNode: Readonly<Record<string, Ingredients>>,
    /** What is wrong with the file: then only reasons are lost. */
    readonly notice?: string,
  ) {}

  static async read(store: Store, experiment: string): Promise<LastIngredients> {
    const path = store.last(experiment);
    const found = await readCheckedJson(path, ByNodeSchema);
    if (found.state === 'whole') return new LastIngredients(found.content);
    if (found.state === 'absent') return new LastIngredients({});
    const consequence = 'The plan cannot say what has changed since the last run; the next run writes the file anew.';
    return new LastIngredients({}, damagedState(path, found.reason, consequence));
  }

  of(node: string): Ingredients | undefined {
    return this.byNode[node];
  }
}

/** Records what a node was made of. Other nodes and other runs of the experiment do so at the same time. */
export async function rememberIngredients(store: Store, experiment: string, node: string, ingredients: Ingredients) {
  const path = store.last(experiment);
  await updateDurably(path, async () => {
    const found = await readCheckedJson(path, ByNodeSchema);
    // A folder in its place could not be replaced.
    if (found.state === 'damaged') await rm(path, { recursive: true, force: true });
    return checkedJson({ ...(found.state === 'whole' && found.content), [node]: ingredients });
  });
}
