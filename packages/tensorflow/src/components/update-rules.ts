import { tf } from '../tfjs.js';
import type { Optimizer, Schedule } from './kinds.js';

type Rate = { readonly learningRate: number | Schedule };

/** Keras' SGD: `v = momentum * v - rate * g`, `w += v`; with Nesterov `w += momentum * v - rate * g`. */
export function sgd({ learningRate, momentum, nesterov }: Rate & { momentum: number; nesterov: boolean }): Optimizer {
  if (momentum === 0) {
    return {
      ...{ type: 'sgd', learningRate, slots: [] },
      update: ({ variable, gradient, learningRate: rate }) => ({
        variable: tf.sub(variable, tf.mul(gradient, rate)),
        slots: [],
      }),
    };
  }
  return {
    ...{ type: 'sgd', learningRate, slots: ['momentum'] },
    update({ variable, gradient, slots: [last], learningRate: rate }) {
      const step = tf.mul(gradient, rate);
      const velocity = tf.sub(tf.mul(last, momentum), step);
      const move = nesterov ? tf.sub(tf.mul(velocity, momentum), step) : velocity;
      return { variable: tf.add(variable, move), slots: [velocity] };
    },
  };
}

/** Keras' RMSprop, not centred. */
export function rmsprop(options: Rate & { rho: number; momentum: number; epsilon: number }): Optimizer {
  const { learningRate, rho, momentum, epsilon } = options;
  return {
    ...{ type: 'rmsprop', learningRate, slots: momentum > 0 ? ['velocity', 'momentum'] : ['velocity'] },
    update({ variable, gradient, slots: [last, lastMove], learningRate: rate }) {
      const velocity = tf.add(tf.mul(last, rho), tf.mul(tf.square(gradient), 1 - rho));
      const step = tf.div(tf.mul(gradient, rate), tf.sqrt(tf.add(velocity, epsilon)));
      if (momentum === 0) return { variable: tf.sub(variable, step), slots: [velocity] };
      const move = tf.add(tf.mul(lastMove, momentum), step);
      return { variable: tf.sub(variable, move), slots: [velocity, move] };
    },
  };
}

interface AdamOptions extends Rate {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** Adam as Keras writes it: the bias correction is in the rate, epsilon is added to the uncorrected root. */
export function adam({ learningRate, beta1, beta2, epsilon }: AdamOptions): Optimizer {
  return {
    ...{ type: 'adam', learningRate, slots: ['momentum', 'velocity'] },
    update({ variable, gradient, slots: [m, v], step, learningRate: rate }) {
      const momentum = tf.add(m, tf.mul(tf.sub(gradient, m), 1 - beta1));
      const velocity = tf.add(v, tf.mul(tf.sub(tf.square(gradient), v), 1 - beta2));
      const corrected = (rate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step);
      const move = tf.div(tf.mul(momentum, corrected), tf.add(tf.sqrt(velocity), epsilon));
      return { variable: tf.sub(variable, move), slots: [momentum, velocity] };
    },
  };
}

/** Adam after each weight has shrunk by `rate * weightDecay` of itself. */
export function adamw({ weightDecay, ...options }: AdamOptions & { weightDecay: number }): Optimizer {
  const rule = adam(options);
  return {
    ...rule,
    type: 'adamw',
    update: (state) =>
      rule.update({ ...state, variable: tf.mul(state.variable, 1 - weightDecay * state.learningRate) }),
  };
}
