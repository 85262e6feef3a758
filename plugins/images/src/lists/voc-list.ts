import { readFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { listFiles } from '@expgraph/data/files';
import type { XmlElement } from '@rgrove/parse-xml';
import { IN_FLIGHT, parallelMap } from '../parallel-map.js';
import { type ImageObject, labelsOfObjects } from './labels-of-objects.js';
import type { ListOptions, ListRecord } from './list-record.js';
import { listEmptyFolder, listNotXml, listRecord } from './messages.js';

/**
 * The images of a folder of Pascal VOC's annotations, one `.xml` file an image, with the classes of their objects. Objects that
 * are marked `difficult` are left out, as in VOC's own measure of classification.
 */
export async function vocRecords(list: string, folder: string, { multiLabel }: ListOptions): Promise<ListRecord[]> {
  const { parseXml, XmlElement, XmlError } = await import('@rgrove/parse-xml');
  const files = (await listFiles(folder)).files.filter((path) => /\.xml$/i.test(path));
  if (files.length === 0) throw listEmptyFolder(list);
  return parallelMap(files, IN_FLIGHT, async (file) => {
    const name = `${list}/${file}`;
    const text = await readFile(join(folder, file), 'utf8');
    const root = parsed(name, text);
    const lineOf = ({ start }: XmlElement) => `${name}:${text.slice(0, start).split('\n').length}`;
    if (root.name !== 'annotation') throw listRecord(lineOf(root), `<annotation>, not <${root.name}>`);
    const objects = children(root, 'object').filter((object) => textOf(object, 'difficult') !== '1');
    return {
      path: textOf(root, 'filename')?.replaceAll('\\', '/') || parse(file).name,
      labels: labelsOfObjects(
        objects.map((object) => objectOf(object, () => lineOf(object))),
        multiLabel,
      ),
      place: () => `${name}:1`,
    };
  });

  function parsed(name: string, text: string): XmlElement {
    try {
      // A document that is read without an error has a root.
      return parseXml(text.replace(/^\uFEFF/, ''), { includeOffsets: true }).root as XmlElement;
    } catch (error) {
      if (error instanceof XmlError) throw listNotXml(`${name}:${error.line}`, error.message.split(' (line')[0]);
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
      throw listRecord(place(), 'an object with a name and a bndbox of xmin, ymin, xmax and ymax');
    return { label, area };
  }
}
