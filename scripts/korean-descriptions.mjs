/**
 * Writes Debian's Korean package descriptions to a folder, one text file each, for experiments/korean.yaml:
 *
 *     node scripts/korean-descriptions.mjs FOLDER                                 # downloads with apt, from its configured mirror
 *     node scripts/korean-descriptions.mjs FOLDER Translation-ko Packages         # reads these uncompressed files
 *
 * The files are FOLDER/section/source/package.txt: the section is the label, and packages of one source, whose descriptions are similar, can be
 * kept in one part. Duplicate descriptions are written once.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Sections with a topic. Packages in utils, admin, text, misc or x11 could be in other sections as well. */
const SECTIONS = ['games', 'graphics', 'libs', 'mail', 'science', 'sound', 'web'];
const HANGUL = /\p{Script=Hangul}/gu;
/** Minimum fraction of Hangul in the characters of a translated description. */
const MIN_HANGUL = 0.2;
const TIMEOUT_MS = 10 * 60 * 1000;

/** Downloads package lists of the configured distribution with apt, without changing the lists of the system. */
function fromApt() {
  const folder = mkdtempSync(join(tmpdir(), 'expgraph-apt-'));
  try {
    for (const name of ['lists/partial', 'cache/archives/partial']) mkdirSync(join(folder, name), { recursive: true });
    const folders = [`Dir::State::lists=${folder}/lists`, `Dir::Cache=${folder}/cache`, 'Acquire::Languages=ko'];
    const options = [...folders, 'APT::Sandbox::User=root'].flatMap((option) => ['-o', option]);
    execFileSync('apt-get', [...options, 'update'], { stdio: ['ignore', 'ignore', 'inherit'], timeout: TIMEOUT_MS });
    const read = (pattern) =>
      readdirSync(join(folder, 'lists'))
        .filter((name) => pattern.test(name))
        .map((name) => join(folder, 'lists', name))
        .map((path) => execFileSync('/usr/lib/apt/apt-helper', ['cat-file', path], { maxBuffer: 1 << 30 }).toString())
        .join('\n');
    return { translation: read(/i18n_Translation-ko/), packages: read(/_Packages(\.\w+)?$/) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Returns the paragraphs of a control file (deb-control(5)), as objects with the fields by name. */
function paragraphs(content) {
  return content.split(/\n\n+/).map((paragraph) => {
    const fields = paragraph.split(/\n(?! )/).map((field) => [field.slice(0, field.indexOf(':')), field]);
    return Object.fromEntries(fields.map(([name, field]) => [name, field.slice(name.length + 1).trim()]));
  });
}

/** Joins the lines of a description. A line with only " ." stands for an empty line. */
const textOf = (description) => description.replace(/^ \.$/gm, '').replace(/\s+/g, ' ').trim();

function descriptionsOf({ translation, packages }) {
  const known = new Map(paragraphs(packages).map((fields) => [fields.Package, fields]));
  const first = new Map();
  for (const { Package: name, 'Description-ko': description = '' } of paragraphs(translation)) {
    const text = textOf(description);
    const { Section = '', Source = name } = known.get(name) ?? {};
    const section = Section.split('/').at(-1);
    const isKorean = (text.match(HANGUL)?.length ?? 0) > MIN_HANGUL * text.length;
    if (!SECTIONS.includes(section) || !isKorean || first.has(text)) continue;
    first.set(text, { text, name, source: Source.split(' ')[0], section });
  }
  return [...first.values()];
}

function main([folder, ...files]) {
  if (!folder || (files.length !== 0 && files.length !== 2)) {
    throw new Error('Usage: node scripts/korean-descriptions.mjs FOLDER [Translation-ko Packages]');
  }
  const [translation, packages] = files.map((file) => readFileSync(file, 'utf8'));
  const descriptions = descriptionsOf(translation === undefined ? fromApt() : { translation, packages });
  if (descriptions.length === 0)
    throw new Error('Found no description in Korean. Pass the files Translation-ko and Packages.');
  for (const { section, source, name, text } of descriptions) {
    mkdirSync(join(folder, section, source), { recursive: true });
    writeFileSync(join(folder, section, source, `${name}.txt`), `${text}\n`);
  }
  for (const section of SECTIONS) {
    console.log(`${section} ${descriptions.filter((description) => description.section === section).length}`);
  }
}

try {
  main(process.argv.slice(2));
} catch (error) {
  console.error(
    error.code === 'ENOENT' && error.path === 'apt-get'
      ? 'apt-get is not installed. Pass the files Translation-ko and Packages.'
      : error.message,
  );
  process.exitCode = 1;
}
