/** An object in an image. */
export interface ImageObject {
  readonly label: string;
  /** In square pixels. */
  readonly area: number;
}

/** The classes of an image by its objects: that of the largest one, of the first if they are equal; or those of all. */
export function labelsOfObjects(objects: readonly ImageObject[], multiLabel: boolean): string[] {
  if (multiLabel) return [...new Set(objects.map(({ label }) => label))];
  if (objects.length === 0) return [];
  return [objects.reduce((largest, object) => (object.area > largest.area ? object : largest)).label];
}
