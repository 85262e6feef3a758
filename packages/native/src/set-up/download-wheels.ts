import { pipDownload } from '@expgraph/data/files';
import { SetUpError } from './set-up-error.js';
import type { SetUpProgress } from './set-up-progress.js';

export interface WheelDownload {
  readonly requirements: readonly string[];
  /** Platform tags of wheels, such as `manylinux_2_27_x86_64`. */
  readonly platforms: readonly string[];
  /** An empty folder. */
  readonly folder: string;
  readonly progress: SetUpProgress;
  readonly signal?: AbortSignal;
}

/** Wheels for any Python that runs pip: the libraries in them do not depend on Python. */
const TARGET = ['--python-version', '3.11', '--implementation', 'cp', '--abi', 'cp311', '--abi', 'none'];

/**
 * Downloads wheels with pip, without their dependencies. Returns their paths.
 * @throws SetUpError
 */
export async function downloadWheels(
  python: string,
  { requirements, platforms, folder, progress, signal }: WheelDownload,
): Promise<readonly string[]> {
  const flags = [...TARGET, ...platforms.flatMap((platform) => ['--platform', platform])];
  const onBytes = (bytes: number) => progress.advance(bytes);
  const { code, stderr, wheels } = await pipDownload(python, { requirements, folder, flags, onBytes, signal });
  if (code === 0 && wheels.length >= requirements.length) return wheels;
  const reason = stderr.trim().split('\n').at(-1) ?? `exit code ${code}`;
  const all = requirements
    .map((requirement) => (/[<>]/.test(requirement) ? `"${requirement}"` : requirement))
    .join(' ');
  throw new SetUpError(
    `pip could not download ${all}: ${reason}`,
    `Run it by hand: ${python} -m pip download --no-deps ${all}`,
  );
}
