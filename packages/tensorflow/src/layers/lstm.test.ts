import { beforeAll, beforeEach, describe, it } from 'vitest';
import { expectKeras, SEQUENCES } from '../../fixtures/keras-layers.js';
import { startBackend } from '../native/start-backend.js';
import { tf } from '../tfjs.js';
import { lstm } from './index.js';

beforeAll(async () => void (await startBackend()), 600_000);

describe.each(['tensorflow', 'cpu'])('lstm on the backend %s, against Keras', (backend) => {
  beforeEach(async () => void (await tf.setBackend(backend)));

  it('computes the last state', () => expectKeras('lstm', lstm({ units: 6 }), { shape: SEQUENCES }));

  it('computes the state at each step', () =>
    expectKeras('lstmSequences', lstm({ units: 6, returnSequences: true }), { shape: SEQUENCES }));
});
