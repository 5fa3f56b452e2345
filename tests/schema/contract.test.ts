import {
  buildSchema,
  DangerousChangeType,
  findBreakingChanges,
  findDangerousChanges,
  type GraphQLSchema,
  isInputObjectType,
} from 'graphql';
import { ourSchema } from '../../tools/our-schema.js';
import { committed, committedLines, updatedLines } from './committed-file.js';
import { elementsOf } from './schema-elements.js';

const MISSING = 'tests/schema/missing.txt';
const contract = buildSchema(committed('tests/schema/contract.graphql'));
const harmless = new Set<string>([
  DangerousChangeType.VALUE_ADDED_TO_ENUM,
  DangerousChangeType.OPTIONAL_INPUT_FIELD_ADDED,
  DangerousChangeType.OPTIONAL_ARG_ADDED,
]);

describe('the public contract', () => {
  it('is kept by everything that exists: same types, arguments, defaults and nullability', async () => {
    expect(differences(contract, await ourSchema())).toEqual([]);
  });

  it('breaks no client that was written for it', async () => {
    const ours = await ourSchema();
    const changes = [...findBreakingChanges(contract, ours), ...findDangerousChanges(contract, ours)];

    // What was "removed" is missing, which is the next test's; and more may always be added.
    const broken = changes.filter(
      ({ type, description }) => !harmless.has(type) && !/ was removed( |\.)/.test(description),
    );

    expect(broken.map(({ description }) => description)).toEqual([]);
  });

  it('lacks only what the committed list says, and the list only shrinks', async () => {
    const missing = missingFrom(await ourSchema());
    const known = new Set(committedLines(MISSING));
    const listed = updatedLines(
      MISSING,
      missing.filter((name) => known.has(name)),
    );

    const lost = missing.filter((name) => !listed.includes(name));
    if (lost.length > 0)
      throw new Error(
        `The contract has these, and the schema does not, though the list does not say so:\n${lost.join('\n')}`,
      );
    const there = listed.filter((name) => !missing.includes(name));
    if (there.length > 0)
      throw new Error(
        `No longer missing. Take these lines out of ${MISSING} (UPDATE_LISTS=1 does it):\n${there.join('\n')}`,
      );
    expect(listed).toEqual([...listed].sort());
  });

  it('would be seen to break', () => {
    const changed = (from: string | RegExp, to: string) =>
      differences(contract, buildSchema(committed('tests/schema/contract.graphql').replace(from, to)));

    expect(changed('emailVerified: Boolean!', 'emailVerified: Boolean')).toEqual([
      'User.emailVerified: Boolean! in the contract, but Boolean',
    ]);
    expect(changed(/(input LoginInput \{[\s\S]*?identifier: String)!/, '$1')).toEqual([
      'LoginInput.identifier: String! in the contract, but String',
    ]);
  });
});

function missingFrom(ours: GraphQLSchema): string[] {
  const present = elementsOf(ours);
  const names = [...elementsOf(contract).keys()].filter((name) => !present.has(name));
  // A missing field takes its arguments with it.
  return names.filter((name) => !name.includes('(') || present.has(name.split('(')[0] ?? '')).sort();
}

/** What both have, but not alike; and what we ask for that the contract does not know. */
function differences(contract: GraphQLSchema, ours: GraphQLSchema): string[] {
  const present = elementsOf(ours);
  const agreed = elementsOf(contract);
  const changed = [...agreed.values()].flatMap(({ name, shape }) => {
    const own = present.get(name);
    return own === undefined || own.shape === shape ? [] : [`${name}: ${shape} in the contract, but ${own.shape}`];
  });
  const demanded = [...present.values()]
    .filter(({ name, shape }) => !agreed.has(name) && agreed.has(ownerOf(name)) && isDemand(ours, name, shape))
    .map(({ name }) => `${name}: demanded, and the contract does not know it`);
  return [...changed, ...demanded];
}

function ownerOf(name: string): string {
  return name.includes('(') ? (name.split('(')[0] ?? '') : (name.split('.')[0] ?? '');
}

/** An argument or input field that every call must give. */
function isDemand(schema: GraphQLSchema, name: string, shape: string): boolean {
  const isInput = name.includes('(') || isInputObjectType(schema.getType(ownerOf(name)));
  return isInput && shape.endsWith('!');
}
