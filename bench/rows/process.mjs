import { availableParallelism } from 'node:os';
import { interleaved, of } from '../lab.mjs';
import { figure, limit, ratio } from '../table.mjs';

const MIXED = 100_000;
const SLICES = 10;
/** Neither row depends on how many there are. */
const PEOPLE = 1_000;

/**
 * From the start of the process to the first answered `me` of somebody who is signed in. The tables are there already,
 * and both have been started before: so files are in the system's cache, and ours has kept what was compiled.
 */
export async function coldStart(lab) {
  const seen = await interleaved(lab.rounds, {
    baseline: await starter(lab, await lab.baselineUrl(PEOPLE), lab.baseline),
    // With its limits, as in production: they are a part of what is loaded.
    ours: await starter(lab, await lab.oursUrl(PEOPLE), lab.ours, { environment: { RATE_LIMITS: 'on' } }),
  });
  const [baseline, ours] = [of(seen.baseline, 'milliseconds'), of(seen.ours, 'milliseconds')];
  const cpu = [of(seen.baseline, 'cpu'), of(seen.ours, 'cpu')];
  return [
    {
      what: 'cold start to the first answered `me`',
      baseline: figure(baseline, 'ms').text,
      ours: figure(ours, 'ms').text,
      result: ratio(ours, baseline, { atMost: 1.25 }),
      target: '≤ 1.25×',
    },
    {
      what: 'the CPU of it, which a busy machine changes less',
      baseline: figure(cpu[0], 'ms').text,
      ours: figure(cpu[1], 'ms').text,
      result: ratio(cpu[1], cpu[0], { atMost: 1.25 }),
      target: '≤ 1.25×',
    },
  ];
}

/** The same access token for all starts, so ours must be issued under one address. */
async function starter(lab, url, open, options = {}) {
  const first = await open(url, options);
  const [{ accessToken }] = await lab.signIn(first, 1);
  await lab.stop(first);
  const again = { ...options, publicPort: first.port, accessToken };
  await lab.stop(await open(url, again));
  return async () => {
    const server = await open(url, again);
    const cpu = server.cpuSeconds() * 1_000;
    await lab.stop(server);
    return { milliseconds: server.startMilliseconds, cpu };
  };
}

/** Resident memory, idle and after a hundred thousand requests of all kinds, and after as many again. */
export async function memory(lab) {
  const url = await lab.oursUrl(PEOPLE);
  await lab.databases.run(url, [`update users set is_admin = true where email = 'person1@example.com'`]);
  // A first start would leave more behind, since it compiles what later ones find compiled.
  await lab.stop(await lab.ours(url));
  const ours = await lab.ours(url);
  await settle();
  const idle = ours.resident();
  const [once, twice] = [await mixedLoad(lab, ours, 'once'), await mixedLoad(lab, ours, 'twice')];
  await lab.stop(ours);
  return [
    { what: 'memory, idle', ours: figure([idle], 'MB').text, result: limit([idle], 'MB', 120, 0), target: '≤ 120 MB' },
    {
      what: 'memory after 100,000 mixed requests',
      ours: figure([once], 'MB').text,
      result: limit([once], 'MB', 220, 0),
      target: '≤ 220 MB',
    },
    {
      what: 'memory after as many again',
      baseline: figure([once], 'MB').text,
      ours: figure([twice], 'MB').text,
      result: ratio([twice], [once], { atMost: 1.05 }),
      target: 'no growth',
    },
  ];
}

/** The registrations have mails made, whose sending fails: nobody listens there. */
async function mixedLoad(lab, server, time) {
  const people = await lab.signIn(server);
  const send = (operation, share, subjects) =>
    lab.run(server, operation, subjects, { job: { count: Math.round((MIXED / SLICES) * share), seconds: 600 } });
  for (let slice = 0; slice < SLICES; slice += 1) {
    await send('me', 0.75, people);
    await send('usersKeyset', 0.05, Array(lab.connections).fill(people[0]));
    await send('refresh', 0.195, await lab.signIn(server));
    await send('login', 0.0025, people);
    await send('register', 0.0025, [{ round: `${time}-${slice}` }]);
  }
  await settle();
  return server.resident();
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 3_000));

/**
 * Two processes over one PostgreSQL, each with as many connections as the one. One process can't use more than one core
 * for its requests, so the other core has room for the load generator; two use all there is, and the generators take
 * their part from them. What is to be known is what both would answer if the load came from another machine. So their
 * rate is scaled up by what the generators took of all cores, and generators let a server finish what it is at: one that
 * is woken by each answer, and takes the core at once, costs the server 0.6 changes of process for each request.
 */
export async function processes(lab) {
  const url = await lab.oursUrl();
  const first = await lab.ours(url);
  // Both issue and accept the same tokens: one address for the outside.
  const second = await lab.ours(url, { publicPort: first.port });
  const people = await lab.signIn(first);
  for (const server of [first, second]) await lab.warmUp(server, 'me', people, url);
  const [near, far] = [lab.generator('yielding'), lab.generator('yielding')];
  const alone = () => lab.run(first, 'me', people, { generator: near });
  const both = async () => {
    const [one, other] = await Promise.all([
      lab.run(first, 'me', people, { generator: near }),
      lab.run(second, 'me', people, { generator: far }),
    ]);
    return { rate: one.rate + other.rate, cpuSeconds: one.cpuSeconds + other.cpuSeconds, seconds: one.seconds };
  };
  const seen = await interleaved(lab.rounds, { alone, both });
  await lab.stop(first, second);
  const cores = availableParallelism();
  const two = seen.both.map(({ rate, cpuSeconds, seconds }) => (rate * cores) / (cores - cpuSeconds / seconds));
  return [
    {
      what: 'two processes against one, the load generators’ CPU given back',
      baseline: `one: ${figure(of(seen.alone, 'rate'), '/s').text}`,
      ours: `${figure(two, '/s').text}; as measured: ${figure(of(seen.both, 'rate'), '/s').text}`,
      result: ratio(two, of(seen.alone, 'rate'), { atLeast: 1.6 }),
      target: '≥ 1.6×',
    },
  ];
}
