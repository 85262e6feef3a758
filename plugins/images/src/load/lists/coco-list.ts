import { isExact } from '@expgraph/data/formats';
import { plural } from '@expgraph/data/wording';
import { type ImageObject, labelsOfObjects } from './labels-of-objects.js';
import type { ListOptions, ListRecord, ListRecords } from './list-record.js';
import { COCO_REMEDY, cocoDuplicate, cocoReference, listNumber, listRecord, noImages, noObjects } from './messages.js';

type PlaceOf = (...path: (string | number)[]) => string;

/** An image and its objects. */
interface CocoImage extends Omit<ListRecord, 'labels'> {
  readonly objects: ImageObject[];
}

/**
 * Returns the images of a COCO annotation file, with the classes of their objects. Crowds (`iscrowd`) are areas, not objects, and are
 * skipped.
 * @param placeOf returns the place of a value in the file
 */
export function cocoRecords(file: object, { multiLabel }: ListOptions, placeOf: PlaceOf): ListRecords {
  const { images, annotations, categories } = file as Record<string, readonly unknown[]>;
  if (!Array.isArray(categories))
    throw listRecord(placeOf(), 'categories in addition to images and annotations', COCO_REMEDY);
  const names = byId(categories, 'categories', placeOf, ({ name }, place) => {
    if (typeof name !== 'string' || name === '')
      throw listRecord(place(), 'a category with an id and a name', COCO_REMEDY);
    return name;
  });
  if (images.length === 0) throw noImages(placeOf('images'));
  const found = byId(images, 'images', placeOf, ({ file_name: path }, place): CocoImage => {
    if (typeof path !== 'string' || path === '')
      throw listRecord(place(), 'an image with an id and a file_name', COCO_REMEDY);
    return { path: path.replaceAll('\\', '/'), place, objects: [] };
  });
  const crowds = addObjects(annotations, found, names, placeOf);
  if (crowds === annotations.length)
    throw noObjects(placeOf('annotations'), annotations.length, 'annotation', 'marked iscrowd');
  const records = [...found.values()].map(({ objects, ...record }) => ({
    ...record,
    labels: labelsOfObjects(objects, multiLabel),
  }));
  if (crowds === 0) return { records, notices: [] };
  const message = `Skipped ${crowds} of ${plural(annotations.length, 'annotation')} that are crowds (iscrowd: 1).`;
  return { records, notices: [{ level: 'info', message }] };
}

/** Adds the object of each annotation to its image. @returns the number of crowds */
function addObjects(
  annotations: readonly unknown[],
  images: ReadonlyMap<unknown, CocoImage>,
  names: ReadonlyMap<unknown, string>,
  placeOf: PlaceOf,
): number {
  let crowds = 0;
  for (const [index, annotation] of annotations.entries()) {
    const { image_id: image, category_id: category, iscrowd } = fieldsOf(annotation);
    const place = () => placeOf('annotations', index);
    const label = names.get(category);
    const found = images.get(image);
    if (!found) throw cocoReference(place(), 'image_id', image, 'image');
    if (label === undefined) throw cocoReference(place(), 'category_id', category, 'category');
    if (iscrowd === 1) crowds += 1;
    else found.objects.push({ label, area: areaOf(annotation, place) });
  }
  return crowds;
}

/** Returns the entries of a list by id. @throws ExperimentError if an id is missing or a duplicate */
function byId<Value>(
  entries: readonly unknown[],
  list: 'images' | 'categories',
  placeOf: PlaceOf,
  read: (fields: Record<string, unknown>, place: () => string) => Value,
): Map<unknown, Value> {
  const found = new Map<unknown, Value>();
  for (const [index, entry] of entries.entries()) {
    const place = () => placeOf(list, index);
    const fields = fieldsOf(entry);
    const value = read(fields, place);
    if (fields.id === undefined) throw listRecord(place(), 'an id', COCO_REMEDY);
    if (!isExact(fields.id)) throw listNumber(place(), fields.id as number);
    if (found.has(fields.id)) throw cocoDuplicate(place(), list, fields.id);
    found.set(fields.id, value);
  }
  return found;
}

/** Returns the area of the object's outline if it is given, otherwise the area of its box. */
function areaOf(annotation: unknown, place: () => string): number {
  const { area, bbox } = fieldsOf(annotation);
  if (typeof area === 'number' && area >= 0) return area;
  const [, , width, height] = Array.isArray(bbox) ? (bbox as unknown[]) : [];
  if (typeof width === 'number' && typeof height === 'number') return Math.abs(width * height);
  throw listRecord(place(), 'an annotation with an area or a bbox [x, y, width, height]', COCO_REMEDY);
}

const fieldsOf = (value: unknown) => (value ?? {}) as Record<string, unknown>;
