import type { tf } from '../tfjs.js';
import type { RecurrentLayer } from './call-recurrent.js';

// biome-ignore lint/suspicious/noExplicitAny: TypeScript asks for it of classes that are extended as mixins.
type Constructor<Layer> = new (...given: any[]) => Layer;

/**
 * A recurrent class of tfjs whose cells are frozen and unfrozen with it. tfjs hands `trainable` to the cells when a layer is made, and not
 * later: a layer that was cloned or loaded frozen would never train again.
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
