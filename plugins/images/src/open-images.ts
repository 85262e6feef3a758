import { byExtension, type FileListing, listFiles, skippedLine } from '@expgraph/data/files';
import { readText } from '@expgraph/data/formats';
import type { ArtifactStore, Progress, Random, Sources } from '@expgraph/sdk';
import { ArrayImages } from './arrays/array-images.js';
import { arraysInFile, findArrays, holdsArrays, isArrayFile } from './arrays/find-arrays.js';
import { classNamesFileUnknown, severalLabels } from './class-messages.js';
import { DecodedImages, type DecodedImagesOptions } from './decoded-images.js';
import { findImages } from './find-images.js';
import { FolderImages } from './folder-images.js';
import { ImageDataset, type ImageDatasetOptions } from './image-dataset.js';
import { decodeIndex, encodeIndex, type ImageIndex, type Selection } from './image-index.js';
import { isImageName } from './image-kind.js';
import type { ImageSource } from './image-source.js';
import { type IndexOptions, indexImages } from './index-images.js';
import { labelImages, UNKNOWN, unlabelledImages } from './label-images.js';
import { synsetNames } from './lists/imagenet-list.js';
import type { ListOptions } from './lists/list-record.js';
import { readList } from './lists/read-list.js';
import { nameClasses } from './name-classes.js';
import { renameClasses } from './rename-classes.js';
import { notAFolder } from './source-messages.js';

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

/** Where the images are, and which they are. */
interface Opened {
  readonly source: ImageSource;
  select(): Promise<Selection>;
}

const INDEX = 'index.json';

/** The images of a source as a data set, by the index that is kept of them, or one that is made and kept now. */
export async function openImages(
  options: OpenOptions,
  services: Services,
): Promise<{ data: ImageDataset; index: ImageIndex }> {
  const opened = await openSource(options, services);
  const decoded = new DecodedImages(opened.source, options);
  const known = await services.kept.read(INDEX);
  let index = known && decodeIndex(known);
  if (index) decoded.expect(index.images.length);
  if (!index) {
    const named = await withNames(nameClasses(await opened.select()), options, services);
    if (!options.multiLabel) checkOneLabel(named);
    index = await indexImages(named, decoded, options, services);
    await services.kept.write(INDEX, encodeIndex(index));
  }
  return { data: new ImageDataset(index, decoded, options), index };
}

/** Image files below a folder, or arrays: in its files if it has no images, or in the file that the source is. */
async function openSource(options: OpenOptions, { sources, signal }: Services): Promise<Opened> {
  const { source, labels, list } = options;
  const text = { encoding: options.encoding, encodingAt: ['encoding'] };
  const unlabelled = options.unlabelled ? UNKNOWN : undefined;
  const resolvedList = list === undefined ? undefined : { list, ...(await sources.resolve(list, { signal })) };
  const { path, isDirectory } = await sources.resolve(source, { signal });
  if (!isDirectory) {
    if (!(await isArrayFile(path))) throw notAFolder(source);
    const other = resolvedList && { name: resolvedList.list, path: resolvedList.path };
    const arrays = new ArrayImages(() => arraysInFile({ name: source, path }, other, text));
    return { source: arrays, select: () => arrays.select(unlabelled) };
  }
  const listing = await listFiles(path, { signal });
  if (await hasOnlyArrays(path, listing)) {
    const arrays = new ArrayImages(() => findArrays(path, listing.files, text));
    const skipped = skippedLine([
      ...listing.skipped,
      ...listing.files.filter((file) => !holdsArrays(file)).map(byExtension),
    ]);
    return { source: arrays, select: async () => ({ ...(await arrays.select(unlabelled)), skipped }) };
  }
  const select = async () => {
    if (resolvedList && !options.unlabelled) return readList(resolvedList, listing, options);
    const found = await findImages(path, listing);
    return options.unlabelled ? unlabelledImages(found, source) : labelImages(found, labels, source);
  };
  return { source: new FolderImages(path), select };
}

/** Whether the images of a folder are in arrays. Files are looked into only where names do not tell. */
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
    ...{ file: classNamesFile, at: ['classNamesFile'], encoding, encodingAt: ['encoding'] },
  });
  const dictionary = synsetNames(text);
  if (!dictionary) throw classNamesFileUnknown(classNamesFile);
  return renameClasses(selection, { classNames, dictionary });
}

/** What an array or a list says of single classes may be several all the same. */
function checkOneLabel({ images }: Selection): void {
  const wrong = images.find(({ labels }) => labels.length !== 1);
  if (wrong) throw severalLabels(wrong.path, wrong.labels);
}
