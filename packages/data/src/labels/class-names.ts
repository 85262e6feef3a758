import { className } from './class-name.js';
import { labelEmpty } from './messages.js';

/** Names of classes as labels write them, and the one name of each class. */
export class ClassNames {
  /** What each label was written as, by its name. */
  private readonly spellings = new Map<string, Set<string>>();
  private readonly names = new Map<string, string>();

  /**
   * Returns the name of a label's class: trimmed, in NFC. `place` is what has the label.
   * @throws ExperimentError when nothing is left
   */
  nameOf(label: string, place: string): string {
    const known = this.names.get(label);
    if (known !== undefined) return known;
    const name = className(label);
    if (name === '') throw labelEmpty(place);
    this.names.set(label, name);
    this.spellings.set(name, (this.spellings.get(name) ?? new Set()).add(label));
    return name;
  }

  /** Returns a sentence about each class that is written in several ways. */
  notices(): string[] {
    return [...this.spellings].flatMap(([name, { size }]) => {
      if (size < 2) return [];
      return [
        `"${name}" is written in ${size} ways that differ in Unicode normalization or blanks: they are one class.`,
      ];
    });
  }
}
