import { byExtension, type FileListing, listFiles, skippedLine } from '@expgraph/data/files';
import { readText } from '@expgraph/data/formats';
import type { ArtifactStore, Progress, Random, Sources } from '@expgraph/sdk';
import { isImageName } from '../decode/image-kind.js';
import type { ImageSource } from '../decode/image-source.js';
import { ArrayImages } from './arrays/array-images.js';
import { arraysInFile, findArrays, holdsArrays, isArrayFile } from './arrays/find-arrays.js';
import { classNamesFileUnknown, severalLabels } from './class-messages.js';
import { DecodedImages, type DecodedImagesOptions } from './decoded-images.js';
import { findImages } from './find-images.js';
import { FolderImages } from './folder-images.js';
import { ImageDataset, type ImageDatasetOptions } from './image-dataset.js';
import { decodeIndex, encodeIndex, type ImageIndex, type Selection } from './image-index.js';
import { type IndexOptions, indexImages } from './index-images.js';
import { labelImages, UNKNOWN, unlabeledImages } from './label-images.js';
import { synsetNames } from './lists/imagenet-list.js';
import type { ListOptions } from './lists/list-record.js';
import { readList } from './lists/read-list.js';
import { renameClasses } from './rename-classes.js';
import { notAFolder } from './source-messages.js';
import { unifyClassNames } from './unify-class-names.js';

export type OpenOptions = IndexOptions &
  DecodedImagesOptions &
  ImageDatasetOptions &
  ListOptions & {
    readonly labels: string;
    readonly list?: string;
    readonly classNames?: Readonly<Record<string, string>>;
    readonly classNamesFile?: string;
  };

interface Services {
  readonly sources: Sources;
  readonly kept: ArtifactStore;
  readonly progress: Progress;
  readonly random: Random;
  readonly signal: AbortSignal;
}

/** A source of images, and the images to use from it. */
interface Opened {
  readonly source: ImageSource;
  select(): Promise<Selection>;
}

const INDEX = 'index.json';

/** Opens the images of a source as a dataset. Reads the stored index of the images, or creates and stores it. */
export async function openImages(
  options: OpenOptions,
  services: Services,
): Promise<{ data: ImageDataset; index: ImageIndex }> {
  const opened = await openSource(options, services);
  const decoded = new DecodedImages(opened.source, options);
  const stored = await services.kept.read(INDEX);
  let index = stored && decodeIndex(stored);
  if (index) decoded.reserve(index.images.length);
  if (!index) {
    const named = await withNames(unifyClassNames(await opened.select()), options, services);
    if (!options.multiLabel) checkOneLabel(named);
    index = await indexImages(named, decoded, options, services);
    await services.kept.write(INDEX, encodeIndex(index));
  }
  return { data: new ImageDataset(index, decoded, options), index };
}

/** Opens a folder of image files, a folder of array files if it contains no image files, or an array file. */
async function openSource(options: OpenOptions, { sources, signal }: Services): Promise<Opened> {
  const { source, labels, list } = options;
  const text = { encoding: options.encoding, encodingAt: ['encoding'] };
  const unlabeled = options.unlabeled ? UNKNOWN : undefined;
  const resolvedList = list === undefined ? undefined : { list, ...(await sources.resolve(list, { signal })) };
  const { path, isDirectory } = await sources.resolve(source, { signal });
  if (!isDirectory) {
    if (!(await isArrayFile(path))) throw notAFolder(source);
    const other = resolvedList && { name: resolvedList.list, path: resolvedList.path };
    const arrays = new ArrayImages(() => arraysInFile({ name: source, path }, other, text));
    return { source: arrays, select: () => arrays.select(unlabeled) };
  }
  const listing = await listFiles(path, { signal });
  if (await hasOnlyArrays(path, listing)) {
    const arrays = new ArrayImages(() => findArrays(path, listing.files, text));
    const skipped = skippedLine([
      ...listing.skipped,
      ...listing.files.filter((file) => !holdsArrays(file)).map(byExtension),
    ]);
    return { source: arrays, select: async () => ({ ...(await arrays.select(unlabeled)), skipped }) };
  }
  const select = async () => {
    if (resolvedList && !options.unlabeled) return readList(resolvedList, listing, options);
    const found = await findImages(path, listing);
    return options.unlabeled ? unlabeledImages(found, source) : labelImages(found, labels, source);
  };
  return { source: new FolderImages(path), select };
}

/** Returns whether a folder contains arrays but no image files. Reads the beginning of files only if no extension is that of an image. */
async function hasOnlyArrays(folder: string, listing: FileListing): Promise<boolean> {
  const { files } = listing;
  if (files.some(isImageName) || !files.some(holdsArrays)) return false;
  return (await findImages(folder, listing)).images.length === 0;
}

async function withNames(
  selection: Selection,
  { classNames, classNamesFile, encoding }: OpenOptions,
  { sources, signal }: Services,
): Promise<Selection> {
  if (!classNames && classNamesFile === undefined) return selection;
  if (classNamesFile === undefined) return renameClasses(selection, { classNames });
  const { path } = await sources.resolve(classNamesFile, { signal });
  const text = await readText(path, {
    file: classNamesFile,
    at: ['classNamesFile'],
    encoding,
    encodingAt: ['encoding'],
  });
  const dictionary = synsetNames(text);
  if (!dictionary) throw classNamesFileUnknown(classNamesFile);
  return renameClasses(selection, { classNames, dictionary });
}

/** Checks that each image has one label: arrays and lists may contain several. @throws ExperimentError */
function checkOneLabel({ images }: Selection): void {
  const wrong = images.find(({ labels }) => labels.length !== 1);
  if (wrong) throw severalLabels(wrong.path, wrong.labels);
}
