import type { Predictions } from '@expgraph/sdk';

/** Precision, recall and F1 of a class. */
export interface ClassScore {
  readonly name: string;
  /** Fraction of the examples predicted as the class that belong to it. NaN if none is predicted. */
  readonly precision: number;
  /** Fraction of the examples of the class that are predicted as it. NaN if the class has no examples. */
  readonly recall: number;
  readonly f1: number;
  /** Number of examples of the class. */
  readonly examples: number;
}

/** A misclassified example, with the score of the predicted class. */
export interface Mistake {
  readonly name: string;
  readonly trueClass: string;
  readonly predictedClass: string;
  readonly score: number;
}

/** Returns `[classes][classes]`: counts by true class (row) and predicted class (column). Examples with NaN scores are skipped. */
export function confusionMatrix({ classes, labels, scores }: Predictions): number[][] {
  const matrix = classes.map(() => classes.map(() => 0));
  for (const [example, label] of labels.entries()) {
    const best = predicted(scores, example, classes.length);
    if (best !== undefined) matrix[label][best] += 1;
  }
  return matrix;
}

export function classScores(matrix: readonly (readonly number[])[], classes: readonly string[]): ClassScore[] {
  return classes.map((name, index) => {
    const correct = matrix[index][index];
    const examples = matrix[index].reduce((sum, count) => sum + count, 0);
    const predictedCount = matrix.reduce((sum, row) => sum + row[index], 0);
    const [precision, recall] = [correct / predictedCount, correct / examples];
    return { name, precision, recall, f1: (2 * correct) / (predictedCount + examples), examples };
  });
}

/** Returns the scores of multi-label predictions; a class is predicted if its probability is above 0.5. */
export function multiLabelScores({ classes, labels, scores }: Predictions): ClassScore[] {
  return classes.map((name, index) => {
    let [correct, predictedCount, examples] = [0, 0, 0];
    for (let position = index; position < labels.length; position += classes.length) {
      const isPredicted = scores[position] > 0.5;
      if (isPredicted && labels[position] === 1) correct += 1;
      if (isPredicted) predictedCount += 1;
      examples += labels[position];
    }
    return {
      name,
      precision: correct / predictedCount,
      recall: correct / examples,
      f1: (2 * correct) / (predictedCount + examples),
      examples,
    };
  });
}

/** Returns the most confident mistakes. */
export function worstMistakes({ classes, labels, scores, names, steps }: Predictions, count: number): Mistake[] {
  const mistakes: Mistake[] = [];
  for (const [example, label] of labels.entries()) {
    const best = predicted(scores, example, classes.length);
    if (best === undefined || best === label) continue;
    const score = scores[example * classes.length + best];
    const name = steps ? `${names[example]}: ${steps[example]}` : names[example];
    mistakes.push({ name, trueClass: classes[label], predictedClass: classes[best], score });
  }
  return mistakes.sort((a, b) => b.score - a.score).slice(0, count);
}

/** Returns the number of examples with a score that is NaN or infinite. */
export function countNonFinite({ classes, scores }: Predictions): number {
  const width = classes.length;
  const examples = Array.from({ length: scores.length / width }, (_, example) => example * width);
  return examples.filter((start) => !scores.subarray(start, start + width).every(Number.isFinite)).length;
}

/** Returns the class with the highest score; undefined if a score is NaN. */
function predicted(scores: Float32Array, example: number, classes: number): number | undefined {
  const row = scores.subarray(example * classes, (example + 1) * classes);
  if (row.some(Number.isNaN)) return undefined;
  return row.indexOf(row.reduce((highest, score) => Math.max(highest, score), Number.NEGATIVE_INFINITY));
}
