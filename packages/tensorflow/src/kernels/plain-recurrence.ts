let plain = false;

/** Runs `work` with stepwise recurrent layers instead of fused operations, which exported graphs cannot contain. */
export function withPlainRecurrence<Result>(work: () => Result): Result {
  const outer = plain;
  plain = true;
  try {
    return work();
  } finally {
    plain = outer;
  }
}

/** Returns whether recurrent cells run step by step. */
export const isRecurrencePlain = (): boolean => plain;
