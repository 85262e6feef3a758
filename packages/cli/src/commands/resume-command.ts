/** Options of a run that its resume must repeat. */
export interface ResumedOptions {
  readonly set: readonly string[];
  readonly store: string;
  readonly jobs?: number;
}

const DEFAULT_STORE = '.expgraph';

/** Returns the command that resumes a run: the same experiment, with the same settings, in the same store. */
export function resumeCommand(file: string, { set, store, jobs }: ResumedOptions): string {
  const options = [
    ...set.flatMap((setting) => ['--set', setting]),
    ...(store === DEFAULT_STORE ? [] : ['--store', store]),
    ...(jobs === undefined ? [] : ['--jobs', String(jobs)]),
  ];
  return ['npx', 'expgraph', 'run', file, ...options].map(quoted).join(' ');
}

/** Quotes a word for a shell. */
const quoted = (word: string) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
