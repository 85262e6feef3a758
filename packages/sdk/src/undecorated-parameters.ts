import 'reflect-metadata';

/** inversify's metadata of a class: one entry per decorated constructor parameter. */
interface ClassMetadata {
  readonly constructorArguments: readonly ({ readonly kind?: unknown } | undefined)[];
}

/** A class with constructor parameters; `length` does not count those from the first default value on. */
type Class = abstract new (...parameters: never[]) => object;

/** Returns the names of constructor parameters without `@inject`: inversify would reject them, or leave them undefined. */
export function undecoratedParameters(target: Class): string[] {
  const decorated = metadataOf(target)?.constructorArguments ?? [];
  const missing = Array.from({ length: Math.max(target.length, decorated.length) }, (_, index) => index).filter(
    (index) => decorated[index] === undefined,
  );
  if (missing.length === 0) return [];
  const names = parameterNames(target);
  return missing.map((index) => names[index] ?? `number ${index + 1}`);
}

function metadataOf(target: Class): ClassMetadata | undefined {
  const keys = Reflect.getOwnMetadataKeys(target) as unknown[];
  const values = keys.map((key) => Reflect.getOwnMetadata(key, target) as unknown);
  return values.find((value): value is ClassMetadata => Array.isArray(Object(value).constructorArguments));
}

/** Reads the parameter names from the source of the class. */
function parameterNames(target: Class): string[] {
  const [, list = ''] = /\bconstructor\s*\(([^)]*)\)/.exec(String(target)) ?? [];
  return list.split(',').map((parameter) => parameter.replace(/=.*/s, '').trim());
}
