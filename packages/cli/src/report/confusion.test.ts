import type { Predictions } from '@expgraph/sdk';
import { describe, expect, it } from 'vitest';
import { classScores, confusionMatrix, multiLabelScores, worstMistakes } from './confusion.js';
import { confusionSvg } from './confusion-svg.js';

/** Five examples: two cats, one predicted as a dog; three dogs, one predicted as a bird; no bird. */
const predictions: Predictions = {
  classes: ['cat', 'dog', 'bird & co'],
  labels: Int32Array.of(0, 0, 1, 1, 1),
  scores: Float32Array.of(0.8, 0.1, 0.1, 0.3, 0.6, 0.1, 0.1, 0.7, 0.2, 0.2, 0.5, 0.3, 0.05, 0.05, 0.9),
  names: ['a', 'b', 'c', 'd', 'e'],
};
const matrix = [
  [1, 1, 0],
  [0, 2, 1],
  [0, 0, 0],
];

describe('confusionMatrix', () => {
  it('counts the predicted classes of each true class', () => {
    expect(confusionMatrix(predictions)).toEqual(matrix);
  });
});

describe('multiLabelScores', () => {
  it('computes precision, recall and F1 of each class', () => {
    const tagged: Predictions = {
      classes: ['sea', 'sky'],
      labels: Int32Array.of(1, 0, 1, 0, 0, 0),
      scores: Float32Array.of(0.9, 0.2, 0.3, 0.1, 0.7, 0.5),
      names: ['a', 'b', 'c'],
      multiLabel: true,
    };
    expect(multiLabelScores(tagged)).toEqual([
      { name: 'sea', precision: 0.5, recall: 0.5, f1: 0.5, examples: 2 },
      { name: 'sky', precision: Number.NaN, recall: Number.NaN, f1: Number.NaN, examples: 0 },
    ]);
  });
});

describe('classScores', () => {
  it('computes precision, recall and F1', () => {
    const [cat, dog, bird] = classScores(matrix, predictions.classes);
    expect(cat).toEqual({ name: 'cat', precision: 1, recall: 0.5, f1: 2 / 3, examples: 2 });
    expect(dog).toEqual({ name: 'dog', precision: 2 / 3, recall: 2 / 3, f1: 2 / 3, examples: 3 });
    expect(bird).toEqual({ name: 'bird & co', precision: 0, recall: Number.NaN, f1: 0, examples: 0 });
  });
});

describe('worstMistakes', () => {
  it('starts with the most confident one', () => {
    const mistakes = worstMistakes(predictions, 5);
    expect(mistakes.map(({ name, trueClass, predictedClass }) => [name, trueClass, predictedClass])).toEqual([
      ['e', 'dog', 'bird & co'],
      ['b', 'cat', 'dog'],
    ]);
    expect(worstMistakes(predictions, 1)).toHaveLength(1);
  });

  it('names the timestep of a sequence', () => {
    const steps = ['in', 'my', 'red', 'old', 'car'];
    expect(worstMistakes({ ...predictions, steps }, 1)).toMatchObject([{ name: 'e: car' }]);
  });
});

describe('confusionSvg', () => {
  it('shows every count, and escapes names', () => {
    const svg = confusionSvg(matrix, predictions.classes);
    expect(svg).toContain('dog taken for bird &amp; co: 1 of 3');
    expect(svg.match(/<rect/g)).toHaveLength(9);
  });
});
