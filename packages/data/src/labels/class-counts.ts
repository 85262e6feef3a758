import { plural } from '../wording/index.js';

/** Number of classes to list. */
const SHOWN = 10;

/** Returns a summary: "8 images in 2 classes (cats 4, dogs 4)". */
export function classCounts(examples: number, noun: string, counts: ReadonlyMap<string, number>): string {
  const listed = [...counts].slice(0, SHOWN).map(([name, count]) => `${name} ${count.toLocaleString('en-US')}`);
  if (counts.size > SHOWN) listed.push(`… and ${counts.size - SHOWN} more`);
  const classes = counts.size === 1 ? '1 class' : `${counts.size.toLocaleString('en-US')} classes`;
  return `${plural(examples, noun)} in ${classes} (${listed.join(', ')})`;
}
