import { className } from './class-name.js';
import { labelEmpty } from './messages.js';

/** Maps labels to class names, and records different spellings. */
export class ClassNames {
  /** The labels of each class as they are written. */
  private readonly spellings = new Map<string, Set<string>>();
  private readonly names = new Map<string, string>();

  /**
   * Returns the class name of a label: trimmed, in NFC.
   * @param place Where the label is, for errors.
   * @throws ExperimentError if the name is empty
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

  /** Returns a sentence about each class with several spellings. */
  notices(): string[] {
    return [...this.spellings].flatMap(([name, { size }]) => {
      if (size < 2) return [];
      return [`Merged ${size} spellings of class "${name}", which differ in Unicode normalization or white space.`];
    });
  }
}
