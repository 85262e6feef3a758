import { jsonText } from '@expgraph/data/formats';
import type { RunEvent, RunListener } from '@expgraph/sdk';

/** Writes each event as a line of JSON; NaN and infinities, which JSON lacks, as strings. */
export class JsonView implements RunListener {
  constructor(private readonly write: (line: string) => void) {}

  handle(event: RunEvent): void {
    this.write(jsonText(event));
  }
}
