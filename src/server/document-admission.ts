import { GraphQLError } from 'graphql';
import type { HTTPGraphQLRequest } from '@apollo/server';
import type { DocumentGuard } from '../graphql/limits/document-guard.js';
import { notTrusted, type TrustedDocuments } from '../graphql/trusted-documents.js';

type Fields = Readonly<Record<string, unknown>>;

interface Admission {
  /** What Apollo gets to see. */
  readonly request: HTTPGraphQLRequest;
  /** To be thrown once Apollo has looked at the request's headers. */
  readonly refusal: GraphQLError | null;
}

/** Decides, before Apollo parses it, whether the document of a request may run at all. */
export function admit(request: HTTPGraphQLRequest, guard: DocumentGuard, trusted: TrustedDocuments | null): Admission {
  const fields = fieldsOf(request);
  if (trusted === null) return { request, refusal: refusalOf(guard, fields) };
  const id = persistedId(fields['extensions']);
  if (id === undefined && fields['query'] === undefined) return { request, refusal: null };
  const query = trusted.find(id, fields['query']);
  if (query === null) return { request, refusal: asHttp(notTrusted()) };
  const named = { ...fields, query, extensions: {} };
  return { request: withFields(request, named), refusal: refusalOf(guard, named) };
}

function refusalOf(guard: DocumentGuard, { query, variables }: Fields): GraphQLError | null {
  if (typeof query !== 'string') return null;
  const refusal = guard.refusal(query, variables);
  return refusal && asHttp(refusal);
}

/** Apollo answers with this status what is thrown while the context is made. */
function asHttp({ message, extensions }: GraphQLError): GraphQLError {
  return new GraphQLError(message, { extensions: { ...extensions, http: { status: 400 } } });
}

/** The parameters of GraphQL over HTTP: in the body of a POST, in the address of a GET. */
function fieldsOf({ method, body, search }: HTTPGraphQLRequest): Fields {
  if (method === 'POST') return typeof body === 'object' && body !== null ? (body as Fields) : {};
  const parameters = new URLSearchParams(search);
  return {
    query: parameters.get('query') ?? undefined,
    variables: json(parameters.get('variables')),
    extensions: json(parameters.get('extensions')),
  };
}

function withFields(request: HTTPGraphQLRequest, fields: Fields): HTTPGraphQLRequest {
  if (request.method === 'POST') return { ...request, body: fields };
  const parameters = new URLSearchParams(request.search);
  parameters.delete('extensions');
  parameters.set('query', String(fields['query']));
  return { ...request, search: `?${parameters.toString()}` };
}

/** Where Apollo's clients put the id of an operation on the list. */
function persistedId(extensions: unknown): unknown {
  const persisted =
    typeof extensions === 'object' && extensions !== null ? (extensions as Fields)['persistedQuery'] : null;
  return typeof persisted === 'object' && persisted !== null ? (persisted as Fields)['sha256Hash'] : undefined;
}

function json(text: string | null): unknown {
  try {
    return text === null ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}
