import type { ImportCounts, ImportOptions } from '../../src/app/operator.js';
import type { RowProblem } from '../../src/user-transfer/row-problem.js';
import type { World } from '../support/world.js';

export interface Imported extends ImportCounts {
  readonly problems: readonly RowProblem[];
  readonly arrivals: readonly { oldId: string | null; id: string; email: string }[];
}

/** Imports a text as a file would come: in pieces that end anywhere, within characters too. */
export async function imports(
  here: World,
  text: string | Buffer,
  options: Partial<ImportOptions> = {},
): Promise<Imported> {
  const problems: RowProblem[] = [];
  const arrivals: { oldId: string | null; id: string; email: string }[] = [];
  const counts = await here.users.operator.importUsers(pieces(Buffer.from(text), text.length < 5_000 ? 7 : 4_093), {
    format: 'csv',
    onProblems: (told) => void problems.push(...told),
    onArrivals: (told) => void arrivals.push(...told),
    ...options,
  });
  return { ...counts, problems, arrivals };
}

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
