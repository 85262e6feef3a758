import type { Checksum } from './checksum.js';
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

export const malformedPypi = (text: string) =>
  new SourceError('EXPGRAPH_SOURCE_PYPI_MALFORMED', `"${text}" is not a PyPI source.`, [
    'Write pypi:name@version, or pypi:name@version/path/in/the/wheel.',
  ]);

export const inexactPythonVersion = (name: string, version: string) =>
  new SourceError(
    'EXPGRAPH_SOURCE_PYPI_VERSION',
    version ? `"${version}" of ${name} is no exact version.` : `The source pypi:${name} names no version.`,
    [`An experiment must read the same data each time. See the versions with: pip index versions ${name}`],
  );

export const malformedMirror = (pair: string) =>
  new SourceError('EXPGRAPH_SOURCE_MIRROR', `"${pair}" in EXPGRAPH_MIRROR is no mirror.`, [
    'Write pairs of prefixes, for example EXPGRAPH_MIRROR=https://host/files/=https://mirror.example/files/',
  ]);

export const malformedUrl = (text: string) =>
  new SourceError('EXPGRAPH_SOURCE_URL_MALFORMED', `"${text}" is not an address.`, [
    'Write https://host/path, and #sha256=<64 hex digits> (or #md5=<32>) behind it to have it checked.',
  ]);

export const unknownScheme = (text: string, scheme: string) =>
  new SourceError('EXPGRAPH_SOURCE_SCHEME', `"${text}": there is no kind of source "${scheme}:".`, [
    'There is file:, https:, npm: and pypi:. A plain path is a file.',
  ]);

export const fileMissing = (path: string, near: string | undefined) =>
  new SourceError(
    'EXPGRAPH_SOURCE_FILE_MISSING',
    `There is no file or folder ${path}.${near ? ` Did you mean "${near}"?` : ''}`,
    ['Paths start at the folder of the experiment.'],
  );

export const notInPackage = (spec: string, subpath: string, entries: readonly string[]) =>
  new SourceError('EXPGRAPH_SOURCE_PACKAGE_PATH', `The package ${spec} has no "${subpath}".`, [
    `It has: ${entries.slice(0, 12).join(', ')}${entries.length > 12 ? ' …' : ''}.`,
  ]);

export const npmFailed = (spec: string, cause: unknown) =>
  new SourceError(
    'EXPGRAPH_SOURCE_NPM_FAILED',
    `The package ${spec} could not be fetched: ${reasonOf(cause)}`,
    ['Check the name and version, and that the registry of your npm configuration is reached: npm ping'],
    { cause },
  );

export const pypiFailed = (requirement: string, cause: unknown) =>
  new SourceError(
    'EXPGRAPH_SOURCE_PYPI_FAILED',
    `The package ${requirement} could not be fetched: ${reasonOf(cause)}`,
    [
      'It must have a wheel. Check the name and version, and that the index of your pip configuration is reached:',
      `python3 -m pip download --no-deps --only-binary=:all: ${requirement}`,
    ],
    { cause },
  );

export const noPython = (requirement: string) =>
  new SourceError(
    'EXPGRAPH_SOURCE_PYPI_NO_PIP',
    `Fetching ${requirement} needs Python with pip, which was not found.`,
    [
      'Install it, for example with: apt-get install python3-pip. Or fetch the wheel elsewhere, unpack it and use file:.',
    ],
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

export const otherLength = (found: number, expected: number) =>
  new Error(`received ${found} bytes, expected ${expected}`);

export const wrongRange = (found: string, expected: string) =>
  new Error(`the server answered with Content-Range "${found}", expected ${expected}`);

export const wrongChecksum = (url: string, found: string, { algorithm, hex }: Checksum) =>
  new SourceError('EXPGRAPH_SOURCE_CHECKSUM', `${url} is not what the experiment expects.`, [
    `found    ${algorithm} ${found}`,
    `expected ${algorithm} ${hex}`,
    `If the file was changed on purpose, write its new checksum behind #${algorithm}=.`,
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

/** Lines, as notices. */

export const waitsForSource = (source: string, owner: number | undefined) =>
  `Waiting for ${owner === undefined ? 'another process' : `process ${owner}`}, which fetches ${source}.`;

export const damagedSource = (source: string, folder: string, reason: string) =>
  `The cached copy of ${source} is damaged (${reason} in ${folder}). It is fetched again.`;

const reasonOf = (cause: unknown) => {
  if (!(cause instanceof Error)) return String(cause);
  const inner = cause.cause instanceof Error ? ` (${cause.cause.message})` : '';
  return `${cause.message}${inner}`;
};
