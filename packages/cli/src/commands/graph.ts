import { writeFile } from 'node:fs/promises';
import { validateExperiment } from '@expgraph/core';
import { BUILT_IN } from '../built-in.js';
import { toDrawing } from '../graph/drawing.js';
import { graphSvg } from '../graph/graph-svg.js';
import { mermaid } from '../graph/mermaid.js';
import { writeOut } from '../terminal/output.js';

export interface GraphCommandOptions {
  readonly set: readonly string[];
  readonly store: string;
  readonly format: 'mermaid' | 'svg';
  readonly output?: string;
}

/** `expgraph graph FILE` */
export async function graph(file: string, options: GraphCommandOptions): Promise<void> {
  const { output } = options;
  const drawing = toDrawing(await validateExperiment(file, { ...options, builtIn: BUILT_IN }));
  const svg = output ? output.endsWith('.svg') : options.format === 'svg';
  const text = svg ? graphSvg(drawing) : mermaid(drawing);
  if (output) await writeFile(output, text);
  else writeOut(text);
}
