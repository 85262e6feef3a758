import { describe, expect, it } from 'vitest';
import { isPlugin, node, nodeTypeOf, type Outputs, PluginError, plugin, Type } from './index.js';

describe('node', () => {
  it('stores the type with the class', () => {
    @node('robustness/nothing')
    class Nothing {
      static readonly inputs = {};
      static readonly outputs = {};
      static readonly config = Type.Object({});
      run(): Outputs<typeof Nothing> {
        return {};
      }
    }
    expect(nodeTypeOf(Nothing)).toBe('robustness/nothing');
    expect(isPlugin(plugin({ name: 'robustness', nodes: [Nothing] }))).toBe(true);
  });

  it.each(['Robustness/noise', 'a/b/c', 'with space', '/noise', 'noise/'])('rejects the type "%s"', (type) => {
    expect(() => node(type)).toThrow(PluginError);
  });
});

describe('plugin', () => {
  it('rejects a class without @node, by name', () => {
    class Bare {
      static readonly inputs = {};
      static readonly outputs = {};
      static readonly config = Type.Object({});
    }
    expect(() => plugin({ name: 'robustness', nodes: [Bare] })).toThrow('The class "Bare" of the plugin "robustness"');
  });

  it('is not just any object with a name', () => {
    expect(isPlugin({ name: 'robustness', nodes: [] })).toBe(false);
  });
});
