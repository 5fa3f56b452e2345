import { interleaved, of } from '../lab.mjs';
import { figure, ratio } from '../table.mjs';

/** Refreshes a second, against our own `me`. */
export async function refresh(lab) {
  const [baseline, ours] = [await lab.baseline(), await lab.ours()];
  const people = { baseline: await lab.signIn(baseline), ours: await lab.signIn(ours) };
  await lab.warmUp(ours, 'me', people.ours);
  await lab.warmUp(baseline, 'refresh', await lab.signIn(baseline), await lab.baselineUrl());
  await lab.warmUp(ours, 'refresh', await lab.signIn(ours), await lab.oursUrl());
  const seen = await interleaved(lab.rounds, {
    me: () => lab.run(ours, 'me', people.ours),
    // A refresh token is good once, so each round begins with new ones.
    baseline: async () => lab.run(baseline, 'refresh', await lab.signIn(baseline)),
    ours: async () => lab.run(ours, 'refresh', await lab.signIn(ours)),
  });
  await lab.stop(baseline, ours);
  return [
    {
      what: '`refresh`, against our `me`',
      baseline: `${figure(of(seen.baseline, 'rate'), '/s').text}; \`me\`: ${figure(of(seen.me, 'rate'), '/s').text}`,
      ours: figure(of(seen.ours, 'rate'), '/s').text,
      result: ratio(of(seen.ours, 'rate'), of(seen.me, 'rate'), { atLeast: 0.5 }),
      target: '≥ 0.5×',
    },
  ];
}
