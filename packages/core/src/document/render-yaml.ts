import { stringify } from 'yaml';

/** Formats plain data as YAML. */
export const renderYaml = (data: unknown): string => stringify(data, { lineWidth: 120 });
