import { tf } from '../tfjs.js';
import type { RecurrentCell } from './recurrent-cell.js';

export type LstmCellArguments = Parameters<typeof tf.layers.lstmCell>[0];

const Stock = tf.layers.lstmCell({ units: 1 }).constructor as unknown as new (
  options: LstmCellArguments,
) => RecurrentCell;

/** The cell of tfjs without its tensor leak in the initialization of the bias with unitForgetBias. */
export class LstmCell extends Stock {
  /** @nocollapse */
  static readonly className = 'LSTMCell';

  override build(inputShape: tf.Shape): void {
    tf.tidy(() => super.build(inputShape));
  }
}

tf.serialization.registerClass(LstmCell as never);
