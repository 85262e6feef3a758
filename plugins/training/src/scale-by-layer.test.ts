import { expect, it } from 'vitest';
import { scaleByLayer } from './scale-by-layer.js';

const layers = ['conv1', 'conv2', 'conv3', 'predictions'];

it('scales by the first rule whose layers a variable is in, and leaves the rest', () => {
  const scale = scaleByLayer(layers, [
    { upTo: 'conv1', scale: 0 },
    { upTo: 'conv3', scale: 0.1 },
  ]);
  expect(layers.map((layer) => scale(`${layer}/kernel`))).toEqual([0, 0.1, 0.1, 1]);
});

it('refuses a layer that is not there, naming the one that was meant', () => {
  expect(() => scaleByLayer(layers, [{ upTo: 'conv_3', scale: 1 }])).toThrow('Did you mean "conv3"?');
});
