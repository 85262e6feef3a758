import type { tf } from '../tfjs.js';
import type { RecurrentLayer } from './call-recurrent.js';

// biome-ignore lint/suspicious/noExplicitAny: TypeScript requires it for mixin constructors.
type Constructor<Layer> = new (...given: any[]) => Layer;

/**
 * Makes a recurrent class of tfjs freeze and unfreeze its cells. tfjs sets the cells' `trainable` only on construction,
 * so a layer cloned or loaded frozen could never be unfrozen.
 */
export const freezable = <Layer extends RecurrentLayer>(Stock: Constructor<Layer>): Constructor<Layer> =>
  class extends (Stock as Constructor<RecurrentLayer>) {
    override get trainable(): boolean {
      return super.trainable;
    }

    override set trainable(trainable: boolean) {
      super.trainable = trainable;
      const { cells = [] } = this.cell as { cells?: tf.layers.Layer[] };
      for (const cell of [this.cell, ...cells]) cell.trainable = trainable;
    }
  } as unknown as Constructor<Layer>;
