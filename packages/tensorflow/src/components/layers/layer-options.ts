/** Initializers, by Keras' names. */
export const INITIALIZERS = [
  'glorotUniform',
  'glorotNormal',
  'heUniform',
  'heNormal',
  'lecunUniform',
  'lecunNormal',
  'orthogonal',
  'zeros',
] as const;

export type InitializerName = (typeof INITIALIZERS)[number];

/** Activations of layers, by Keras' names. */
export const ACTIVATIONS = [
  'tanh',
  'sigmoid',
  'relu',
  'linear',
  'elu',
  'selu',
  'softsign',
  'softplus',
  'hardSigmoid',
] as const;
