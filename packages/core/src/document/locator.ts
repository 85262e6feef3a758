import type { Span } from '../diagnostics/span.js';
import type { DocumentPath } from './document.js';
import type { Setting } from './setting.js';
import type { SourceMap } from './source-map.js';

/** Finds the positions of the parts of an experiment, in its file or in a `--set` flag. */
export class Locator {
  /** The params in each value, by path. */
  private readonly origins = new Map<string, (readonly string[])[]>();

  constructor(
    private readonly map: SourceMap,
    private readonly settings: readonly Setting[],
  ) {}

  locate(path: DocumentPath, part: 'key' | 'value' = 'value'): Span {
    if (this.settings.length === 0) return this.map.locate(path, part);
    return this.inSetting(path, part) ?? this.inParam(path, part) ?? this.map.locate(path, part);
  }

  /** Returns the comment in place of a missing value. */
  commentAt(path: DocumentPath): string | undefined {
    return this.settings.some((setting) => startsWith(path, setting.path)) ? undefined : this.map.commentAt(path);
  }

  /** Records that the value at a path is, or contains, the value of a param. */
  madeOf(path: DocumentPath, param: readonly string[]): void {
    if (this.settings.length === 0) return;
    const key = path.join('\0');
    this.origins.set(key, [...(this.origins.get(key) ?? []), param]);
  }

  /** Returns the position in the last setting of the value or of one of its ancestors. */
  private inSetting(path: DocumentPath, part: 'key' | 'value'): Span | undefined {
    const around = this.settings.findLast((setting) => startsWith(path, setting.path));
    if (around) return around.locate(path.slice(around.path.length), part);
    if (this.map.has(path)) return undefined;
    return this.settings.findLast((setting) => startsWith(setting.path, path))?.locate([], part);
  }

  private inParam(path: DocumentPath, part: 'key' | 'value'): Span | undefined {
    for (let length = path.length; length > 0; length -= 1) {
      for (const param of this.origins.get(path.slice(0, length).join('\0')) ?? []) {
        const written = ['params', ...param];
        const setting = this.settings.findLast(
          (one) => one.path.length > 1 && (startsWith(written, one.path) || startsWith(one.path, written)),
        );
        if (setting) return setting.locate([...written, ...path.slice(length)].slice(setting.path.length), part);
      }
    }
    return undefined;
  }
}

const startsWith = (path: DocumentPath, start: DocumentPath) =>
  start.length <= path.length && start.every((segment, index) => String(segment) === String(path[index]));
