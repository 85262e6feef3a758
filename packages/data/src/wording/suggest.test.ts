import { describe, expect, it } from 'vitest';
import { suggest } from './suggest.js';

describe('suggest', () => {
  it.each([
    ['depht', ['width', 'depth'], 'depth'],
    ['train/classifer', ['train/classifier', 'train/fit'], 'train/classifier'],
    ['LearningRate', ['learningRate'], 'learningRate'],
    ['epoch', ['epochs', 'batchSize'], 'epochs'],
  ])('corrects "%s"', (name, candidates, expected) => {
    expect(suggest(name, candidates)).toBe(expected);
  });

  it('suggests nothing if more than a third of the letters differ', () => {
    expect(suggest('images', ['labels', 'train'])).toBeUndefined();
  });
});
