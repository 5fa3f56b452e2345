// What the rows share: databases, servers that run, load generators, the number of rounds.
import { openDatabases } from './databases.mjs';
import { measured, startGenerator } from './load/load.mjs';
import { signIn } from './people.mjs';
import { startBaseline, startOurs } from './servers.mjs';

const PEOPLE = 100_000;
const CONNECTIONS = 16;
const SIGNED_IN = 32;

export async function openLab({ rounds, seconds }) {
  const databases = await openDatabases();
  const made = new Map();
  const once = (name, make) => {
    if (!made.has(name)) made.set(name, make());
    return made.get(name);
  };
  const generators = [];
  const running = new Set();

  const lab = {
    rounds,
    seconds,
    connections: CONNECTIONS,
    databases,
    /** Another load generator. */
    generator(policy) {
      const started = startGenerator(policy);
      generators.push(started);
      return started;
    },
    oursUrl: (people = PEOPLE) => once(`ours-${people}`, () => databases.postgresql('ours', people)),
    baselineUrl: (people = PEOPLE) => once(`baseline-${people}`, () => databases.postgresql('baseline', people)),
    sqliteUrl: () => once('sqlite', async () => databases.sqlite(PEOPLE)),
    async ours(url, options = {}) {
      return lab.keep(await startOurs(url ?? (await lab.oursUrl()), { folder: databases.folder, ...options }));
    },
    async baseline(url, options = {}) {
      return lab.keep(await startBaseline(url ?? (await lab.baselineUrl()), options));
    },
    keep(server) {
      running.add(server);
      return server;
    },
    async stop(...servers) {
      for (const server of servers) {
        running.delete(server);
        await server.stop();
      }
    },
    signIn: (server, count = SIGNED_IN, from = 1) => signIn(server.port, count, from),
    run: (server, operation, subjects, options = {}) =>
      measured(options.generator ?? usual, options.servers ?? [server], {
        port: server.port,
        operation,
        subjects,
        connections: CONNECTIONS,
        seconds,
        ...options.job,
      }),
    /** Long enough for the optimising compiler; then PostgreSQL looks at the tables, as it would do by itself. */
    async warmUp(server, operation, subjects, url) {
      await lab.run(server, operation, subjects, { job: { seconds: Math.max(3, seconds) } });
      if (url) await databases.run(url, ['analyze']);
    },
    async close() {
      for (const generator of generators) generator.stop();
      await lab.stop(...running);
      await databases.close();
    },
  };
  const usual = lab.generator();
  return lab;
}

/** Each side once, in turn, so many times; the order changes with each round. */
export async function interleaved(rounds, sides) {
  const seen = Object.fromEntries(Object.keys(sides).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    const names = round % 2 === 0 ? Object.keys(sides) : Object.keys(sides).reverse();
    for (const name of names) seen[name].push(await sides[name](round));
  }
  return seen;
}

export const of = (seen, key) => seen.map((one) => one[key]);
