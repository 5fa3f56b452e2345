// What a good engineer writes by hand for the same work, without a framework for accounts: Apollo Server 5 on node:http,
// SDL, raw `pg` with a pool, jose with HS256, argon2 with the same parameters. No ORM, no session check, no rights, no
// events. Everything here is what it seems; nothing is slowed down.
import { createServer } from 'node:http';
import { randomBytes, createHash } from 'node:crypto';
import { ApolloServer, HeaderMap } from '@apollo/server';
import { verify } from 'argon2';
import { GraphQLError } from 'graphql';
import { jwtVerify, SignJWT } from 'jose';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const key = await crypto.subtle.importKey(
  'raw',
  Buffer.from(process.env.SECRET_KEY),
  { name: 'HMAC', hash: 'SHA-256' },
  false,
  ['sign', 'verify'],
);

const typeDefs = `
  type Role { name: String! }
  type User { id: ID! email: String! name: String roles: [Role!]! createdAt: String! }
  type Tokens { accessToken: String! refreshToken: String! expiresIn: Int! }
  type AuthPayload { user: User tokens: Tokens }
  input LoginInput { identifier: String! password: String! }
  input RefreshInput { refreshToken: String! }
  type UserPage { nodes: [User!]! totalCount: Int! }
  type Query { me: User adminUsers(limit: Int!, offset: Int!): UserPage! }
  type Mutation { login(input: LoginInput!): AuthPayload! refresh(input: RefreshInput!): AuthPayload! }
`;

const USER = `select u.id, u.email, u.name, u.password_hash, u.created_at as "createdAt",
  coalesce((select json_agg(json_build_object('name', r.name) order by r.name)
            from user_roles ur join roles r on r.id = ur.role_id where ur.user_id = u.id), '[]') as roles
  from users u`;

async function one(sql, values) {
  return (await pool.query(sql, values)).rows[0] ?? null;
}

const digestOf = (token) => createHash('sha256').update(token).digest('base64url');

async function tokensOf(userId) {
  const refreshToken = randomBytes(32).toString('base64url');
  await pool.query(
    `insert into refresh_tokens (digest, user_id, expires_at) values ($1, $2, now() + interval '7 days')`,
    [digestOf(refreshToken), userId],
  );
  const accessToken = await new SignJWT()
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(userId)
    .setIssuedAt()
    .setExpirationTime('15m')
    .sign(key);
  return { accessToken, refreshToken, expiresIn: 900 };
}

const signedIn = (userId) => {
  if (userId === null) throw new GraphQLError('Not signed in', { extensions: { code: 'UNAUTHENTICATED' } });
  return userId;
};

const resolvers = {
  Query: {
    me: (_root, _args, { userId }) => one(`${USER} where u.id = $1`, [signedIn(userId)]),
    adminUsers: async (_root, { limit, offset }, { userId }) => {
      signedIn(userId);
      return { limit, offset };
    },
  },
  UserPage: {
    nodes: async ({ limit, offset }) =>
      (await pool.query(`${USER} order by u.created_at desc, u.id desc limit $1 offset $2`, [limit, offset])).rows,
    totalCount: async () => (await one('select count(*)::int as count from users')).count,
  },
  User: { createdAt: ({ createdAt }) => createdAt.toISOString() },
  Mutation: {
    login: async (_root, { input }) => {
      const user = await one(`${USER} where u.email = $1`, [input.identifier.toLowerCase()]);
      if (user === null || !(await verify(user.password_hash, input.password))) return { user: null, tokens: null };
      return { user, tokens: await tokensOf(user.id) };
    },
    refresh: async (_root, { input }) => {
      const used = await one('delete from refresh_tokens where digest = $1 and expires_at > now() returning user_id', [
        digestOf(input.refreshToken),
      ]);
      if (used === null) return { user: null, tokens: null };
      const user = await one(`${USER} where u.id = $1`, [used.user_id]);
      return { user, tokens: await tokensOf(user.id) };
    },
  },
};

async function userIdOf({ headers: { authorization } }) {
  if (!authorization?.startsWith('Bearer ')) return null;
  const { payload } = await jwtVerify(authorization.slice(7), key, { algorithms: ['HS256'] }).catch(() => ({}));
  return payload?.sub ?? null;
}

const apollo = new ApolloServer({ typeDefs, resolvers });
await apollo.start();

const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (text) => (body += text));
  request.on('end', async () => {
    const headers = new HeaderMap(Object.entries(request.headers));
    const answer = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method: request.method, headers, search: '', body: JSON.parse(body) },
      context: async () => ({ userId: await userIdOf(request) }),
    });
    response.statusCode = answer.status ?? 200;
    response.setHeaders(new Map(answer.headers)).end(answer.body.string);
  });
});
server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'));
process.on('SIGTERM', () => process.exit(0));
