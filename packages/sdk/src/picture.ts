/** A value of a picture; null for a missing value. Values that are not finite are treated as null. */
export type PictureNumber = number | null;

/** An axis whose positions have names, or numbers from 1. */
export interface PictureAxis {
  /** Axis label, for example `epoch` or `time (h)`. */
  readonly label?: string;
  readonly names?: readonly string[];
}

export interface PictureSeries {
  readonly name: string;
  /** One value per position of the axis. */
  readonly values: readonly PictureNumber[];
}

/** Curves over one axis, for example a time series and its forecast. */
export interface LinePicture {
  readonly kind: 'lines';
  readonly x?: PictureAxis;
  /** Label of the values. */
  readonly y?: string;
  readonly series: readonly PictureSeries[];
}

/** Grouped bars: for each name, one bar per series, for example the accuracy of several models. */
export interface BarPicture {
  readonly kind: 'bars';
  readonly names: readonly string[];
  readonly y?: string;
  readonly series: readonly PictureSeries[];
}

/** A heat map; colors diverge from 0. */
export interface GridPicture {
  readonly kind: 'grid';
  readonly rows?: PictureAxis;
  readonly columns?: PictureAxis;
  /** `[rows][columns]`. */
  readonly values: readonly (readonly PictureNumber[])[];
}

/** Texts with one color per token; colors diverge from 0. */
export interface TextPicture {
  readonly kind: 'texts';
  /** Label of the values. */
  readonly label?: string;
  readonly texts: readonly {
    readonly title: string;
    readonly tokens: readonly string[];
    /** One value per token. */
    readonly values: readonly PictureNumber[];
  }[];
}

/** An image file that the node has written to one of its `NodeFolders`. */
export interface ImagePicture {
  readonly kind: 'image';
  /** The name of the folder. */
  readonly folder: string;
  /** Name of the file in the folder: `.png`, `.jpg`, `.gif`, `.webp` or `.svg`. */
  readonly file: string;
}

/**
 * A chart or image that a node logs, as data. The report renders all pictures in one style and escapes their texts, so that no data
 * can become markup. `caption` explains how to read the picture.
 */
export type Picture = (LinePicture | BarPicture | GridPicture | TextPicture | ImagePicture) & {
  readonly caption?: string;
};
