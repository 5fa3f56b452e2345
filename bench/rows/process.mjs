import { availableParallelism } from 'node:os';
import { interleaved, of } from '../lab.mjs';
import { figure, limit, ratio } from '../table.mjs';

const MIXED = 100_000;

/** From the start of the process to the first answered `me`; tables are there already. */
export async function coldStart(lab) {
  const [baselineUrl, oursUrl] = [await lab.baselineUrl(), await lab.oursUrl()];
  const start = (open) => async () => {
    const server = await open();
    await lab.stop(server);
    return server.startMilliseconds;
  };
  await lab.stop(await lab.ours(oursUrl));
  const seen = await interleaved(lab.rounds, {
    baseline: start(() => lab.baseline(baselineUrl)),
    ours: start(() => lab.ours(oursUrl)),
  });
  return [
    {
      what: 'cold start to the first answered `me`',
      baseline: figure(seen.baseline, 'ms').text,
      ours: figure(seen.ours, 'ms').text,
      result: ratio(seen.ours, seen.baseline, { atMost: 1.25 }),
      target: '≤ 1.25×',
    },
  ];
}

/** Resident memory, idle and after a hundred thousand requests of all kinds, and after as many again. */
export async function memory(lab) {
  const ours = await lab.ours();
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  const idle = ours.resident();
  const people = await lab.signIn(ours);
  const mix = async () => {
    const count = (share) => ({ job: { count: Math.round(MIXED * share), seconds: 600 } });
    await lab.run(ours, 'me', people, count(0.8));
    await lab.run(ours, 'refresh', await lab.signIn(ours), count(0.197));
    await lab.run(ours, 'login', people, count(0.003));
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    return ours.resident();
  };
  const [once, twice] = [await mix(), await mix()];
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

/**
 * Two processes over one PostgreSQL. One process can't use more than one core for its requests, so the other core has
 * room for the load generator; two use all there is, and the generator takes its part from them. So the rate of both is
 * scaled up by what the generators took of all cores: what they would answer if the load came from another machine.
 */
export async function processes(lab) {
  const url = await lab.oursUrl();
  const first = await lab.ours(url);
  // Both issue and accept the same tokens: one address for the outside.
  const second = await lab.ours(url, { publicPort: first.port });
  const people = await lab.signIn(first);
  for (const server of [first, second]) await lab.warmUp(server, 'me', people, url);
  const alone = () => lab.run(first, 'me', people);
  const both = async () => {
    const [one, other] = await Promise.all([
      lab.run(first, 'me', people, { job: { connections: 8 } }),
      lab.run(second, 'me', people, { generator: lab.second, job: { connections: 8 } }),
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
