import { defaultFieldResolver, type GraphQLField, type GraphQLSchema, isObjectType } from 'graphql';
import { type GraphQLRateLimitConfig, getGraphQLRateLimiter } from 'graphql-rate-limit';
import { seconds } from '../kernel/duration.js';
import { Refusal } from '../kernel/refusal.js';
import { limitOf } from './limit.js';
import { describeLimit, limits, type LimitName, type LimitOverrides, type Rate } from './limits.js';
import type { CountedBefore, RateLimiter } from './rate-limiter.js';

/** Who is counted, of one call of a field; null where there is nobody to count. */
export type Subject<Context> = (context: Context, args: Readonly<Record<string, unknown>>) => Promise<string | null>;

/** What limits are counted by, but for wrong passwords, which are known after the call. */
export type Subjects<Context> = Readonly<Record<CountedBefore, Subject<Context>>>;

export interface SchemaLimits<Context> {
  readonly subjects: Subjects<Context>;
  readonly overrides: LimitOverrides;
  readonly limiter: RateLimiter;
}

type Check<Context> = (call: Call<Context>) => Promise<void>;

interface Call<Context> {
  readonly args: Readonly<Record<string, unknown>>;
  readonly context: Context;
  readonly info: Parameters<ReturnType<typeof getGraphQLRateLimiter>>[0]['info'];
}

/**
 * Puts the declared limit in front of every field that has one, before access is even looked at. Each call of a field
 * counts by itself, so aliases and batches gain nothing.
 */
export function limitSchema<Context>(schema: GraphQLSchema, options: SchemaLimits<Context>): GraphQLSchema {
  const checks = new Map<LimitName, Check<Context>>(
    Object.keys(limits).map((name) => [name as LimitName, checkOf(name as LimitName, options)]),
  );
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const name = limitOf(field);
      const check = name && checks.get(name);
      if (name && !check) throw new Error(`${type.name}.${field.name} names the limit ${name}, which there is not.`);
      if (name && check) limitField(field, check, describeLimit(name, options.overrides));
    }
  }
  return schema;
}

function limitField<Context>(
  field: GraphQLField<unknown, Context>,
  check: Check<Context>,
  described: readonly string[],
): void {
  if (described.length > 0) field.description = `${field.description ?? ''}\nLimits: ${described.join('; ')}.`;
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = async (source, args: Call<Context>['args'], context, info) => {
    await check({ args, context, info });
    return resolve(source, args, context, info);
  };
}

function checkOf<Context>(name: LimitName, { limiter, subjects }: SchemaLimits<Context>): Check<Context> {
  const kinds = ['client', 'address', 'account'] as const;
  const checks = kinds.flatMap((by) => {
    const rate = limiter.rate(name, by);
    return rate === null ? [] : [checkBy(new CountingStore(limiter, name, by), rate, subjects[by])];
  });
  return async (call) => {
    for (const check of checks) await check(call);
  };
}

function checkBy<Context>(store: CountingStore, rate: Rate, subject: Subject<Context>): Check<Context> {
  const limiter = getGraphQLRateLimiter({ store, identifyContext: (identity: string) => identity });
  const rule = { max: rate.times, window: `${rate.per}ms` };
  return async ({ args, context, info }) => {
    const who = await subject(context, args);
    if (who === null) return;
    const reached = await limiter({ parent: null, args, context: who, info }, rule);
    if (reached !== undefined) throw Refusal.rateLimited(Math.ceil(rate.per / seconds(1)));
  };
}

type Store = NonNullable<GraphQLRateLimitConfig['store']>;

/**
 * graphql-rate-limit reads the calls so far, decides, and writes them back, so that fifty at once all read the same. Here
 * reading is already the counting: what it gets to see are the calls before this one, and there is nothing to write.
 */
class CountingStore implements Store {
  constructor(
    private readonly limiter: RateLimiter,
    private readonly name: LimitName,
    private readonly by: CountedBefore,
  ) {}

  async getForIdentity({ contextIdentity }: Parameters<Store['getForIdentity']>[0]): Promise<readonly number[]> {
    const before = await this.limiter.count(this.name, this.by, contextIdentity);
    return Array.from({ length: before }, () => Date.now());
  }

  setForIdentity(): void {}
}
