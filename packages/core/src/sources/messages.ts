import type { Checksum } from './checksum.js';
import { SourceError } from './source-error.js';

export const malformedNpm = (text: string) =>
  new SourceError('EXPGRAPH_SOURCE_NPM_MALFORMED', `"${text}" is not a valid npm source.`, [
    'Write npm:name@version, or npm:name@version/path/in/the/package.',
  ]);

export const inexactVersion = (name: string, version: string | undefined) =>
  new SourceError(
    'EXPGRAPH_SOURCE_NPM_VERSION',
    version ? `"${version}" of ${name} is not an exact version.` : `The source npm:${name} has no version.`,
    [`An experiment must read the same data each time. List the versions with: npm view ${name} versions`],
  );

export const malformedPypi = (text: string) =>
  new SourceError('EXPGRAPH_SOURCE_PYPI_MALFORMED', `"${text}" is not a valid PyPI source.`, [
    'Write pypi:name@version, or pypi:name@version/path/in/the/wheel.',
  ]);

export const inexactPythonVersion = (name: string, version: string) =>
  new SourceError(
    'EXPGRAPH_SOURCE_PYPI_VERSION',
    version ? `"${version}" of ${name} is not an exact version.` : `The source pypi:${name} has no version.`,
    [`An experiment must read the same data each time. List the versions with: pip index versions ${name}`],
  );

export const malformedMirror = (pair: string) =>
  new SourceError('EXPGRAPH_SOURCE_MIRROR', `"${pair}" in EXPGRAPH_MIRROR is not a valid mirror.`, [
    'Write pairs of prefixes, for example EXPGRAPH_MIRROR=https://host/files/=https://mirror.example/files/',
  ]);

export const malformedUrl = (text: string) =>
  new SourceError('EXPGRAPH_SOURCE_URL_MALFORMED', `"${text}" is not a valid URL.`, [
    'Write https://host/path. Append #sha256=<64 hex digits> (or #md5=<32>) to verify the file.',
  ]);

export const unknownScheme = (text: string, scheme: string) =>
  new SourceError('EXPGRAPH_SOURCE_SCHEME', `Unknown kind of source "${scheme}:" in "${text}".`, [
    'Use file:, https:, npm: or pypi:. A plain path is a file.',
  ]);

export const fileMissing = (path: string, near: string | undefined) =>
  new SourceError(
    'EXPGRAPH_SOURCE_FILE_MISSING',
    `The file or folder ${path} does not exist.${near ? ` Did you mean "${near}"?` : ''}`,
    ['Paths are relative to the folder of the experiment.'],
  );

export const notInPackage = (spec: string, subpath: string, entries: readonly string[]) =>
  new SourceError('EXPGRAPH_SOURCE_PACKAGE_PATH', `The package ${spec} does not contain "${subpath}".`, [
    `It contains: ${entries.slice(0, 12).join(', ')}${entries.length > 12 ? ' …' : ''}.`,
  ]);

export const npmFailed = (spec: string, cause: unknown) =>
  new SourceError(
    'EXPGRAPH_SOURCE_NPM_FAILED',
    `Cannot fetch the package ${spec}: ${reasonOf(cause)}`,
    ['Check the name and version, and that the registry of your npm configuration is reachable: npm ping'],
    { cause },
  );

export const pypiFailed = (requirement: string, cause: unknown) =>
  new SourceError(
    'EXPGRAPH_SOURCE_PYPI_FAILED',
    `Cannot fetch the package ${requirement}: ${reasonOf(cause)}`,
    [
      'It must have a wheel. Check the name and version, and that the index of your pip configuration is reachable:',
      `python3 -m pip download --no-deps --only-binary=:all: ${requirement}`,
    ],
    { cause },
  );

export const noPython = (requirement: string) =>
  new SourceError(
    'EXPGRAPH_SOURCE_PYPI_NO_PIP',
    `Fetching ${requirement} needs Python with pip, which is not installed.`,
    [
      'Install it, for example with: apt-get install python3-pip. Or fetch the wheel on another machine, unpack it and use file:.',
    ],
  );

export const downloadFailed = (url: string, cause: unknown) =>
  new SourceError(
    'EXPGRAPH_SOURCE_DOWNLOAD',
    `Cannot fetch ${url}: ${reasonOf(cause)}`,
    [
      'Run the same command again to resume the download. If the host is not reachable, fetch the file on another machine and use file:.',
    ],
    { cause },
  );

export const otherLength = (found: number, expected: number) =>
  new Error(`received ${found} bytes, expected ${expected}`);

export const wrongRange = (found: string, expected: string) =>
  new Error(`the server sent Content-Range "${found}", expected ${expected}`);

export const wrongChecksum = (url: string, found: string, { algorithm, hex }: Checksum) =>
  new SourceError('EXPGRAPH_SOURCE_CHECKSUM', `The checksum of ${url} is wrong.`, [
    `found    ${algorithm} ${found}`,
    `expected ${algorithm} ${hex}`,
    `If the file was changed on purpose, write its new checksum after #${algorithm}=.`,
  ]);

export const unsafeArchive = (archive: string, entry: string) =>
  new SourceError(
    'EXPGRAPH_SOURCE_ARCHIVE_UNSAFE',
    `${archive} contains "${entry}", which would be written outside its folder.`,
    ['Do not use this archive.'],
  );

export const brokenArchive = (archive: string, cause: unknown) =>
  new SourceError(
    'EXPGRAPH_SOURCE_ARCHIVE_BROKEN',
    `Cannot unpack ${archive}: ${reasonOf(cause)}`,
    ['Replace the file: it is damaged, or its extension is wrong.'],
    { cause },
  );

export const unverified = (url: string, sha256: string) =>
  `${url} was not verified. To verify it from now on, append #sha256=${sha256}`;

// NOTICES

export const waitsForSource = (source: string, owner: number | undefined) =>
  `Waiting for ${owner === undefined ? 'another process' : `process ${owner}`}, which fetches ${source}.`;

export const damagedSource = (source: string, folder: string, reason: string) =>
  `The cached copy of ${source} is damaged (${reason} in ${folder}). It is fetched again.`;

const reasonOf = (cause: unknown) => {
  if (!(cause instanceof Error)) return String(cause);
  const inner = cause.cause instanceof Error ? ` (${cause.cause.message})` : '';
  return `${cause.message}${inner}`;
};
