// The README's figures for many users and events: `npm run load`, or quickly `npm run load -- --users=20000 --events=50000`.
// Fills two databases of a throw-away PostgreSQL, asks a server on each the same questions in turn, and prints medians.
import { parseArgs } from 'node:util';
import { startPostgres } from '../tests/support/postgres.mjs';
import { fill, type Size } from './load/fill.js';
import { LoadedServer } from './load/loaded-server.js';
import { questions } from './load/questions.js';

const { values: flags } = parseArgs({
  options: {
    users: { type: 'string', default: '1000000' },
    events: { type: 'string', default: '10000000' },
    rounds: { type: 'string', default: '15' },
  },
});
const small: Size = { users: 1_000, events: 10_000 };
const large: Size = { users: Number(flags.users), events: Number(flags.events) };

const postgres = await startPostgres();
const servers: LoadedServer[] = [];
try {
  for (const [name, size] of Object.entries({ small, large })) {
    const server = await LoadedServer.start(postgres.url, `load_${name}`);
    servers.push(server);
    const startedAt = performance.now();
    await fill(server.databaseUrl, size);
    console.log(`${count(size.users)} users, ${count(size.events)} events: filled in ${seconds(startedAt)} s`);
    const counting = performance.now();
    await server.countDays();
    console.log(`  its days counted in ${seconds(counting)} s`);
  }
  await compare(servers);
} finally {
  for (const server of servers) await server.stop();
  await postgres.stop();
}

/** In turn, so that whatever else the machine does meanwhile slows both. */
async function compare([few, many]: readonly LoadedServer[]): Promise<void> {
  if (!few || !many) return;
  console.log(
    `\n| request | ${count(small.users)} users | ${count(large.users)} users | ratio |\n| --- | ---: | ---: | ---: |`,
  );
  for (const { name, document, variables } of questions) {
    const times: [number[], number[]] = [[], []];
    const prepared = [await variables(few), await variables(many)] as const;
    for (let round = -2; round < Number(flags.rounds); round += 1) {
      for (const side of [0, 1] as const) {
        const took = await (side === 0 ? few : many).time(document, prepared[side]);
        if (round >= 0) times[side].push(took);
      }
    }
    const [one, other] = [median(times[0]), median(times[1])];
    console.log(`| ${name} | ${one.toFixed(1)} ms | ${other.toFixed(1)} ms | ${(other / one).toFixed(1)} |`);
  }
}

function median(times: readonly number[]): number {
  return times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? Number.NaN;
}

function count(amount: number): string {
  return amount.toLocaleString('en');
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1_000).toFixed(1);
}
