import type { Predictions } from '@expgraph/sdk';

/** How well one class is found. */
export interface ClassScore {
  readonly name: string;
  /** Of those taken for it, the share that is it. NaN when none was. */
  readonly precision: number;
  /** Of those that are it, the share that was found. NaN when there is none. */
  readonly recall: number;
  readonly f1: number;
  /** How many there are. */
  readonly examples: number;
}

/** An example that was taken for another class, with how sure the model was. */
export interface Mistake {
  readonly name: string;
  readonly is: string;
  readonly takenFor: string;
  readonly score: number;
}

/** `[classes][classes]`: how many of each true class (row) were taken for each class (column). Examples whose scores are NaN are left out. */
export function confusionMatrix({ classes, labels, scores }: Predictions): number[][] {
  const matrix = classes.map(() => classes.map(() => 0));
  for (const [example, label] of labels.entries()) {
    const guess = predicted(scores, example, classes.length);
    if (guess !== undefined) matrix[label][guess] += 1;
  }
  return matrix;
}

export function classScores(matrix: readonly (readonly number[])[], classes: readonly string[]): ClassScore[] {
  return classes.map((name, index) => {
    const found = matrix[index][index];
    const examples = matrix[index].reduce((sum, count) => sum + count, 0);
    const taken = matrix.reduce((sum, row) => sum + row[index], 0);
    const [precision, recall] = [found / taken, found / examples];
    return { name, precision, recall, f1: (2 * found) / (taken + examples), examples };
  });
}

/** The same where examples have any number of classes: what is likelier than not is said. */
export function multiLabelScores({ classes, labels, scores }: Predictions): ClassScore[] {
  return classes.map((name, index) => {
    let [found, taken, examples] = [0, 0, 0];
    for (let position = index; position < labels.length; position += classes.length) {
      const isSaid = scores[position] > 0.5;
      if (isSaid && labels[position] === 1) found += 1;
      if (isSaid) taken += 1;
      examples += labels[position];
    }
    return { name, precision: found / taken, recall: found / examples, f1: (2 * found) / (taken + examples), examples };
  });
}

/** The mistakes that the model was surest of. */
export function worstMistakes({ classes, labels, scores, names, steps }: Predictions, count: number): Mistake[] {
  const mistakes: Mistake[] = [];
  for (const [example, label] of labels.entries()) {
    const guess = predicted(scores, example, classes.length);
    if (guess === undefined || guess === label) continue;
    const score = scores[example * classes.length + guess];
    const name = steps ? `${names[example]}: ${steps[example]}` : names[example];
    mistakes.push({ name, is: classes[label], takenFor: classes[guess], score });
  }
  return mistakes.sort((a, b) => b.score - a.score).slice(0, count);
}

/** How many examples have a score that is NaN or infinite. */
export function countNonFinite({ classes, scores }: Predictions): number {
  const width = classes.length;
  const examples = Array.from({ length: scores.length / width }, (_, example) => example * width);
  return examples.filter((start) => !scores.subarray(start, start + width).every(Number.isFinite)).length;
}

/** The class of the highest score; undefined where one of them is NaN. */
function predicted(scores: Float32Array, example: number, classes: number): number | undefined {
  const row = scores.subarray(example * classes, (example + 1) * classes);
  if (row.some(Number.isNaN)) return undefined;
  return row.indexOf(row.reduce((highest, score) => Math.max(highest, score), Number.NEGATIVE_INFINITY));
}
