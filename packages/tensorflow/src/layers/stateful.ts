import type { tf } from '../tfjs.js';
import type { RecurrentLayer } from './call-recurrent.js';

// biome-ignore lint/suspicious/noExplicitAny: TypeScript asks for it of classes that are extended as mixins.
type Constructor<Layer> = new (...given: any[]) => Layer;

/**
 * A recurrent class of tfjs that may also be stateful where the batch size is not known before there is a batch. tfjs throws then;
 * with a batch size, the states stay in the layer as tfjs has it, unless the caller carries them (`carried-states.ts`).
 */
export const stateful = <Layer extends RecurrentLayer>(Stock: Constructor<Layer>): Constructor<Layer> =>
  class extends (Stock as Constructor<RecurrentLayer>) {
    override resetStates(states?: tf.Tensor[], training?: boolean): void {
      if (this.inputSpec[0].shape?.[0] != null) super.resetStates(states, training);
    }
  } as unknown as Constructor<Layer>;
