import type { FastifyError, FastifyInstance } from 'fastify';
import type { Logger } from '../kernel/logger.js';

/** What was wrong with a request that never became a GraphQL operation; keyed by Fastify's codes. */
const messages: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'The body is larger than 100 kB.',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'Send the body as application/json.',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The body is empty; send a JSON object with "query".',
  FST_ERR_CTP_INVALID_JSON_BODY: 'The body is not valid JSON.',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'The body is not as long as Content-Length says.',
};

const MALFORMED = 'The request is malformed.';

export const malformedRequest = { errors: [{ message: MALFORMED, extensions: { code: 'BAD_USER_INPUT' } }] };

/** Answers every failure below GraphQL as a GraphQL client expects it: JSON with `errors`, a code, and no detail of ours. */
export function answerErrors(app: FastifyInstance, logger: Logger): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    reply.header('cache-control', 'no-store');
    const status = error.statusCode ?? 500;
    if (status < 500) {
      const message =
        messages[error.code] ?? (error instanceof SyntaxError ? 'The body is not valid JSON.' : MALFORMED);
      return reply.status(status).send({ errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }] });
    }
    logger.error('internal error', { requestId: request.id, error });
    const extensions = { code: 'INTERNAL_SERVER_ERROR', requestId: request.id };
    return reply.status(500).send({ errors: [{ message: 'Something went wrong here.', extensions }] });
  });

  app.setNotFoundHandler((_request, reply) =>
    reply.status(404).send({
      errors: [{ message: 'There is nothing here. The API is at /graphql.', extensions: { code: 'NOT_FOUND' } }],
    }),
  );
}
