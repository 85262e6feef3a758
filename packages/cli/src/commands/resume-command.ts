/** What decides which experiment a run is of, and where its results are. */
export interface ResumedOptions {
  readonly set: readonly string[];
  readonly store: string;
  readonly jobs?: number;
}

const DEFAULT_STORE = '.expgraph';

/** The command that goes on with a run: the same experiment, with the same settings, in the same store. */
export function resumeCommand(file: string, { set, store, jobs }: ResumedOptions): string {
  const options = [
    ...set.flatMap((setting) => ['--set', setting]),
    ...(store === DEFAULT_STORE ? [] : ['--store', store]),
    ...(jobs === undefined ? [] : ['--jobs', String(jobs)]),
  ];
  return ['npx', 'expgraph', 'run', file, ...options].map(quoted).join(' ');
}

/** A word as a shell reads it back. */
const quoted = (word: string) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
