import type { tf } from '../tfjs.js';
import type { RecurrentLayer } from './call-recurrent.js';

// biome-ignore lint/suspicious/noExplicitAny: TypeScript requires it for mixin constructors.
type Constructor<Layer> = new (...given: any[]) => Layer;

/**
 * Allows a recurrent class of tfjs to be stateful without a fixed batch size, for which tfjs throws. With a fixed batch
 * size, the layer keeps the states itself as in tfjs, unless the caller carries them (`carried-states.ts`).
 */
export const stateful = <Layer extends RecurrentLayer>(Stock: Constructor<Layer>): Constructor<Layer> =>
  class extends (Stock as Constructor<RecurrentLayer>) {
    override resetStates(states?: tf.Tensor[], training?: boolean): void {
      if (this.inputSpec[0].shape?.[0] != null) super.resetStates(states, training);
    }
  } as unknown as Constructor<Layer>;
