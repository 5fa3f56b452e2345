import { GraphQLSchema, isObjectType } from 'graphql';
import { Query, Resolver } from 'type-graphql';
import { type Access, Allow } from '../../src/access/allow.js';
import { accessOf } from '../../src/access/guard-schema.js';
import { buildSchema } from '../../src/graphql/build-schema.js';
import { ourSchema } from '../../tools/our-schema.js';
import { updatedLines } from './committed-file.js';

const LIST = 'tests/schema/access.txt';

@Resolver()
class Remembered {
  @Allow('anyone')
  @Query(() => String, { description: 'Says it.' })
  remembered(): string {
    return 'yes';
  }
}

@Resolver()
class Forgotten {
  @Query(() => String, { description: 'Says nothing of who may ask it.' })
  forgotten(): string {
    return 'no';
  }
}

describe('the access to a field', () => {
  it('is what the committed list says, for each field that declares one', async () => {
    const lines = await declaredAccess();

    // A new line here is a decision about who may do something: UPDATE_LISTS=1 writes it, a person reads it.
    expect(lines).toEqual(updatedLines(LIST, lines));
  });

  it('is declared on every root field', async () => {
    const undeclared = rootFields(await ourSchema()).filter((field) => accessOf(field) === undefined);

    expect(undeclared.map(({ name }) => name)).toEqual([]);
  });

  it('must be declared, or the schema is not built', async () => {
    await expect(buildSchema([new Remembered(), new Forgotten()])).rejects.toThrow(
      'Query.forgotten does not declare who may ask it; add @Allow(…).',
    );
    await expect(buildSchema([new Remembered()])).resolves.toBeInstanceOf(GraphQLSchema);
  });
});

async function declaredAccess(): Promise<string[]> {
  const types = Object.values((await ourSchema()).getTypeMap()).filter(isObjectType);
  return types
    .flatMap((type) =>
      Object.values(type.getFields()).flatMap((field) => {
        const access = accessOf(field);
        if (access === undefined) return [];
        return [`${type.name}.${field.name}: ${ruleOf(access)}`];
      }),
    )
    .sort();
}

function rootFields(schema: GraphQLSchema) {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  return roots.flatMap((root) => Object.values(root?.getFields() ?? {}));
}

function ruleOf(access: Access): string {
  return typeof access === 'string' ? access : `${access.permission}${access.orOwn ? ', or own' : ''}`;
}
