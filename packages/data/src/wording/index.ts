export { at } from './at.js';
export { excerpt } from './excerpt.js';
export type { Notice } from './notice.js';
export { plural } from './plural.js';
export { some } from './some.js';
export { suggest } from './suggest.js';
export { withArticle } from './with-article.js';
