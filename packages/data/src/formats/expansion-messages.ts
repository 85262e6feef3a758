import { ExperimentError, type NodePlace } from '@expgraph/sdk';

export const settingInvalid = (name: string, found: string, expected: string) =>
  new ExperimentError('EXPGRAPH_DATA_EXPANSION_SETTING', `${name} is "${found}", expected ${expected}.`, {
    notes: [`Set ${name} to a number, or remove it from the environment.`],
  });

interface Expansion {
  readonly file: string;
  /** Size of the file in bytes. */
  readonly packed: number;
  /** Bytes that it expands to, or has expanded to before it was stopped. */
  readonly expanded: number;
  readonly isWhole: boolean;
  readonly most: number;
}

const TRUST = 'A file that expands this much can be made to fill the memory or the disk.';

export const ratioExceeded = ({ file, packed, expanded, isWhole, most }: Expansion, ratio: number, at: NodePlace) =>
  new ExperimentError(
    'EXPGRAPH_DATA_EXPANSION',
    `"${file}" has ${byteSize(packed)} and expands to ${isWhole ? '' : 'more than '}${byteSize(expanded)}, expected at most ${byteSize(most)}.`,
    {
      at,
      notes: [
        `Files may expand to ${ratio} times their size, small files to ${byteSize(most)}. ${TRUST}`,
        remedy(isWhole ? Math.ceil(expanded / Math.max(1, packed)) + 1 : LARGEST_RATIO),
      ],
    },
  );

/** Deflate expands one byte to at most 1,032. */
const LARGEST_RATIO = 1100;

const remedy = (ratio: number) =>
  ratio > LARGEST_RATIO
    ? 'Download the file again: it is damaged, or claims an impossible size.'
    : `Check the origin of the file. If you trust it, set EXPGRAPH_EXPANSION_RATIO=${ratio} and run again.`;

export const bytesExceeded = ({ file, expanded, isWhole, most }: Expansion, at: NodePlace) =>
  new ExperimentError(
    'EXPGRAPH_DATA_EXPANSION',
    `"${file}" expands to ${isWhole ? '' : 'more than '}${byteSize(expanded)}, expected at most ${byteSize(most)}.`,
    {
      at,
      notes: [
        TRUST,
        `Check the origin of the file. If you trust it and have enough space, set EXPGRAPH_EXPANSION_BYTES=${gigabytes(expanded)} and run again.`,
      ],
    },
  );

export const entriesExceeded = (file: string, most: number, at: NodePlace) =>
  new ExperimentError(
    'EXPGRAPH_DATA_EXPANSION',
    `"${file}" has more than ${most.toLocaleString('en-US')} entries, expected at most that many.`,
    {
      at,
      notes: [
        `Check the origin of the file. If you trust it, set EXPGRAPH_EXPANSION_ENTRIES=${most * 10} and run again.`,
      ],
    },
  );

const gigabytes = (bytes: number) => `${Math.ceil((bytes * 1.1) / 1e9)}GB`;

/** Formats a number of bytes: `2.8 GB`. */
export function byteSize(bytes: number): string {
  if (!Number.isFinite(bytes)) return 'an unlimited number of bytes';
  const unit = [...'TGMk'].findIndex((_, index) => bytes >= 1000 ** (4 - index));
  if (unit < 0) return `${bytes} bytes`;
  const value = bytes / 1000 ** (4 - unit);
  return `${value >= 100 ? Math.round(value).toLocaleString('en-US') : Number(value.toPrecision(2))} ${'TGMk'[unit]}B`;
}
