import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { interleaved, of } from '../lab.mjs';
import { MEMORY } from '../servers.mjs';
import { figure, limit, ratio } from '../table.mjs';

const BARE = fileURLToPath(new URL('../bare-hashing.mjs', import.meta.url));
/** A round begins and ends with idle cores: of one and a half seconds that would be two percent. */
const LOGIN_SECONDS = 5;
/** Ten of a thousand requests are above the 99th percentile: of fewer, one that had bad luck would be it. */
const LATENCY_SECONDS = 10;
const RATE = 100;

/** Logins a second, against a loop that does nothing but verify the same hashes on every core. */
export async function login(lab) {
  const ours = await lab.ours();
  const people = await lab.signIn(ours);
  // A server that has been asked for nothing but some hundred logins runs what they share with the rest uncompiled.
  await lab.warmUp(ours, 'me', people);
  await lab.warmUp(ours, 'login', people, await lab.oursUrl());
  const seconds = Math.max(LOGIN_SECONDS, lab.seconds);
  const seen = await interleaved(lab.rounds, {
    bare: () => bareRate(seconds),
    ours: () => lab.run(ours, 'login', people, { job: { seconds } }),
  });
  await lab.stop(ours);
  return [
    {
      what: 'login, against a bare loop of the same hash',
      baseline: figure(seen.bare, '/s', 1).text,
      ours: figure(of(seen.ours, 'rate'), '/s', 1).text,
      result: ratio(of(seen.ours, 'rate'), seen.bare, { atLeast: 0.95 }),
      target: '≥ 0.95×',
    },
  ];
}

/** `me` at a fixed rate while sixteen clients log in without pause: what those feel who are signed in. */
export async function latency(lab) {
  const ours = await lab.ours();
  const people = await lab.signIn(ours);
  await lab.warmUp(ours, 'me', people, await lab.oursUrl());
  await lab.warmUp(ours, 'login', people);
  const flood = lab.generator('yielding');
  const generator = lab.generator('punctual');
  const steady = { rate: RATE, seconds: Math.max(LATENCY_SECONDS, lab.seconds) };
  const seen = await interleaved(lab.rounds, {
    bare: () => bareRate(lab.seconds),
    quiet: () => lab.run(ours, 'me', people, { generator, job: steady }),
    flooded: async () => {
      const logins = lab.run(ours, 'login', people, { generator: flood, job: { seconds: steady.seconds + 1 } });
      await new Promise((resolve) => setTimeout(resolve, 500));
      const mine = await lab.run(ours, 'me', people, { generator, job: steady });
      return { ...mine, logins: (await logins).rate };
    },
  });
  await lab.stop(ours);
  const [quiet, flooded] = [seen.quiet, seen.flooded];
  return [
    {
      what: '`me` at 100/s (open loop) while 16 clients log in: p50',
      baseline: `quiet: ${figure(of(quiet, 'p50'), 'ms', 1).text}`,
      ours: figure(of(flooded, 'p50'), 'ms', 1).text,
      result: limit(of(flooded, 'p50'), 'ms', 3),
      target: '< 3 ms',
    },
    {
      what: 'p99',
      baseline: `quiet: ${figure(of(quiet, 'p99'), 'ms', 1).text}`,
      ours: figure(of(flooded, 'p99'), 'ms', 1).text,
      result: limit(of(flooded, 'p99'), 'ms', 10),
      target: '< 10 ms',
    },
    {
      what: 'p99 against quiet',
      baseline: figure(of(quiet, 'p99'), 'ms', 1).text,
      ours: figure(of(flooded, 'p99'), 'ms', 1).text,
      result: ratio(of(flooded, 'p99'), of(quiet, 'p99'), { atMost: 3 }),
      target: '≤ 3×',
    },
    {
      what: 'logins meanwhile, against the bare loop',
      baseline: figure(seen.bare, '/s', 1).text,
      ours: figure(of(flooded, 'logins'), '/s', 1).text,
      result: ratio(of(flooded, 'logins'), seen.bare, { atLeast: 0.85 }),
      target: '≥ 0.85×',
    },
  ];
}

async function bareRate(seconds) {
  const env = { ...process.env, ...MEMORY };
  const child = fork(BARE, [String(seconds)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], env });
  const [rate] = await once(child, 'message');
  return rate;
}
