import { SourceError } from './source-error.js';

export const malformedNpm = (text: string) =>
  new SourceError('EXPGRAPH_SOURCE_NPM_MALFORMED', `"${text}" is not an npm source.`, [
    'Write npm:name@version, or npm:name@version/path/in/the/package.',
  ]);

export const inexactVersion = (name: string, version: string | undefined) =>
  new SourceError(
    'EXPGRAPH_SOURCE_NPM_VERSION',
    version ? `"${version}" of ${name} is no exact version.` : `The source npm:${name} names no version.`,
    [`An experiment must read the same data each time. See the versions with: npm view ${name} versions`],
  );

export const malformedUrl = (text: string) =>
  new SourceError('EXPGRAPH_SOURCE_URL_MALFORMED', `"${text}" is not an address.`, [
    'Write https://host/path, and #sha256=<64 hex digits> behind it to have it checked.',
  ]);

export const unknownScheme = (text: string, scheme: string) =>
  new SourceError('EXPGRAPH_SOURCE_SCHEME', `"${text}": there is no kind of source "${scheme}:".`, [
    'There is file:, https: and npm:. A plain path is a file.',
  ]);

export const fileMissing = (path: string, near: string | undefined) =>
  new SourceError(
    'EXPGRAPH_SOURCE_FILE_MISSING',
    `There is no file or folder ${path}.${near ? ` Did you mean "${near}"?` : ''}`,
    ['Paths start at the folder of the experiment.'],
  );

export const notInPackage = (spec: string, subpath: string, entries: readonly string[]) =>
  new SourceError('EXPGRAPH_SOURCE_NPM_PATH', `The package ${spec} has no "${subpath}".`, [
    `It has: ${entries.slice(0, 12).join(', ')}${entries.length > 12 ? ' …' : ''}.`,
  ]);

export const npmFailed = (spec: string, cause: unknown) =>
  new SourceError(
    'EXPGRAPH_SOURCE_NPM_FAILED',
    `The package ${spec} could not be fetched: ${reasonOf(cause)}`,
    ['Check the name and version, and that the registry of your npm configuration is reached: npm ping'],
    { cause },
  );

export const downloadFailed = (url: string, cause: unknown) =>
  new SourceError(
    'EXPGRAPH_SOURCE_DOWNLOAD',
    `${url} could not be fetched: ${reasonOf(cause)}`,
    [
      'The same command goes on where this download stopped. Where the host is not reached, fetch the file elsewhere and use file:.',
    ],
    { cause },
  );

export const wrongChecksum = (url: string, found: string, expected: string) =>
  new SourceError('EXPGRAPH_SOURCE_CHECKSUM', `${url} is not what the experiment expects.`, [
    `found    sha256 ${found}`,
    `expected sha256 ${expected}`,
    'If the file was changed on purpose, write its new checksum behind #sha256=.',
  ]);

export const unsafeArchive = (archive: string, entry: string) =>
  new SourceError(
    'EXPGRAPH_SOURCE_ARCHIVE_UNSAFE',
    `${archive} holds "${entry}", which would be written outside its folder.`,
    ['Do not use this archive.'],
  );

export const brokenArchive = (archive: string, cause: unknown) =>
  new SourceError(
    'EXPGRAPH_SOURCE_ARCHIVE_BROKEN',
    `${archive} can not be unpacked: ${reasonOf(cause)}`,
    ['It is damaged, or not of the kind that its name says.'],
    { cause },
  );

export const unverified = (url: string, sha256: string) =>
  `${url} was fetched unverified. To have it checked from now on, write #sha256=${sha256} behind it.`;

const reasonOf = (cause: unknown) => {
  if (!(cause instanceof Error)) return String(cause);
  const inner = cause.cause instanceof Error ? ` (${cause.cause.message})` : '';
  return `${cause.message}${inner}`;
};
