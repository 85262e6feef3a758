/** Dependencies point one way (docs/adr/0002): what may import what. */
const only = (name, from, to, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: to },
});

/** Rules for the folders of a plugin: each may import only itself and the listed folders. A test may import any folder. */
const folderOrder = (plugin, allowed) =>
  Object.entries(allowed).map(([folder, others]) => ({
    name: `${plugin}-${folder}-imports-${others.length === 0 ? 'no-other-folder' : `${others.join('-and-')}-only`}`,
    severity: 'error',
    from: { path: `^plugins/${plugin}/src/${folder}/`, pathNot: '\\.test\\.ts$' },
    to: { path: `^plugins/${plugin}/src/(?!(${[folder, ...others].join('|')})/)` },
  }));

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    only(
      'sdk-imports-nothing-of-ours',
      '^packages/sdk/src',
      '^(packages/(?!sdk/)|plugins/)',
      'All else rests on the sdk.',
    ),
    only('data-imports-sdk-only', '^packages/data/src', '^(packages/(?!(sdk|data)/)|plugins/)'),
    {
      name: 'native-imports-data-only',
      comment: 'A test may set up the backend.',
      severity: 'error',
      from: { path: '^packages/native/src', pathNot: '\\.test\\.ts$' },
      to: { path: '^(packages/(?!(data|native)/)|plugins/)' },
    },
    only('native-without-tfjs', '^packages/native/src', 'node_modules/@tensorflow', 'Setting up needs no tfjs.'),
    {
      name: 'tensorflow-imports-native-data-and-sdk',
      comment: 'A test may store a model, and compare with Keras in the environment that the package testing makes.',
      severity: 'error',
      from: { path: '^packages/tensorflow/src', pathNot: '\\.test\\.ts$' },
      to: { path: '^(packages/(?!(sdk|data|native|tensorflow)/)|plugins/)' },
    },
    {
      name: 'model-io-imports-tensorflow-data-and-sdk',
      comment: 'A test may compare with Keras, in the environment that the package testing makes.',
      severity: 'error',
      from: { path: '^packages/model-io/src', pathNot: '\\.test\\.ts$' },
      to: { path: '^(packages/(?!(sdk|data|tensorflow|model-io)/)|plugins/)' },
    },
    only('core-imports-sdk-and-data', '^packages/core/src', '^(packages/(?!(sdk|data|core)/)|plugins/)'),
    only('core-without-tfjs', '^packages/core/src', 'node_modules/@tensorflow', 'validate and plan start fast.'),
    only('cli-imports-no-plugin', '^packages/cli/src', '^plugins/', 'Plugins are loaded by name.'),
    {
      name: 'mlflow-client-knows-nothing-of-ours',
      severity: 'error',
      from: { path: '^packages/mlflow-js-client/src', pathNot: '\\.test\\.ts$' },
      to: { path: '^(packages/(?!mlflow-js-client/)|plugins/)' },
    },
    {
      name: 'plugins-import-neither-core-nor-cli',
      severity: 'error',
      from: { path: '^plugins/', pathNot: '(\\.test\\.ts$|^plugins/[^/]+/test/)' },
      to: { path: '^packages/(core|cli|testing)/' },
    },
    {
      name: 'plugins-do-not-import-one-another',
      severity: 'error',
      from: { path: '^plugins/([^/]+)/' },
      to: { path: '^plugins/(?!$1/)' },
    },
    ...folderOrder('images', {
      decode: [],
      load: ['decode'],
      augment: ['decode'],
      mix: ['augment', 'decode'],
      standardize: ['decode'],
      'contact-sheet': ['decode'],
    }),
    {
      name: 'one-place-imports-tfjs',
      comment: 'Two copies of tfjs are two engines: everything takes it from @expgraph/tensorflow/tfjs.',
      severity: 'error',
      from: {
        path: '^(packages|plugins)/',
        pathNot: '^packages/tensorflow/src/(tfjs|runtime/)|^packages/sdk/src/values',
      },
      to: { path: 'node_modules/@tensorflow/tfjs', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'ajv-in-one-folder',
      severity: 'error',
      from: { path: '^packages/core/src', pathNot: '^packages/core/src/schema/' },
      to: { path: 'node_modules/ajv' },
    },
    {
      name: 'yaml-in-one-folder',
      severity: 'error',
      from: { path: '^packages/core/src', pathNot: '(^packages/core/src/document/|\\.test\\.ts$)' },
      to: { path: 'node_modules/yaml/' },
    },
    {
      name: 'phases-go-one-way',
      comment: 'run -> plan -> graph -> schema, plugins -> document -> diagnostics',
      severity: 'error',
      from: { path: '^packages/core/src/(document|diagnostics)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^packages/core/src/(graph|plan|run|store)/' },
    },
    {
      name: 'graph-knows-no-run',
      severity: 'error',
      from: { path: '^packages/core/src/(graph|schema|plugins)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^packages/core/src/(plan|run)/' },
    },
    {
      name: 'text-loads-and-tokenizes-separately',
      comment: 'load, tokenize and vocabulary do not depend on one another.',
      severity: 'error',
      from: { path: '^plugins/text/src/(load|tokenize|vocabulary)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^plugins/text/src/(?!$1/)' },
    },
    {
      name: 'text-encodes-tokens',
      comment: 'encode uses tokens and vocabularies, however the texts were loaded.',
      severity: 'error',
      from: { path: '^plugins/text/src/encode/', pathNot: '\\.test\\.ts$' },
      to: { path: '^plugins/text/src/load/' },
    },
  ],
  options: {
    doNotFollow: { path: '(^|/)(node_modules|dist)/' },
    exclude: { path: '(^|/)(scripts|fixtures)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
};
