import { PluginError } from './errors.js';

export const malformedNodeType = (type: string) =>
  new PluginError('EXPGRAPH_PLUGIN_NODE_TYPE', `"${type}" is not a valid node type.`, {
    notes: ['Use lower-case words joined by dashes, with at most one slash, for example "rnn/lstm" or "split".'],
  });

export const nodeWithoutDecorator = (plugin: string, className: string) =>
  new PluginError(
    'EXPGRAPH_PLUGIN_NODE_UNDECORATED',
    `The class "${className}" of the plugin "${plugin}" has no node type.`,
    {
      notes: [`Add @node('family/noun') above the class.`],
    },
  );

export const pluginWithoutName = () =>
  new PluginError('EXPGRAPH_PLUGIN_NAME', 'A plugin has no name.', {
    notes: [`Set it: plugin({ name: 'robustness', nodes: [...] }).`],
  });
