import type { ArtifactStore, Progress, Random, Sources, ValueRange } from '@expgraph/sdk';
import { DecodedImages } from './decoded-images.js';
import { findFiles } from './find-files.js';
import { ImageDataset } from './image-dataset.js';
import { decodeIndex, encodeIndex, type ImageIndex, type Selection } from './image-index.js';
import { type IndexOptions, indexImages } from './index-images.js';
import { labelImages, unlabelledImages } from './label-images.js';
import { listNotAFile, notAFolder } from './messages.js';
import { readList } from './read-list.js';
import { renameClasses } from './rename-classes.js';

export type OpenOptions = IndexOptions &
  DecodedImages['options'] & {
    readonly range: ValueRange;
    readonly labels: string;
    readonly list?: string;
    readonly weights?: string;
    readonly classNames?: Readonly<Record<string, string>>;
  };

interface Services {
  readonly sources: Sources;
  readonly kept: ArtifactStore;
  readonly progress: Progress;
  readonly random: Random;
  readonly signal: AbortSignal;
}

const INDEX = 'index.json';

/** The images of a source as a data set, by the index that is kept of them, or one that is made and kept now. */
export async function openImages(
  options: OpenOptions,
  services: Services,
): Promise<{ data: ImageDataset; index: ImageIndex }> {
  const { sources, kept, signal } = services;
  const { path, isDirectory } = await sources.resolve(options.source, { signal });
  if (!isDirectory) throw notAFolder(options.source);
  const decoded = new DecodedImages(path, options);
  const known = await kept.read(INDEX);
  let index = known && decodeIndex(known);
  if (!index) {
    index = await indexImages(await select(path, options, services), decoded, options, services);
    await kept.write(INDEX, encodeIndex(index));
  }
  return { data: new ImageDataset(index.images, decoded, options.range), index };
}

/** The images below the folder with their classes, by the list or by their paths. */
async function select(folder: string, options: OpenOptions, { sources, signal }: Services): Promise<Selection> {
  const { source, labels, list, weights, classNames } = options;
  const files = await findFiles(folder);
  if (options.unlabelled) return unlabelledImages(files, source);
  const found = list === undefined ? labelImages(files, labels, source) : await listed(list);
  if (!classNames) return found;
  const renamed = renameClasses(found.images, classNames);
  return { images: renamed.images, notices: [...found.notices, ...renamed.notices] };

  async function listed(file: string): Promise<Selection> {
    const { path, isDirectory } = await sources.resolve(file, { signal });
    if (isDirectory) throw listNotAFile(file);
    return { images: await readList(file, path, files, weights), notices: [] };
  }
}
