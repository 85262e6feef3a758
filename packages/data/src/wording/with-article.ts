/** Returns the noun with its indefinite article: `an optimizer`, `a model`. */
export const withArticle = (noun: string) => `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;
