import { eventKinds } from '../src/app/events.js';

/** docs/events.md, from the kinds that the server records. */
export function printEventsPage(): string {
  const rows = eventKinds.toSorted((one, other) => one.name.localeCompare(other.name));
  return [
    '# Events',
    '',
    'What happens to an account is recorded in the table `events`, in the transaction of what it tells: who, from which address and with which client. Users read their own history as `me.events`. An event never holds a secret. Those older than `EVENT_RETENTION_DAYS` are cleaned up.',
    '',
    'This page is printed from the code by `npm run generate`.',
    '',
    '| event | when |',
    '|---|---|',
    ...rows.map(({ name, description }) => `| \`${name}\` | ${description} |`),
    '',
  ].join('\n');
}
