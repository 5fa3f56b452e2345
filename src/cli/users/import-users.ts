import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { parseArgs } from 'node:util';
import {
  fileFormats,
  parseFirebaseConfig,
  sourceNames,
  type ImportCounts,
  type ImportOptions,
  UnreadableFile,
} from '../../app/operator.js';
import type { CommandIo } from '../command.js';
import { withUserManagement } from '../with-user-management.js';
import { Progress } from './progress.js';
import { TableFile } from './table-file.js';
import { Misuse, only, type UsersAction } from './users-action.js';

const options = {
  format: { type: 'string' },
  from: { type: 'string' },
  'firebase-config': { type: 'string' },
  report: { type: 'string' },
  ids: { type: 'string' },
  'dry-run': { type: 'boolean' },
  'allow-admins': { type: 'boolean' },
  'assume-verified': { type: 'boolean' },
  'without-hashes': { type: 'boolean' },
  'leave-out': { type: 'boolean' },
  'ignore-other-columns': { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

export const importUsers: UsersAction = {
  usage: ['users import FILE [--from SERVICE] [--format FORMAT] [--report FILE] [--ids FILE] [--dry-run] [--json] …'],
  help: [
    '',
    `  --from SERVICE          one of ${sourceNames.join(', ')}; whose names the columns have`,
    `  --format FORMAT         one of ${fileFormats.join(', ')}; by the ending of FILE, which may be - for standard input`,
    '  --firebase-config FILE  the password hash parameters of a Firebase project',
    '  --report FILE           who was refused and why, as .csv or .jsonl',
    '  --ids FILE              the old and the new id of everybody who arrived, added to a .csv or .jsonl',
    '  --dry-run               checks everything and writes nothing',
    '  --assume-verified       rows that do not say have a verified address',
    '  --allow-admins          administrators stay administrators; without it their rows are refused',
    '  --without-hashes        everybody chooses a new password',
    '  --leave-out             what is wrong and can be done without is left out, rather than the person refused',
    '  --ignore-other-columns  columns that mean nothing here are no fault',
    '',
    '  Whoever has an account already stays as they are, so that an import can be run again. Exit code 1: rows were refused.',
    '  All is told in docs/import.md.',
  ],
  async run(args, io) {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
    const file = only(positionals, 'file');
    const given = await importOptions(values, file);
    return withUserManagement(
      io,
      async ({ operator }) => {
        const total = file === '-' ? 0 : (await stat(file)).size;
        const progress = new Progress(io, total);
        const report = await TableFile.open(values.report, ['line', 'outcome', 'column', 'code', 'reason']);
        // Of an import that is run again: who arrived before is told by nobody any more.
        const ids = await TableFile.open(values.ids, ['old_id', 'id', 'email'], true);
        const source = new Counted(file === '-' ? standardInput(io) : createReadStream(file));
        try {
          const counts = await operator.importUsers(source, {
            ...given,
            onProblems: async (problems) => {
              await report?.add(
                problems.map(({ line, outcome, column, code, reason }) => [line, outcome, column, code, reason]),
              );
            },
            onArrivals: async (arrivals) => {
              await ids?.add(arrivals.map(({ oldId, id, email }) => [oldId, id, email]));
            },
            onProgress: ({ read }) => progress.show(source.bytes, read),
          });
          progress.end();
          if (values.json === true) io.out(JSON.stringify(counts));
          else io.out(summary(counts, given.dryRun ?? false));
          return counts.refused > 0 ? 1 : 0;
        } catch (error) {
          progress.end();
          if (!(error instanceof UnreadableFile)) throw error;
          io.err(error.message);
          return 1;
        } finally {
          await report?.close();
          await ids?.close();
        }
      },
      fileProblem,
    );
  },
};

function summary({ read, imported, alreadyThere, refused, leftOut }: ImportCounts, dryRun: boolean): string {
  const verb = dryRun ? 'would be imported' : 'imported';
  const parts = [`${imported} ${verb}`, `${alreadyThere} already there`, `${refused} refused`];
  if (leftOut > 0) parts.push(`${leftOut} fields left out`);
  return `${read} read: ${parts.join(', ')}.`;
}

async function importOptions(
  values: ReturnType<typeof parseArgs<{ options: typeof options }>>['values'],
  file: string,
): Promise<ImportOptions> {
  const format = oneOf(fileFormats, values.format ?? extname(file).slice(1).toLowerCase(), '--format');
  const from = oneOf(sourceNames, values.from ?? 'usergraph', '--from');
  const config = values['firebase-config'];
  const withoutHashes = values['without-hashes'] ?? false;
  if (from === 'firebase' && config === undefined && !withoutHashes) {
    throw new Misuse('Firebase keeps what its hashes need apart: give --firebase-config, or --without-hashes.');
  }
  const firebase = config === undefined ? null : parseFirebaseConfig(await readConfig(config));
  if (config !== undefined && firebase === null) {
    throw new Misuse(`${config} must hold base64_signer_key, base64_salt_separator, rounds and mem_cost.`);
  }
  return {
    format,
    from,
    firebase,
    withoutHashes,
    dryRun: values['dry-run'] ?? false,
    allowAdmins: values['allow-admins'] ?? false,
    assumeVerified: values['assume-verified'] ?? false,
    leaveOut: values['leave-out'] ?? false,
    ignoreOtherColumns: values['ignore-other-columns'] ?? false,
  };
}

async function readConfig(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new Misuse(`${file} can't be read.`);
  }
}

function oneOf<const T extends string>(choices: readonly T[], text: string, option: string): T {
  const choice = choices.find((candidate) => candidate === text);
  if (choice === undefined) throw new Misuse(`${option} takes one of ${choices.join(', ')}.`);
  return choice;
}

function standardInput(io: CommandIo): AsyncIterable<Uint8Array> {
  if (!io.terminal) throw new Misuse('There is no standard input to read.');
  return io.terminal.input;
}

/** Knows how much of it was read. */
class Counted implements AsyncIterable<Uint8Array> {
  bytes = 0;

  constructor(private readonly chunks: AsyncIterable<Uint8Array>) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.chunks) {
      this.bytes += chunk.length;
      yield chunk;
    }
  }
}

function fileProblem(error: unknown): string | null {
  const { code, path } = error as { code?: unknown; path?: unknown };
  if (typeof path !== 'string' || typeof code !== 'string') return null;
  return code === 'ENOENT' ? `There is no file ${path}.` : `${path} can't be opened (${code}).`;
}
