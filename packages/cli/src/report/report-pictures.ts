import type { Picture } from '@expgraph/sdk';
import { escapeXml } from '../graph/graph-svg.js';
import { type Figure, figureOf } from './figure.js';

/** The pictures of a report, by section of its page, and as separate files. */
export class ReportPictures {
  /** HTML, by the title of the section. */
  readonly sections = new Map<string, string[]>();
  /** SVG, by the name of the file. */
  readonly files = new Map<string, string>();

  /** @param folderOf returns the path of a folder of the picture's node */
  async add(
    section: string,
    name: string,
    title: string,
    picture: Picture,
    folderOf: (name: string) => string | undefined = () => undefined,
  ): Promise<void> {
    // A picture that cannot be drawn, for example of an old journal, must not prevent the report.
    const figure = await figureOf(title, picture, folderOf).catch((error: unknown) => undrawable(title, error));
    if (!figure) return;
    this.sections.set(section, [...(this.sections.get(section) ?? []), figure.html]);
    if (figure.svg) this.files.set(this.unused(fileName(name)), figure.svg);
  }

  private unused(name: string): string {
    let free = `${name}.svg`;
    for (let count = 2; this.files.has(free); count += 1) free = `${name}-${count}.svg`;
    return free;
  }
}

function undrawable(title: string, error: unknown): Figure {
  const reason = error instanceof Error ? error.message : String(error);
  return { html: `<p>Cannot draw the picture "${escapeXml(String(title))}": ${escapeXml(reason)}</p>` };
}

/** Returns a file name: letters of any script and digits, with dashes for other characters; metrics keep their name. */
const fileName = (name: string) =>
  name
    .replace(/[^\p{L}\p{N}_]+/gu, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 100);
