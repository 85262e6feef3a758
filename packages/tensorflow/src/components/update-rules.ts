import { tf } from '../tfjs.js';
import type { Optimizer, Schedule } from './kinds.js';

type Rate = { readonly learningRate: number | Schedule };

/** Keras' SGD: `v = momentum * v - rate * g`, `w += v`; with Nesterov `w += momentum * v - rate * g`. */
export function sgd({ learningRate, momentum, nesterov }: Rate & { momentum: number; nesterov: boolean }): Optimizer {
  const common = { type: 'sgd', learningRate, scalars: (_: number, rate: number) => [rate] };
  if (momentum === 0) {
    return {
      ...{ ...common, slots: [] },
      update: ({ variable, gradient, scalars: [rate] }) => ({
        variable: tf.sub(variable, tf.mul(gradient, rate)),
        slots: [],
      }),
      updateInPlace: ({ variable, gradient, scalars: [rate], apply }) =>
        apply('ResourceApplyGradientDescent', [variable, rate, gradient]),
    };
  }
  return {
    ...{ ...common, slots: ['momentum'] },
    update({ variable, gradient, slots: [last], scalars: [rate] }) {
      const step = tf.mul(gradient, rate);
      const velocity = tf.sub(tf.mul(last, momentum), step);
      const move = nesterov ? tf.sub(tf.mul(velocity, momentum), step) : velocity;
      return { variable: tf.add(variable, move), slots: [velocity] };
    },
    updateInPlace({ variable, gradient, scalars: [rate], slot, constant, apply }) {
      const inputs = [variable, slot('momentum'), rate, gradient, constant(momentum)];
      apply('ResourceApplyKerasMomentum', inputs, { use_nesterov: nesterov });
    },
  };
}

/** Keras' RMSprop, not centred. */
export function rmsprop(options: Rate & { rho: number; momentum: number; epsilon: number }): Optimizer {
  const { learningRate, rho, momentum, epsilon } = options;
  return {
    ...{ type: 'rmsprop', learningRate, slots: momentum > 0 ? ['velocity', 'momentum'] : ['velocity'] },
    scalars: (_, rate) => [rate],
    update({ variable, gradient, slots: [last, lastMove], scalars: [rate] }) {
      const velocity = tf.add(tf.mul(last, rho), tf.mul(tf.square(gradient), 1 - rho));
      const step = tf.div(tf.mul(gradient, rate), tf.sqrt(tf.add(velocity, epsilon)));
      if (momentum === 0) return { variable: tf.sub(variable, step), slots: [velocity] };
      const move = tf.add(tf.mul(lastMove, momentum), step);
      return { variable: tf.sub(variable, move), slots: [velocity, move] };
    },
    // TensorFlow's operation has a slot for the momentum in any case.
    ...(momentum > 0 && {
      updateInPlace({ variable, gradient, scalars: [rate], slot, constant, apply }) {
        const numbers = [rate, constant(rho), constant(momentum), constant(epsilon)];
        apply('ResourceApplyRMSProp', [variable, slot('velocity'), slot('momentum'), ...numbers, gradient]);
      },
    }),
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
    scalars: (step, rate) => [(rate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step)],
    update({ variable, gradient, slots: [m, v], scalars: [rate] }) {
      const momentum = tf.add(m, tf.mul(tf.sub(gradient, m), 1 - beta1));
      const velocity = tf.add(v, tf.mul(tf.sub(tf.square(gradient), v), 1 - beta2));
      const move = tf.div(tf.mul(momentum, rate), tf.add(tf.sqrt(velocity), epsilon));
      return { variable: tf.sub(variable, move), slots: [momentum, velocity] };
    },
    updateInPlace({ variable, gradient, scalars: [rate], slot, constant, apply }) {
      // The rate is corrected already, so the powers of the betas are given as 0.
      const powers = [constant(0), constant(0)];
      const numbers = [...powers, rate, constant(beta1), constant(beta2), constant(epsilon)];
      apply('ResourceApplyAdam', [variable, slot('momentum'), slot('velocity'), ...numbers, gradient]);
    },
  };
}

/** Adam after each weight has shrunk by `rate * weightDecay` of itself. */
export function adamw({ weightDecay, ...options }: AdamOptions & { weightDecay: number }): Optimizer {
  const rule = adam(options);
  return {
    ...rule,
    type: 'adamw',
    scalars: (step, rate) => [...rule.scalars(step, rate), rate * weightDecay],
    update: (state) =>
      rule.update({ ...state, variable: tf.sub(state.variable, tf.mul(state.variable, state.scalars[1])) }),
    updateInPlace(update) {
      update.apply('ResourceApplyGradientDescent', [update.variable, update.scalars[1], update.value]);
      rule.updateInPlace?.(update);
    },
  };
}

/** Adam with Nesterov's momentum (Dozat, 2016), with Keras' schedule of the momentum. */
export function nadam({ learningRate, beta1, beta2, epsilon }: AdamOptions): Optimizer {
  const momentumAt = (step: number) => beta1 * (1 - 0.5 * 0.96 ** step);
  const products = [1];
  const productUpTo = (step: number) => {
    while (products.length <= step) products.push(products[products.length - 1] * momentumAt(products.length));
    return products[step];
  };
  return {
    ...{ type: 'nadam', learningRate, slots: ['momentum', 'velocity'] },
    scalars: (step, rate) => [
      (rate * momentumAt(step + 1)) / (1 - productUpTo(step + 1)),
      (rate * (1 - momentumAt(step))) / (1 - productUpTo(step)),
      1 / Math.sqrt(1 - beta2 ** step),
    ],
    update({ variable, gradient, slots: [m, v], scalars: [ofMomentum, ofGradient, ofRoot] }) {
      const momentum = tf.add(m, tf.mul(tf.sub(gradient, m), 1 - beta1));
      const velocity = tf.add(v, tf.mul(tf.sub(tf.square(gradient), v), 1 - beta2));
      const direction = tf.add(tf.mul(momentum, ofMomentum), tf.mul(gradient, ofGradient));
      const move = tf.div(direction, tf.add(tf.mul(tf.sqrt(velocity), ofRoot), epsilon));
      return { variable: tf.sub(variable, move), slots: [momentum, velocity] };
    },
  };
}
