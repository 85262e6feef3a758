/**
 * Words to avoid, and their replacements. `npm run lint-words` finds them in sources and docs, including identifiers.
 * @typedef {{ pattern: RegExp, write: string }} Rule
 * @type {readonly Rule[]}
 */
export const RULES = [
  // American spelling.
  { pattern: /colour/i, write: 'color' },
  { pattern: /\bgrey|(?<=[a-z_])grey(?![a-z])|Grey|GREY/, write: 'gray' },
  { pattern: /behaviour/i, write: 'behavior' },
  { pattern: /neighbour/i, write: 'neighbor' },
  { pattern: /favour/i, write: 'favor' },
  { pattern: /(?<![a-z])centre/i, write: 'center' },
  { pattern: /labell(?:ed|ing|er)/i, write: 'labeled, labeling' },
  { pattern: /modell(?:ed|ing)/i, write: 'modeled, modeling' },
  { pattern: /cancell(?:ed|ing)\b/i, write: 'canceled, canceling' },
  { pattern: /catalogue/i, write: 'catalog' },
  { pattern: /artefact/i, write: 'artifact' },
  { pattern: /\blearnt\b|Learnt|\bspelt\b|misspelt|\bburnt\b/, write: 'learned, spelled, burned' },
  {
    pattern:
      /(?:normal|initial|optim|quant|recogn|organ|summar|serial|token|vector|standard|minim|maxim|special|general|regular|penal|synchron|parallel|custom|categor|character|visual|color|final|material|memor|random|capital|local|util)is(?:e[drs]?\b|ing\b|ation|er\b|er[A-Z])/i,
    write: '-ize, -ization',
  },
  { pattern: /(?:analy|paraly)s(?:e[drs]\b|ing)/i, write: 'analyze' },
  // Terms.
  { pattern: /\bdata[ -]sets?\b/i, write: 'dataset' },
  { pattern: /\bcan not\b/i, write: 'cannot' },
  { pattern: /\bmend(?:s|ed|ing)?\b/i, write: 'fix, correct, repair' },
  { pattern: /foret(?:ell|old)/i, write: 'forecast, predict' },
  { pattern: /(?<![a-z])thaw|Thaw/, write: 'unfreeze' },
  { pattern: /ingredient/i, write: 'fingerprint inputs' },
  { pattern: /\bthere twice\b|\bhas no place for\b/i, write: 'duplicate key, unknown key' },
  { pattern: /\bin any case\b/i, write: 'even if ..., always' },
  { pattern: /\banew\b/i, write: 'again' },
  { pattern: /\bdear(?:er)?\b/i, write: 'expensive, slow' },
  { pattern: /\blets? go\b/i, write: 'release, dispose' },
  { pattern: /\bborne\b|\bsurest\b/i, write: 'allowed; most confident' },
  { pattern: /\bwhoever\b/i, write: 'the caller, the user, plugin authors' },
  { pattern: /\bwho says that nothing changes\b/i, write: 'persistence forecast' },
  {
    pattern:
      /\ba share of\b|\bshares? (?:of (?:the )?(?:units|examples|elements|values|labels|classes|images|pixels|rows|words|tokens))\b/i,
    write: 'fraction',
  },
  {
    pattern: /(?<!standard )(?<!absolute )(?<!percentage )(?<!squared )(?<!mean )\bdeviations?\b/i,
    write: 'standard deviation',
  },
  {
    pattern:
      /\bnumbers of (?:words|tokens|classes)\b|\bnumber of (?:a|an|the|each) (?:word|token|class)\b(?! in| of| to| per| that)/i,
    write: 'token id, class index',
  },
  { pattern: /\b(?:is|are|be) had\b|\bis told\b|\bit stands\b/i, write: 'is available; gets; is' },
  { pattern: /\bthere (?:is|are) no\b[^.:;,`'"]*\bthat\b/i, write: 'does not exist, is missing, is not a valid ...' },
  { pattern: /waited for its input/i, write: 'input-bound for n % of the time' },
  { pattern: /what (?:it is|it was) taken for/i, write: 'predicted class' },
];
