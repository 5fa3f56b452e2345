// The arrows between the folders of src/ point down only: server → app → rooms → platform → kernel, and between rooms
// to an earlier one only. A new room gets its place in `rooms`; see docs/adr/ for the why.

const platform = ['access', 'config', 'database', 'events', 'graphql', 'http', 'mail', 'rate-limits'];

const rooms = [
  'email-addresses',
  'users',
  'roles',
  'passwords',
  'one-time-tokens',
  'sessions',
  'avatars',
  'registration',
  'sign-in',
  'identities',
  'account',
  'password-reset',
  'email-verification',
  'administration',
  'user-transfer',
  'history',
];

const folders = ['kernel', ...platform, ...rooms, 'app', 'server', 'cli', 'client'];

const inside = (names) => `^src/(${names.join('|')})/`;
const ownCodeOutside = (names) => `^src/(?!(${names.join('|')})/)`;

/** What is in `from` imports, of our own code, `allowed` only. */
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  comment: `${from.join(', ')}: may import ${allowed.join(', ')}`,
  from: { path: inside(from) },
  to: { path: ownCodeOutside(allowed) },
});

export default {
  forbidden: [
    only('kernel-imports-nothing-of-ours', ['kernel'], ['kernel']),
    only('platform-knows-no-room', platform, [...platform, 'kernel']),
    ...rooms.map((room, place) =>
      only(`${room}-imports-earlier-rooms-only`, [room], [...rooms.slice(0, place + 1), ...platform, 'kernel']),
    ),
    only('app-imports-no-server', ['app'], ['app', ...rooms, ...platform, 'kernel']),
    only('server-goes-through-app', ['server'], ['server', 'app', ...platform, 'kernel']),
    only('cli-goes-through-app', ['cli'], ['cli', 'server', 'app', ...platform, 'kernel']),
    only('client-stands-alone', ['client'], ['client']),
    {
      name: 'server-does-not-ship-the-client',
      severity: 'error',
      from: { path: '^src/', pathNot: inside(['client']) },
      to: { path: inside(['client']) },
    },
    {
      name: 'every-folder-has-its-place',
      comment: 'Name the new folder in .dependency-cruiser.mjs',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: inside(folders) },
      to: {},
    },
    {
      name: 'kernel-does-no-io',
      severity: 'error',
      from: { path: inside(['kernel']) },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|util)$' },
    },
    {
      name: 'only-server-knows-apollo-and-fastify',
      severity: 'error',
      from: { path: '^src/', pathNot: inside(['server']) },
      to: { path: 'node_modules/(@apollo/server|@as-integrations|@fastify|fastify)/' },
    },
    {
      name: 'core-does-not-know-its-graphql-skin',
      comment: 'Entities and services work without GraphQL and HTTP',
      severity: 'error',
      from: { path: '^src/.+\\.(entity|service)\\.ts$' },
      to: {
        path: ['^src/.+\\.(types|resolver)\\.ts$', inside(['graphql', 'http']), 'node_modules/(type-graphql|graphql)/'],
      },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'imports-exist', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-development-dependencies',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm', 'npm-optional', 'npm-peer'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
