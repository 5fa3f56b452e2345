import { interleaved, of } from '../lab.mjs';
import { figure, ratio } from '../table.mjs';

/** `{ me { id email roles { name } } }` with a bearer token. */
export async function me(lab) {
  const baseline = await lab.baseline();
  const postgresql = await lab.ours();
  const sqlite = await lab.ours(await lab.sqliteUrl());
  const sides = { baseline, postgresql, sqlite };
  const people = {};
  for (const [name, server] of Object.entries(sides)) people[name] = await lab.signIn(server);
  await lab.warmUp(baseline, 'me', people.baseline, await lab.baselineUrl());
  await lab.warmUp(postgresql, 'me', people.postgresql, await lab.oursUrl());
  await lab.warmUp(sqlite, 'me', people.sqlite);
  const seen = await interleaved(
    lab.rounds,
    Object.fromEntries(
      Object.entries(sides).map(([name, server]) => [name, () => lab.run(server, 'me', people[name])]),
    ),
  );
  await lab.stop(baseline, postgresql, sqlite);
  const rate = (name) => of(seen[name], 'rate');
  const cpu = (name) => of(seen[name], 'cpuPerRequest');
  return [
    {
      what: '`me` with roles, PostgreSQL',
      baseline: figure(rate('baseline'), '/s').text,
      ours: figure(rate('postgresql'), '/s').text,
      result: ratio(rate('postgresql'), rate('baseline'), { atLeast: 2.5 }),
      target: '≥ 2.5×',
    },
    {
      what: 'its CPU per request',
      baseline: figure(cpu('baseline'), 'µs').text,
      ours: figure(cpu('postgresql'), 'µs').text,
      result: ratio(cpu('postgresql'), cpu('baseline'), { atMost: 0.4 }),
      target: '≤ 0.4×',
    },
    {
      what: '`me` with roles, SQLite',
      baseline: figure(rate('baseline'), '/s').text,
      ours: figure(rate('sqlite'), '/s').text,
      result: ratio(rate('sqlite'), rate('baseline'), { atLeast: 3 }),
      target: '≥ 3× the PostgreSQL baseline',
    },
  ];
}
