/** Types of the used parts of packages without types. */
declare module 'node-api-headers' {
  export const include_dir: string;
}
