import { Composer, type CST, LineCounter, Parser, type YAMLError, type Document as YamlDocument } from 'yaml';
import { expandsTooMuch, manyDocuments, tooDeep, unknownTag, yamlSyntax } from '../diagnostics/messages.js';
import type { Problem } from '../diagnostics/problem.js';
import { MAX_DEPTH, MAX_VALUES } from './limits.js';
import { SourceMap } from './source-map.js';

export interface ParsedYaml {
  readonly yaml: YamlDocument.Parsed;
  readonly map: SourceMap;
  /** The first error of the YAML; later ones are mostly its consequences. */
  readonly problem?: Problem;
}

/** Parses a text as one YAML document. Duplicate keys are checked elsewhere: the parser needs quadratic time. */
export function parseYaml(text: string, file: string): ParsedYaml {
  const lines = new LineCounter();
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const excess = findExcess(tokens);
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, resolveKnownTags: false });
  // The composer is recursive and slow: reject documents that are too large before it runs.
  const documents = [...composer.compose(excess ? [] : tokens, true, text.length)] as YamlDocument.Parsed[];
  const [yaml, second] = documents;
  const map = new SourceMap(file, text, yaml, lines);
  if (excess) {
    const span = map.span(excess.offset, excess.offset + 1);
    return { yaml, map, problem: excess.deep ? tooDeep(span, MAX_DEPTH) : expandsTooMuch(span, 'values') };
  }
  const [error] = yaml.errors;
  if (error) return { yaml, map, problem: syntaxProblem(error, text, map) };
  if (second) return { yaml, map, problem: manyDocuments(map.span(second.range[0], second.range[0] + 1)) };
  const [warning] = yaml.warnings;
  if (warning) return { yaml, map, problem: warningProblem(warning, text, map) };
  return { yaml, map };
}

function syntaxProblem(error: YAMLError, text: string, map: SourceMap): Problem {
  const span = map.span(error.pos[0], error.pos[1]);
  const line = text.split('\n', span.line)[span.line - 1] ?? '';
  const sentence = error.message.endsWith('.') ? error.message : `${error.message}.`;
  return yamlSyntax(span, sentence, {
    unquotedParam: line.includes('${'),
    comment: /[[{,]\s*(#[^\s,\]}]+)/.exec(line)?.[1],
    ...hiddenEnd(error, text),
  });
}

/** Between { }, a value that is a comment hides the closing bracket, so that the parser reports the error further on. */
function hiddenEnd(error: YAMLError, text: string): { readonly key: string; readonly comment: string } | undefined {
  if (!HIDDEN_END.has(error.code)) return undefined;
  const before = text.slice(Math.max(0, error.pos[0] - NEAR), error.pos[0]);
  const [, key, comment] = [...before.matchAll(/[{,]\s*([\w-]+)\s*:\s+(#[^\s,\]}]+).*$/gm)].pop() ?? [];
  return comment === undefined ? undefined : { key, comment };
}

const HIDDEN_END: ReadonlySet<string> = new Set(['BAD_INDENT', 'MISSING_CHAR', 'BLOCK_IN_FLOW']);

/** Maximum distance between an error and its cause, in characters. */
const NEAR = 1000;

/** The parser warns about unknown tags and directives. */
function warningProblem(warning: YAMLError, text: string, map: SourceMap): Problem {
  const span = map.span(warning.pos[0], warning.pos[1]);
  if (warning.code === 'TAG_RESOLVE_FAILED') return unknownTag(span, text.slice(warning.pos[0], warning.pos[1]).trim());
  return yamlSyntax(span, `${warning.message.replace(/\.$/, '')}.`, {});
}

/** Returns the position at which a limit is exceeded: nesting depth or number of values. */
function findExcess(tokens: readonly CST.Token[]): { readonly offset: number; readonly deep: boolean } | undefined {
  const open: [CST.Token, number][] = tokens.map((token) => [token, 0]);
  let values = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    const [token, depth] = next;
    if (token.type === 'document') {
      if (token.value) open.push([token.value, depth]);
      continue;
    }
    if (!('items' in token)) continue;
    values += token.items.length;
    if (depth >= MAX_DEPTH) return { offset: token.offset, deep: true };
    if (values > MAX_VALUES) return { offset: token.offset, deep: false };
    for (const { key, value } of token.items as readonly { key?: CST.Token | null; value?: CST.Token }[]) {
      if (key) open.push([key, depth + 1]);
      if (value) open.push([value, depth + 1]);
    }
  }
  return undefined;
}
