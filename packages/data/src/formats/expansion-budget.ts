import type { NodePlace } from '@expgraph/sdk';
import { at } from '../wording/index.js';
import { type ExpansionLimits, expansionLimits } from './expansion-limits.js';
import { bytesExceeded, entriesExceeded, ratioExceeded } from './expansion-messages.js';

export interface ExpansionOptions {
  readonly limits?: Partial<ExpansionLimits>;
  /** Stops the work at the next bytes. */
  readonly signal?: AbortSignal;
  /** Place of errors. Default: the option source. */
  readonly at?: NodePlace;
}

/**
 * Limits how much one file expands while it is read: unpacked bytes, memory of values, entries. Every reader of a format that can claim or contain
 * more than the file's own bytes counts here; limiting the bytes also limits the time.
 */
export class ExpansionBudget {
  private used = 0;
  private count = 0;
  private readonly limits: ExpansionLimits;
  private readonly most: number;
  private readonly signal: AbortSignal | undefined;
  private readonly place: NodePlace;

  /**
   * @param file Name of the file, for errors.
   * @param packed Size of the file in bytes.
   */
  private constructor(
    readonly file: string,
    readonly packed: number,
    limits: ExpansionLimits,
    options: ExpansionOptions,
  ) {
    this.limits = { ...limits, ...options.limits };
    this.signal = options.signal;
    this.place = options.at ?? at('source');
    const { bytes, ratio, free } = this.limits;
    this.most = Math.min(bytes, Math.max(free, ratio * packed));
  }

  /** Returns the budget of a file whose content is held in memory. */
  static ofMemory(file: string, packed: number, options: ExpansionOptions = {}): ExpansionBudget {
    return new ExpansionBudget(file, packed, expansionLimits('memory'), options);
  }

  /** Returns the budget of a file whose content is streamed, or written to a disk. */
  static ofDisk(file: string, packed: number, options: ExpansionOptions = {}): ExpansionBudget {
    return new ExpansionBudget(file, packed, expansionLimits('disk'), options);
  }

  /** Number of bytes counted so far. */
  get spent(): number {
    return this.used;
  }

  /** Counts bytes. @throws ExperimentError if there are too many; the reason of the signal if it is aborted */
  spend(bytes: number): void {
    this.signal?.throwIfAborted();
    this.used += bytes;
    if (!(this.used <= this.most)) throw this.exceeded(this.used, false);
  }

  /** Checks the size that a header claims before allocating it, without counting it. @throws ExperimentError */
  claim(bytes: number): void {
    if (!(this.used + bytes <= this.most)) throw this.exceeded(this.used + bytes, true);
  }

  /** Counts entries of an archive, or values that become objects. @throws ExperimentError if there are too many */
  enter(entries = 1): void {
    this.signal?.throwIfAborted();
    this.count += entries;
    if (!(this.count <= this.limits.entries)) throw entriesExceeded(this.file, this.limits.entries, this.place);
  }

  private exceeded(expanded: number, isWhole: boolean) {
    const { file, packed, most, place } = this;
    const { bytes, ratio } = this.limits;
    const found = { file, packed, expanded, isWhole, most };
    return most === bytes ? bytesExceeded(found, place) : ratioExceeded(found, ratio, place);
  }
}
