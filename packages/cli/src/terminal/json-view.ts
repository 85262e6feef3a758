import { jsonText } from '@expgraph/data/formats';
import type { RunEvent, RunListener } from '@expgraph/sdk';

/** Writes every event as a line of JSON; NaN and the infinities, which JSON lacks, as words. */
export class JsonView implements RunListener {
  constructor(private readonly write: (line: string) => void) {}

  handle(event: RunEvent): void {
    this.write(jsonText(event));
  }
}
