import { parseArgs } from 'node:util';
import { csvLine, userColumns } from '../../app/operator.js';
import { withUserManagement } from '../with-user-management.js';
import { Progress } from './progress.js';
import { Misuse, type UsersAction } from './users-action.js';

/** Rows that are written at once. */
const CHUNK = 500;

export const exportUsers: UsersAction = {
  usage: ['users export [--format jsonl|csv] [--with-hashes] > FILE'],
  help: [
    '',
    '  All users but the deleted, as "users import" reads them.',
    '  --format FORMAT  jsonl (by default) or csv',
    '  --with-hashes    with the hashes of the passwords: whoever gets the file can try passwords against them',
  ],
  run(args, io) {
    const { values } = parseArgs({
      args: [...args],
      options: { format: { type: 'string' }, 'with-hashes': { type: 'boolean' }, json: { type: 'boolean' } },
    });
    const format = values.format ?? 'jsonl';
    if (!['jsonl', 'csv'].includes(format) || (format === 'csv' && values.json === true)) {
      throw new Misuse('--format takes jsonl or csv.');
    }
    const withHashes = values['with-hashes'] ?? false;
    const columns = userColumns.filter((column) => withHashes || column !== 'password_hash');
    return withUserManagement(io, async ({ operator }) => {
      const write = async (text: string): Promise<void> => {
        if (io.terminal) await io.terminal.write(text);
        else io.out(text.trimEnd());
      };
      const progress = new Progress(io, 0);
      let lines = format === 'csv' ? [csvLine(columns)] : [];
      let rows = 0;
      for await (const user of operator.exportUsers({ withHashes })) {
        lines.push(format === 'csv' ? csvLine(columns.map((column) => user[column])) : `${JSON.stringify(user)}\n`);
        rows += 1;
        if (lines.length < CHUNK) continue;
        await write(lines.join(''));
        lines = [];
        progress.show(0, rows);
      }
      if (lines.length > 0) await write(lines.join(''));
      progress.end();
      return 0;
    });
  },
};
