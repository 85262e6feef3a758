/** An object in an image. */
export interface ImageObject {
  readonly label: string;
  /** In square pixels. */
  readonly area: number;
}

/** Returns the class of the largest object (the first if several are equal), or with `multiLabel` the classes of all objects. */
export function labelsOfObjects(objects: readonly ImageObject[], multiLabel: boolean): string[] {
  if (multiLabel) return [...new Set(objects.map(({ label }) => label))];
  if (objects.length === 0) return [];
  return [objects.reduce((largest, object) => (object.area > largest.area ? object : largest)).label];
}
