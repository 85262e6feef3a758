import { readFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { IN_FLIGHT, listFiles, parallelMap } from '@expgraph/data/files';
import { decodeXml, lineAndColumn } from '@expgraph/data/formats';
import { plural } from '@expgraph/data/wording';
import type { XmlElement } from '@rgrove/parse-xml';
import { type ImageObject, labelsOfObjects } from './labels-of-objects.js';
import type { ListOptions, ListRecords } from './list-record.js';
import { listEmptyFolder, listNotXml, listRecord, noObjects, VOC_REMEDY } from './messages.js';

/**
 * Returns the images of a folder of Pascal VOC annotations, one `.xml` file per image, with the classes of their objects. Skips objects
 * that are marked `difficult`, like VOC's own evaluation of classification.
 */
export async function vocRecords(
  list: string,
  folder: string,
  { multiLabel, encoding }: ListOptions,
): Promise<ListRecords> {
  const { parseXml, XmlElement, XmlError } = await import('@rgrove/parse-xml');
  const files = (await listFiles(folder)).files.filter((path) => /\.xml$/i.test(path));
  if (files.length === 0) throw listEmptyFolder(list);
  let [objects, difficult] = [0, 0];
  const records = await parallelMap(files, IN_FLIGHT, async (file) => {
    const name = `${list}/${file}`;
    const bytes = await readFile(join(folder, file));
    const text = decodeXml(bytes, { file: name, at: ['list'], encoding, encodingAt: ['encoding'] });
    const root = parsed(name, text);
    const placeOf = ({ start }: XmlElement) => `${name}:${lineAndColumn(text, start)}`;
    if (root.name !== 'annotation') throw listRecord(placeOf(root), `<annotation>, not <${root.name}>`, VOC_REMEDY);
    const all = children(root, 'object');
    const used = all.filter((object) => textOf(object, 'difficult') !== '1');
    objects += all.length;
    difficult += all.length - used.length;
    return {
      path: textOf(root, 'filename')?.replaceAll('\\', '/') || parse(file).name,
      labels: labelsOfObjects(
        used.map((object) => objectOf(object, () => placeOf(object))),
        multiLabel,
      ),
      place: () => `${name}:1`,
    };
  });
  if (difficult === objects) throw noObjects(`"${list}"`, objects, 'object', 'marked difficult');
  if (difficult === 0) return { records, notices: [] };
  const message = `Skipped ${difficult} of ${plural(objects, 'object')} that are marked difficult.`;
  return { records, notices: [{ level: 'info', message }] };

  function parsed(name: string, text: string): XmlElement {
    try {
      // A document that is parsed without an error has a root.
      return parseXml(text, { includeOffsets: true }).root as XmlElement;
    } catch (error) {
      if (error instanceof XmlError)
        throw listNotXml(`${name}:${error.line}:${error.column}`, error.message.split(' (line')[0]);
      if (error instanceof RangeError) throw listNotXml(name, 'its elements are nested too deeply');
      throw listNotXml(name, (error as Error).message);
    }
  }

  function children(element: XmlElement, name: string): XmlElement[] {
    return element.children.filter((child): child is XmlElement => child instanceof XmlElement && child.name === name);
  }

  function textOf(element: XmlElement, name: string): string | undefined {
    return children(element, name)[0]?.text.trim();
  }

  function objectOf(object: XmlElement, place: () => string): ImageObject {
    const label = textOf(object, 'name');
    const [box] = children(object, 'bndbox');
    const [left, top, right, bottom] = ['xmin', 'ymin', 'xmax', 'ymax'].map((edge) => Number(box && textOf(box, edge)));
    const area = (right - left) * (bottom - top);
    if (!label || !(area >= 0))
      throw listRecord(place(), 'an object with a name and a bndbox of xmin, ymin, xmax and ymax', VOC_REMEDY);
    return { label, area };
  }
}
