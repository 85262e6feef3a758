/** Types for the used parts of packages without types. */
declare module '@npmcli/config' {
  export default class Config {
    constructor(options: Record<string, unknown>);
    load(): Promise<void>;
    readonly flat: Record<string, unknown>;
  }
}
declare module '@npmcli/config/lib/definitions/index.js' {
  const parts: { definitions: unknown; shorthands: unknown; flatten: unknown };
  export default parts;
}
declare module 'pacote' {
  const pacote: {
    readonly tarball: {
      file(spec: string, target: string, options: Record<string, unknown>): Promise<{ integrity: string }>;
    };
  };
  export default pacote;
}
