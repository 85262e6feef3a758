let plain = false;

/** Runs `work` without operations for whole sequences, which a graph that leaves this process cannot have. */
export function withPlainRecurrence<Result>(work: () => Result): Result {
  const outer = plain;
  plain = true;
  try {
    return work();
  } finally {
    plain = outer;
  }
}

/** Whether sequences go through cells step by step. */
export const isRecurrencePlain = (): boolean => plain;
