/** A number of a picture; null where there is none. What is not finite counts as null. */
export type PictureNumber = number | null;

/** An axis whose places have names, or are counted from 1. */
export interface PictureAxis {
  /** What the axis is of, for example `epoch` or `moment`, with its unit where it has one. */
  readonly label?: string;
  readonly names?: readonly string[];
}

export interface PictureSeries {
  readonly name: string;
  /** A number a place of the axis. */
  readonly values: readonly PictureNumber[];
}

/** Curves over one axis, for example a series of time and its forecast. */
export interface LinePicture {
  readonly kind: 'lines';
  readonly x?: PictureAxis;
  /** What the numbers are of. */
  readonly y?: string;
  readonly series: readonly PictureSeries[];
}

/** A bar a series for each name, side by side, for example the accuracy of several models. */
export interface BarPicture {
  readonly kind: 'bars';
  readonly names: readonly string[];
  readonly y?: string;
  readonly series: readonly PictureSeries[];
}

/** A heat map: colour says how far above or below 0 each number is. */
export interface GridPicture {
  readonly kind: 'grid';
  readonly rows?: PictureAxis;
  readonly columns?: PictureAxis;
  /** `[rows][columns]`. */
  readonly values: readonly (readonly PictureNumber[])[];
}

/** Texts whose tokens have a colour each: how far above or below 0 its number is. */
export interface TextPicture {
  readonly kind: 'texts';
  /** What the numbers are of. */
  readonly label?: string;
  readonly texts: readonly {
    readonly title: string;
    readonly tokens: readonly string[];
    /** A number a token. */
    readonly values: readonly PictureNumber[];
  }[];
}

/** An image file that the node has left in one of its `NodeFolders`. */
export interface ImagePicture {
  readonly kind: 'image';
  /** The name of the folder. */
  readonly folder: string;
  /** Of the file in it: `.png`, `.jpg`, `.gif`, `.webp` or `.svg`. */
  readonly file: string;
}

/**
 * What a node draws for people: data, not a drawing. The report draws all pictures in one way, and as text, so that nothing in
 * the data can become part of the page. `caption` says how to read it.
 */
export type Picture = (LinePicture | BarPicture | GridPicture | TextPicture | ImagePicture) & {
  readonly caption?: string;
};
