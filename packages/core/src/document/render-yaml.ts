import { stringify } from 'yaml';

/** Plain data as YAML. */
export const renderYaml = (data: unknown): string => stringify(data, { lineWidth: 120 });
