import type { CodegenConfig } from '@graphql-codegen/cli';

/** Typed documents for the tests: `npm run codegen` after a change of the schema or of tests/operations. */
const config: CodegenConfig = {
  schema: 'schema.graphql',
  documents: 'tests/operations/*.graphql',
  generates: {
    'tests/operations/operations.ts': {
      plugins: ['typescript-operations', 'typed-document-node'],
      config: {
        enumsAsTypes: true,
        nonOptionalTypename: false,
        skipTypename: true,
        useTypeImports: true,
        documentMode: 'documentNode',
        avoidOptionals: { field: true },
        scalars: { ID: 'string', DateTime: 'string', JSONObject: 'Record<string, unknown>' },
      },
    },
  },
};

export default config;
