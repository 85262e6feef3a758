import { type ImageObject, labelsOfObjects } from './labels-of-objects.js';
import type { ListOptions, ListRecord } from './list-record.js';
import { cocoReference, listRecord } from './messages.js';

type PlaceOf = (...path: (string | number)[]) => string;

/**
 * The images of a file of COCO's annotations, with the classes of their objects. Crowds (`iscrowd`) are areas, not objects, and
 * are left out.
 * @param placeOf where a value of the file stands.
 */
export function cocoRecords(file: object, { multiLabel }: ListOptions, placeOf: PlaceOf): ListRecord[] {
  const { images, annotations, categories } = file as Record<string, readonly unknown[]>;
  if (!Array.isArray(categories)) throw listRecord(placeOf(), 'categories beside images and annotations');
  const names = new Map(
    categories.map((category: unknown, index) => {
      const { id, name } = fieldsOf(category);
      if (id === undefined || typeof name !== 'string' || name === '')
        throw listRecord(placeOf('categories', index), 'a category with an id and a name');
      return [id as unknown, name] as const;
    }),
  );
  const objects = new Map<unknown, ImageObject[]>();
  const records = images.map((image, index) => {
    const { id, file_name: path } = fieldsOf(image);
    if (id === undefined || typeof path !== 'string' || path === '')
      throw listRecord(placeOf('images', index), 'an image with an id and a file_name');
    objects.set(id, []);
    return { id, path: path.replaceAll('\\', '/'), place: () => placeOf('images', index) };
  });
  for (const [index, annotation] of annotations.entries()) {
    const { image_id: image, category_id: category, iscrowd } = fieldsOf(annotation);
    const label = names.get(category);
    const found = objects.get(image);
    if (!found) throw cocoReference(placeOf('annotations', index), 'image_id', image, 'image');
    if (label === undefined) throw cocoReference(placeOf('annotations', index), 'category_id', category, 'category');
    if (iscrowd !== 1) found.push({ label, area: areaOf(annotation, () => placeOf('annotations', index)) });
  }
  return records.map(({ id, ...record }) => ({
    ...record,
    labels: labelsOfObjects(objects.get(id) ?? [], multiLabel),
  }));
}

/** The area of the object's outline, where it is given, else of its box. */
function areaOf(annotation: unknown, place: () => string): number {
  const { area, bbox } = fieldsOf(annotation);
  if (typeof area === 'number' && area >= 0) return area;
  const [, , width, height] = Array.isArray(bbox) ? (bbox as unknown[]) : [];
  if (typeof width === 'number' && typeof height === 'number') return Math.abs(width * height);
  throw listRecord(place(), 'an annotation with an area or a bbox [x, y, width, height]');
}

const fieldsOf = (value: unknown) => (value ?? {}) as Record<string, unknown>;
