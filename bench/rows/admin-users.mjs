import { interleaved, of } from '../lab.mjs';
import { ask } from '../people.mjs';
import { figure, limit, ratio } from '../table.mjs';

/**
 * A page of fifty users, first and deep, and by a search; at both sizes. Ours is compared with the baseline's first OFFSET
 * page, without a count on either side and with one on both; and with what such an API mostly has, OFFSET and a count.
 */
export async function adminUsers(lab) {
  const rows = [];
  for (const people of [100_000, 1_000_000]) rows.push(...(await atSize(lab, people)));
  return rows;
}

async function atSize(lab, people) {
  const [baselineUrl, oursUrl] = [await lab.baselineUrl(people), await lab.oursUrl(people)];
  const [baseline, ours] = [await lab.baseline(baselineUrl), await lab.ours(oursUrl)];
  await lab.databases.run(oursUrl, [`update users set is_admin = true where email = 'person1@example.com'`]);
  const [[admin], [reader]] = [await lab.signIn(ours, 1), await lab.signIn(baseline, 1)];
  const deep = { ...admin, after: await deepCursor(ours, admin, people) };
  const found = { ...admin, search: `person${Math.floor(people / 2)}` };
  for (const operation of ['usersKeyset', 'usersKeysetCounted', 'usersDeep'])
    await lab.warmUp(ours, operation, sixteen(deep));
  for (const operation of ['usersOffset', 'usersOffsetCounted']) await lab.warmUp(baseline, operation, sixteen(reader));
  const seen = await interleaved(lab.rounds, {
    offset: () => lab.run(baseline, 'usersOffset', sixteen(reader)),
    keyset: () => lab.run(ours, 'usersKeyset', sixteen(admin)),
    offsetCounted: () => lab.run(baseline, 'usersOffsetCounted', sixteen(reader)),
    keysetCounted: () => lab.run(ours, 'usersKeysetCounted', sixteen(admin)),
    deep: () => lab.run(ours, 'usersDeep', sixteen(deep)),
    search: () => lab.run(ours, 'usersSearch', [found], { job: { connections: 1 } }),
  });
  await lab.stop(baseline, ours);
  const size = people.toLocaleString('en');
  const rate = (name) => of(seen[name], 'rate');
  const compared = (what, other, own, target) => ({
    what: `${what}, ${size} users`,
    baseline: figure(rate(other), '/s').text,
    ours: figure(rate(own), '/s').text,
    result: ratio(rate(own), rate(other), { atLeast: target }),
    target: target ? `≥ ${target}×` : '',
  });
  const rows = [
    compared('`adminUsers(first: 50)` against the first OFFSET page, no count', 'offset', 'keyset'),
    compared('an exact `totalCount` on both sides', 'offsetCounted', 'keysetCounted', 1),
    compared('`adminUsers(first: 50)` against OFFSET with its count', 'offsetCounted', 'keyset', 3),
    compared('a page in the middle against the first', 'keyset', 'deep', 0.9),
  ];
  const search = limit(of(seen.search, 'p50'), 'ms', 20);
  if (people === 1_000_000)
    rows.push({ what: `search, ${size} users`, ours: search.text, result: search, target: '< 20 ms' });
  return rows;
}

const sixteen = (subject) => Array.from({ length: 16 }, () => subject);

/** Where a reader is who has come halfway through the list. */
async function deepCursor(ours, admin, people) {
  const query = 'query ($search: String!) { adminUsers(first: 1, filter: { search: $search }) { edges { cursor } } }';
  const search = `person${people / 2}@`;
  return (await ask(ours.port, query, { search }, admin.accessToken)).adminUsers.edges[0].cursor;
}
